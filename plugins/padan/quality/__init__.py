"""Checks what lies in staging: rules as Great Expectations, the key of every failing row, breakers."""

from padan.quality.check import CheckOutcome, QualityError, check_load
from padan.quality.rules import sync_rules

__all__ = ["CheckOutcome", "QualityError", "check_load", "sync_rules"]
