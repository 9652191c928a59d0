"""The linkage model's card: what it finds and what it mistakes on a simulated regency, error by error."""
