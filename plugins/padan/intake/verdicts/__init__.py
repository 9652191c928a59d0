"""Workbooks of cases that the offices fill in and send back → rows for staging."""
