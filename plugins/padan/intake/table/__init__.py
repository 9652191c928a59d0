"""A sheet → the table in it: heads, rows, furniture, what the lines around it tell."""
