"""One cell as text, exactly as it is stored, and whether it was a number.

A NIK typed as a number is damaged in ways that a text is not, so the difference must outlive the reading:
numbers become `NumberText`, a str that knows what it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

_EXACT_BELOW = 1e21
"""From here on a float's digits are noise, and Python itself writes it with an exponent."""

_BLANK_SIGNS = " \t\r\n\x0b\x0c\xa0​ ﻿"


class NumberText(str):
    """Text of a cell that held a number: '12', '16800', '1.5'."""

    __slots__ = ()


def is_number(cell: str | None) -> bool:
    """Whether the cell held a number rather than text."""
    return type(cell) is NumberText


def number_text(value: float) -> NumberText:
    """The number without a spurious '.0': 12.0 → '12', 1.5 → '1.5', 3201052708800000.0 → sixteen digits."""
    if value.is_integer() and abs(value) < _EXACT_BELOW:
        return NumberText(int(value))
    return NumberText(repr(value))


def cell_text(value: object) -> str:
    """The cell as text: dates in ISO form, a time of day only where there is one."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def row_texts(values: Iterable[object]) -> list[str]:
    """A row's cells as text."""
    return [value if type(value) is str else cell_text(value) for value in values]


def is_blank(cell: str) -> bool:
    """Whether a cell shows nothing."""
    return not cell or not cell.strip(_BLANK_SIGNS)


def squeeze(cell: str) -> str:
    """The cell on one line with single spaces, for messages and layouts."""
    return " ".join(cell.split())
