"""What a new process pays once before its first check."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator

from benchmarks.clock import Clock
from benchmarks.figures import Figure

_SUITE = "padan.quality.suite"


def great_expectations(clock: Clock) -> Iterator[Figure]:
    """Import it, and give the figure of that; none where it was imported before."""
    if _SUITE not in sys.modules:
        with clock.measure() as importing:
            importlib.import_module(_SUITE)
        yield Figure("import of Great Expectations (in no other figure)", str(importing))
