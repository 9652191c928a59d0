"""Villages and districts of the regency, and the question whose list a file is."""
