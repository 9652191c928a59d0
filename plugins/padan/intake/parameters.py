"""Bounds of the intake: dated reference data, in force on the day that a file is read against."""

from __future__ import annotations

import csv
from datetime import date
from functools import lru_cache

from padan.intake.limits import REFERENCE


@lru_cache(maxsize=64)
def parameter(name: str, as_of: date) -> float:
    """The value of include/reference/parameters.csv that is in force on a day, else the first one there."""
    with (REFERENCE / "parameters.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["name"] == name]
    if not rows:
        raise KeyError(f"include/reference/parameters.csv has no {name}: add it there")
    day = as_of.isoformat()
    in_force = [
        row for row in rows if row["valid_from"] <= day and (not row["valid_to"] or day <= row["valid_to"])
    ]
    return float((in_force or rows[:1])[-1]["value"])
