"""The branch's export → rows, printed totals, and the form it came in."""
