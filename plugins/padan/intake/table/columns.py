"""A row's cells by canonical field, and the small readings that every feed shares."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import itemgetter
from string import ascii_letters, digits

from padan.contracts import Contract
from padan.identity.text import is_blank as says_nothing
from padan.identity.words import words
from padan.intake.cells import NumberText, is_blank
from padan.intake.header import Header

Getter = Callable[[list[str]], str | None]
Picker = Callable[[list[str]], tuple[str | None, ...]]

_NUMBER = re.compile(r"\d+")
_DECIMALS = re.compile(r"^(.*\d)[.,](\d{1,2})$")
_MONEY = re.compile(r"[^\d.,-]+")
_MAX_AGE = 150
_LONGEST_BLANK = 24
"""A cell longer than this says something; asking for every address costs more than all else."""
_MAX_RUPIAH = 10**15


def getter(header: Header, field: str) -> Getter:
    """A function from a row's cells to the field's cell: None where it is blank or not there."""
    position = header.columns.get(field)
    if position is None:
        return _nothing

    def get(cells: list[str], at: int = position) -> str | None:
        cell = cells[at] if at < len(cells) else ""
        return None if is_blank(cell) else cell

    return get


def _nothing(_cells: list[str]) -> None:
    return None


def picker(header: Header, fields: Sequence[str]) -> Picker:
    """A function from a row's cells to the cells of several fields in their order, None as in `getter`.

    It is called for every row of every file, so the positions are looked up once.
    """
    width = max(header.columns.values(), default=-1) + 1
    # A field without a column points at the one None that ends every row.
    pick = itemgetter(*(header.columns.get(field, width) for field in fields))

    def picked(cells: list[str]) -> tuple[str | None, ...]:
        row: list[str | None] = [
            cell if cell and "!" <= cell[0] <= "~" else None if is_blank(cell) else cell
            for cell in cells[:width]
        ]
        row.extend([None] * (width + 1 - len(row)))
        found: tuple[str | None, ...] = pick(row)
        return found

    return picked


def count_filled(cells: Iterable[str | None]) -> int:
    """How many cells say something: '-' and BELUM ADA do not."""
    telling = _telling_starts()
    return sum(
        [
            # Asked of every cell of every row, so what is obvious comes first.
            cell is not None and (cell[:2] in telling or len(cell) > _LONGEST_BLANK or not says_nothing(cell))
            for cell in cells
        ]
    )


@cache
def _telling_starts() -> frozenset[str]:
    """Pairs of letters and digits with which no word for a blank cell begins: such a cell says something."""
    blank = {word[:2] for word in words().blank}
    signs = ascii_letters + digits
    return frozenset(one + two for one in signs for two in signs if (one + two).upper() not in blank)


def read_age(text: str | None) -> int | None:
    """Completed years out of '45', '45 TH', '45 tahun'; None where there is no sensible number."""
    match = _NUMBER.search(text) if text else None
    years = int(match[0][:4]) if match else _MAX_AGE
    return years if years < _MAX_AGE else None


def read_rupiah(text: str | None) -> int | None:
    """Rupiah out of 16800, '16.800', 'Rp 16.800,00', '16,800.00', '16.800,-'; None where there is no number.

    A separator before one or two last digits divides off the cents, which are dropped; any other groups
    thousands.
    """
    if text is None:
        return None
    if type(text) is NumberText:
        value = float(text)
        return round(value) if abs(value) < _MAX_RUPIAH else None
    plain = _MONEY.sub("", text).strip(".,")
    negative = plain.startswith("-") and any(sign.isdigit() for sign in plain)
    plain = plain.strip("-").rstrip(".,")
    match = _DECIMALS.match(plain)
    digits = re.sub(r"\D", "", match[1] if match else plain)
    if not digits or len(digits) > 15:
        return None
    return -int(digits) if negative else int(digits)


def word_or_unknown(contract: Contract, field: str, text: str | None) -> str | None:
    """The canonical word of a branch's cell: None when blank, 'unknown' when written but unknown."""
    if text is None:
        return None
    return contract.word(field, text) or "unknown"


def mask(text: str) -> str:
    """A cell fit for a message: the first six signs, the digits after them hidden."""
    return text[:6] + re.sub(r"\w", "•", text[6:24])
