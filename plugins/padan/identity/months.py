"""Months as people write them: BULAN IURAN and the month a list is for. A month is text 'YYYY-MM'."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from padan.identity.text import squeeze, without_accents
from padan.identity.words import key, words

_YEAR = r"(?:19|20)\d\d"
_DAY, _NUMBER = "(?:0?[1-9]|[12][0-9]|3[01])", "(?:0?[1-9]|1[0-2])"
_MARKS = "[-/._', ]*"
_RANGE_OF_NUMBERS = re.compile(rf"({_NUMBER})(\D+)({_NUMBER})\s*[/ ]\s*({_YEAR})")
_SERIAL = re.compile(r"(\d{5})(?:[.,]0+)?")
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_FOUR_DIGITS = 1000
_LONGEST = 12
"""Months that may be paid at once."""


class _Month(NamedTuple):
    """A month as written: number, year where one stands with it, whether a day does, where it begins and
    ends.
    """

    month: int
    year: int | None
    in_date: bool
    start: int
    end: int


@lru_cache(maxsize=4096)
def read_month_span(text: str | None) -> tuple[str, str] | None:
    """Read BULAN IURAN: first and last month paid as ('YYYY-MM', 'YYYY-MM'), or None where no months can be
    told.

    'JANUARI 2026', '01/2026', '2026-01', 'JAN - MAR 2026', 'NOV 2025 S/D JAN 2026', 'JAN, FEB, MAR 2026', a
    date cell. None also where the months of a list do not follow each other, or a span has more than twelve.
    """
    plain = _TIME.sub("", without_accents(squeeze(text)).upper())
    serial = _SERIAL.fullmatch(plain)
    if serial is not None:
        day = _EXCEL_DAY_ZERO + timedelta(days=int(serial[1]))
        return (f"{day:%Y-%m}",) * 2
    numbers = _RANGE_OF_NUMBERS.fullmatch(plain)
    if numbers is not None and _joined(numbers[2]):
        year = int(numbers[4])
        return _span([(year, int(numbers[1])), (year, int(numbers[3]))], is_range=True)
    months = _months(plain)
    dated = _with_years(months)
    if not dated:
        return None
    return _span(dated, is_range=len(months) == 2 and _joined(plain[months[0].end : months[1].start]))


@lru_cache(maxsize=4096)
def read_period(text: str | None) -> str | None:
    """Return the one month 'YYYY-MM' that a title, a file name or a cell names, or None where it names none
    or several.

    A month that is part of a full date ('Bogor, 12 Januari 2026') is not a period, nor is one without a
    four-digit year.
    """
    plain = _TIME.sub("", without_accents(squeeze(text)).upper()).replace("_", " ")
    months = _months(plain)
    if any(_joined(plain[one.end : after.start]) for one, after in pairwise(months)):
        return None
    found = {
        _text(month.year, month.month)
        for month in months
        if month.year is not None and month.year >= _FOUR_DIGITS and not month.in_date
    }
    return found.pop() if len(found) == 1 else None


def read_month_near(text: str, near: str) -> str | None:
    """Return the month 'YYYY-MM' that a text of nothing but a month names, or None where it says anything else.

    Without a year ('DESEMBER') it is the one nearest to `near` ('YYYY-MM'); two digits ("DES '25") are its year.
    """
    plain = without_accents(squeeze(text)).upper()
    months = _months(plain)
    if len(months) != 1 or (months[0].start, months[0].end) != (0, len(plain)):
        return None
    month, year = months[0].month, months[0].year
    if year is not None:
        return _text(_four_digits(year), month)
    around = int(near[:4])
    distance = {
        candidate: abs((candidate - around) * 12 + month - int(near[5:]))
        for candidate in (around - 1, around, around + 1)
    }
    return _text(min(distance, key=lambda candidate: distance[candidate]), month)


@lru_cache(maxsize=1)
def _parts() -> re.Pattern[str]:
    """Return what finds a month in a text. A full date comes first, so that its parts are not taken for a
    month.
    """
    lists = words()
    named = "|".join(sorted(lists.months, key=lambda name: (-len(name), name)))
    year_words = "|".join(
        re.escape(word) for word in sorted(lists.year_words, key=lambda word: (-len(word), word))
    )
    date_of_numbers = (
        rf"(?P<y0>{_YEAR})(?P<s0>[-/.])(?P<m0>{_NUMBER})(?P=s0){_DAY}"
        rf"|{_DAY}(?P<s1>[-/. ])(?P<m1>{_NUMBER})(?P=s1)(?P<y1>{_YEAR})"
    )
    date_with_word = rf"{_DAY}[-/. ]+(?P<m2>{named})[-/., ]+(?P<y2>{_YEAR})"
    numbers = rf"(?P<y3>{_YEAR})[-/._ ]?(?P<m3>0[1-9]|1[0-2])|(?P<m4>{_NUMBER})[-/._ ]?(?P<y4>{_YEAR})"
    word = (
        rf"(?P<y5>{_YEAR})[ _]+(?P<m5>{named})(?! *{_YEAR})"
        rf"|(?P<m6>{named})(?:{_MARKS}(?:(?:{year_words})[.: ]*)?(?P<y6>{_YEAR})|{_MARKS}(?P<y7>\d\d))?"
    )
    return re.compile(rf"(?<![0-9A-Z])(?:{date_of_numbers}|{date_with_word}|{numbers}|{word})(?![0-9A-Z])")


def _months(plain: str) -> list[_Month]:
    """Find every month in an upper-case text, in order. A two-digit year stays below 100."""
    found = []
    for match in _parts().finditer(plain):
        groups = match.groupdict()
        place, month = next((name, groups[name]) for name in _MONTH_GROUPS if groups[name])
        year = groups["y6"] or groups["y7"] if place == "m6" else groups["y" + place[1]]
        number = int(month) if month.isdigit() else words().months[month]
        in_date = place in ("m0", "m1", "m2")
        found.append(_Month(number, int(year) if year else None, in_date, match.start(), match.end()))
    return found


_MONTH_GROUPS = ("m0", "m1", "m2", "m3", "m4", "m5", "m6")


def _joined(between: str) -> bool:
    """Say whether what stands between two months makes them first and last of a span."""
    return between.strip() == "-" or key(between) in words().until


def _with_years(months: list[_Month]) -> list[tuple[int, int]]:
    """Return (year, month) of each; a missing year is the next one's or the last one's, over New Year as it
    must be.

    Empty where no month has a year.
    """
    dated: list[tuple[int, int] | None] = [
        None if month.year is None else (_four_digits(month.year), month.month) for month in months
    ]
    for place in range(len(months) - 2, -1, -1):
        after = dated[place + 1]
        if dated[place] is None and after is not None:
            dated[place] = (after[0] - (months[place].month > after[1]), months[place].month)
    for place in range(1, len(months)):
        before = dated[place - 1]
        if dated[place] is None and before is not None:
            dated[place] = (before[0] + (months[place].month < before[1]), months[place].month)
    return [month for month in dated if month is not None]


def _four_digits(year: int) -> int:
    return year if year >= _FOUR_DIGITS else 2000 + year


def _span(months: list[tuple[int, int]], *, is_range: bool) -> tuple[str, str] | None:
    """Return first and last of months that follow each other, or None where they do not or are too many."""
    counted = sorted({year * 12 + month for year, month in months})
    length = counted[-1] - counted[0] + 1
    in_order = months[0] <= months[-1]
    if length > _LONGEST or (not is_range and length != len(counted)) or (is_range and not in_order):
        return None
    first, last = min(months), max(months)
    return _text(*first), _text(*last)


def _text(year: int, month: int) -> str:
    return f"{year:04}-{month:02}"
