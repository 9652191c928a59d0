"""Day before month, or month before day? Asked of a whole column, because one cell (05/12/1980) cannot tell.

A system abroad writes 12/31/1980; a spreadsheet set to another country's dates turns 05/12 into 12 May and leaves
31/12 as text. Both look like ordinary dates cell by cell, and would be misread in silence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from padan.identity.nik import WOMAN
from padan.intake.cells import is_number

_PARTS = re.compile(r"[\s']*(\d{1,2})([-/.])(\d{1,2})\2(\d{2,4})(?!\d)")
_ISO = re.compile(r"\s*\d{4}-(\d\d)-(\d\d)(?!\d)")
_NIK = re.compile(r"\d{16}")
_LOOKED_AT = 2000
"""Rows whose NIK is asked what the birth date is: enough to tell, whatever the length of the list."""
_MONTHS = 12


class Order(StrEnum):
    """How a column writes its dates; the value is the style that the branch's form keeps."""

    DAY_FIRST = "d-m-y"
    MONTH_FIRST = "m-d-y"
    YEAR_FIRST = "y-m-d"
    UNTOLD = "d-m-y?"
    """Every cell could be either; read day first, as people here write."""
    UNCLEAR = "unclear"
    """Some cells are one, some the other, or too few to tell."""
    SWAPPED = "swapped"
    """Real dates in which a spreadsheet exchanged day and month."""
    WORDS = "words"
    """Months in words, numbers of days, or nothing at all."""


@dataclass
class Evidence:
    """What a column's cells say.

    Attributes:
        day_first: cells whose first part is no month (31/12), or whose NIK says so.
        month_first: cells whose second part is no month (12/31), or whose NIK says so.
        either: cells of which nobody knows.
        year_late: real dates after the twelfth of a month, or whose NIK agrees with them.
        year_early: real dates up to the twelfth.
        year_swapped: real dates whose NIK says that day and month were exchanged.
    """

    day_first: int = 0
    month_first: int = 0
    either: int = 0
    year_late: int = 0
    year_early: int = 0
    year_swapped: int = 0

    def order(self, least: int, share: float) -> Order:
        """What the column is.

        Args:
            least: so many cells must agree before month-first is believed.
            share: up to this share of cells the other way are slips of the pen.
        """
        told = self.day_first + self.month_first
        if self.year_swapped >= least and self.year_swapped > self.year_late:
            return Order.SWAPPED
        if (
            self.year_early >= least
            and not self.year_late
            and self.day_first
            and not self.either + self.month_first
        ):
            return Order.SWAPPED
        if self.month_first > told * share:
            if self.day_first > told * share or self.month_first + self.either < least:
                return Order.UNCLEAR
            return Order.MONTH_FIRST
        if self.day_first:
            return Order.DAY_FIRST
        if self.either:
            return Order.UNTOLD
        return Order.YEAR_FIRST if self.year_late + self.year_early + self.year_swapped else Order.WORDS

    def in_words(self) -> str:
        """Counts for a message."""
        month_first = self.month_first + self.year_swapped
        return f"dd-mm: {self.day_first}, mm-dd: {month_first}, ?: {self.either + self.year_early}"


def evidence(cells: Sequence[str | None], niks: Iterable[str | None] = ()) -> Evidence:
    """Looks at a column; `niks` beside it are asked where the column is a birth date."""
    found = Evidence()
    for cell, times in Counter(cell for cell in cells if cell and not is_number(cell)).items():
        _count(found, cell, times)
    for written, nik in islice(zip(cells, niks), _LOOKED_AT):  # noqa: B905 - no NIKs beside a payment
        if written and nik and not is_number(written):
            _ask(found, written, nik)
    return found


def _count(found: Evidence, cell: str, times: int) -> None:
    match = _PARTS.match(cell)
    if match is not None:
        first, second = int(match[1]), int(match[3])
        if first > _MONTHS:
            found.day_first += times
        elif second > _MONTHS:
            found.month_first += times
        else:
            found.either += times
        return
    match = _ISO.match(cell)
    if match is not None:
        if int(match[2]) > _MONTHS:
            found.year_late += times
        else:
            found.year_early += times


def _ask(found: Evidence, cell: str, nik: str) -> None:
    """A NIK tells which of two parts is the day, where they differ."""
    if not _NIK.fullmatch(nik):
        return
    told = (int(nik[6:8]) % WOMAN, int(nik[8:10]))
    match = _PARTS.match(cell)
    if match is not None:
        parts = (int(match[1]), int(match[3]))
        if max(parts) > _MONTHS or parts[0] == parts[1]:
            return
        if told == parts:
            found.day_first, found.either = found.day_first + 1, found.either - 1
        elif told == parts[::-1]:
            found.month_first, found.either = found.month_first + 1, found.either - 1
        return
    match = _ISO.match(cell)
    if match is not None:
        month, day = int(match[1]), int(match[2])
        if day <= _MONTHS and day != month:
            if told == (day, month):
                found.year_late, found.year_early = found.year_late + 1, found.year_early - 1
            elif told == (month, day):
                found.year_swapped, found.year_early = found.year_swapped + 1, found.year_early - 1


def settle(orders: dict[str, Order]) -> dict[str, Order]:
    """One system writes all its columns alike: a column that could be either follows one that is month first."""
    if Order.MONTH_FIRST not in orders.values():
        return orders
    return {field: Order.MONTH_FIRST if order is Order.UNTOLD else order for field, order in orders.items()}


def day_first(cell: str | None) -> str | None:
    """A month-first cell with its day in front: '12/31/1980' → '31/12/1980'."""
    match = _PARTS.match(cell) if cell else None
    if cell is None or match is None:
        return cell
    return f"{match[3]}{match[2]}{match[1]}{match[2]}{match[4]}{cell[match.end() :]}"
