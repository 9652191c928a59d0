"""Makes versions again on an empty warehouse: the loads and versions of a history, in their order, under their rules.

Runs as a process of its own, from a copy of the code beside which the rules of then lie as include/.
"""
