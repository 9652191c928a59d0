"""A village's list → rows for staging: whose list it is, and each person as typed."""
