"""The month's reckoning: which rows count, who is who, what became of every row, and why the two lists differ."""
