"""The one exception of this package."""

from __future__ import annotations

from padan.errors import DataProblem


class EvidenceError(DataProblem):
    """Evidence is missing, was touched or does not lead to what was published; the message says what to do next."""
