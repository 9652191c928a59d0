"""What a column's cells say of its meaning. Evidence beside the head, never instead of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from padan.identity.dates import read_date
from padan.identity.sex import read_sex
from padan.identity.text import is_blank as says_nothing

_SAMPLE = 20
_MOST = 0.6
_HARDLY = 0.2
_FEWEST = 3
_CARD_DIGITS = 16


def sample(rows: Sequence[list[str]], position: int) -> list[str]:
    """The first cells of a column that say something."""
    found = []
    for cells in rows:
        if position < len(cells) and not says_nothing(cells[position]):
            found.append(cells[position])
            if len(found) == _SAMPLE:
                break
    return found


def speaks_for(kind: str, cells: Sequence[str], as_of: date) -> int:
    """1 where the cells look like that kind of column, -1 where they hardly can be it, 0 where nobody knows."""
    if len(cells) < _FEWEST:
        return 0
    share = sum(1 for cell in cells if _looks_like(kind, cell, as_of)) / len(cells)
    if kind not in ("nik", "family_card", "date", "sex", "name"):
        return 0
    return 1 if share >= _MOST else -1 if share < _HARDLY else 0


def _looks_like(kind: str, cell: str, as_of: date) -> bool:
    if kind in ("nik", "family_card"):
        digits = sum(sign.isdigit() for sign in cell)
        return abs(digits - _CARD_DIGITS) <= 1 and digits * 2 > len(cell)
    if kind == "date":
        return read_date(cell, as_of=as_of).date is not None
    if kind == "sex":
        return read_sex(cell) is not None
    return not any(sign.isdigit() for sign in cell) and sum(sign.isalpha() for sign in cell) > 1
