"""What one cell of an OpenDocument table holds, as text."""

from __future__ import annotations

import re

from padan.intake.cells import number_text

Attributes = dict[str, str]
"""Attributes of an element by their local name."""

_NUMBERS = frozenset({"float", "percentage", "currency"})
_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
_MIDNIGHT = "T00:00:00"


def repeated(told: Attributes, name: str) -> int:
    """A count from an attribute; 1 where there is none or none that can be."""
    digits = told.get(name, "")
    return max(int(digits), 1) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 1


def cell_value(told: Attributes, text: str) -> str:
    """The stored value as text, in the form in which the other containers give theirs."""
    kind = told.get("value-type", "string")
    if kind in _NUMBERS:
        return _number(told.get("value", ""), text)
    if kind == "date":
        return told.get("date-value", text).removesuffix(_MIDNIGHT).replace("T", " ")
    if kind == "time":
        duration = _DURATION.fullmatch(told.get("time-value", ""))
        return ":".join(part.zfill(2) for part in duration.groups()) if duration else text
    if kind == "boolean":
        return told.get("boolean-value", text).upper()
    return text or told.get("string-value", "")


def _number(value: str, text: str) -> str:
    try:
        return number_text(float(value))
    except (ValueError, OverflowError):
        return text
