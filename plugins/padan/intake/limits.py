"""How much content a file may hold: reference data, so that an office can raise a limit by itself."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

REFERENCE = Path(__file__).resolve().parents[3] / "include" / "reference"


@lru_cache(maxsize=1)
def load_limits() -> dict[str, int]:
    """Name → value of include/reference/intake_limits.csv."""
    with (REFERENCE / "intake_limits.csv").open(encoding="utf-8", newline="") as file:
        return {row["limit"]: int(row["value"]) for row in csv.DictReader(file)}
