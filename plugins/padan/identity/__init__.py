"""NIK, KPJ, names, dates and sex as people write them: pure functions on text.

Nothing here repairs a value: it is recognised, or its fault is named. No function logs or raises a value it
was given.
"""
