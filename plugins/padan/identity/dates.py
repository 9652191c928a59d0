"""Dates as people write them, in Indonesian order: day, month, year. Months alone are in `months`."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from padan.identity.months import read_month_span, read_period
from padan.identity.text import is_blank, squeeze, without_accents
from padan.identity.words import key, month_named, words

__all__ = ["DateReading", "read_date", "read_month_span", "read_period"]

EARLIEST_YEAR = 1900
_EXCEL_DAY_ZERO = date(1899, 12, 30)
"""Day 0 of Excel's serial numbers as they count from 1 March 1900 on (Excel believes in 29 February 1900)."""
_SERIALS = range(61, 2958466)
"""Serial numbers from 1 March 1900 to 31 December 9999."""

_TIME = re.compile(
    r"(?<=\d)(?:T|\s+)\d{1,2}(?::\d{2}(?::\d{2}(?:[.,]\d+)?)?|\.\d{2}\.\d{2})\s*(?:Z|WIB|AM|PM|[+-]\d{2}:?\d{2})?$",
    re.I,
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_PLACE = re.compile(r"(?P<place>[^\d]*[^\d\s])?\s*(?P<rest>\d.*)")
_DIGIT_TYPED_WRONG = re.compile(r"(?:(?<![^\W\d_])[^\W\d_]{1,2}|[|!\u00a6])$")
"""One or two letters, or an upright stroke, that touch a digit are no place: l2-05-1980, O5-12-1980."""
_AGE = re.compile(r"(?:([A-Z]+)[ .:]*)?(\d{1,3})(?:[.,]\d)?[ .]*([A-Z]*)[ .]*")
_OLDEST = 130
_THOUSANDS = 3
_THREE_NUMBERS = re.compile(r"(\d{1,4})[-/., ']+(\d{1,2})[-/., ']+(\d{1,4})[.,]?")
_DAY_WORD_YEAR = re.compile(r"(\d{1,2})[-/., ']*([A-Z]+)[-/., ']*(\d{1,4})[.,]?")
_WORD_DAY_YEAR = re.compile(r"([A-Z]+)[-/., ']*(\d{1,2})[-/., ']+(\d{1,4})[.,]?")
_YEAR_WORD_DAY = re.compile(r"(\d{4})[-/., ']*([A-Z]+)[-/., ']*(\d{1,2})[.,]?")
_MARKS_AFTER_A_PLACE = " ,./:;-"


class DateReading(NamedTuple):
    """One date cell as read.

    date: the date; None with every fault but two_digit_year.
    fault: None, empty, unreadable, impossible, two_digit_year (read, century by `as_of`), in_future.
    place: the place written before the date in the same cell ('Bogor, 12-05-1980'), as written.
    hint: 'day_month_swapped' where an impossible date would be one with day and month swapped (never
        swapped here), 'year_only' where only a year is there, 'age' where a small number is there.
    """

    date: date | None
    fault: str | None
    place: str | None = None
    hint: str | None = None


@lru_cache(maxsize=131072)
def read_date(text: str | None, *, as_of: date, birth: bool = True) -> DateReading:
    """Read one date cell: text in any usual shape, an ISO date with or without time, or an Excel serial
    number.

    as_of: the day that counts as today.
    birth: a birth date: after `as_of` is in_future, before 1900 is impossible, a two-digit year is the
        latest that is not after `as_of`. With birth=False (TGL KEPESERTAAN, TGL BAYAR, valid to) the future
        is fine and a two-digit year is 20YY.
    """
    plain = without_accents(squeeze(text)).strip(" '")
    if is_blank(plain):
        return DateReading(None, "empty")
    if _NUMBER.fullmatch(plain):
        whole, _, decimals = plain.replace(",", ".").partition(".")
        if len(decimals) == _THOUSANDS and len(whole) <= _THOUSANDS:
            # 29.353 is no 29 and a bit; whether it is a serial number with its thousands marked nobody knows.
            return DateReading(None, "unreadable")
        return _read_number(whole, as_of, birth)
    plain = _TIME.sub("", plain).strip()
    upper = plain.upper()
    reading = _read_written(upper, as_of, birth)
    if reading is not None:
        return reading
    if _says_an_age(upper):
        return DateReading(None, "unreadable", hint="age")
    return _read_after_place(plain, as_of, birth)


def _says_an_age(upper: str) -> bool:
    """Say whether a cell holds an age in place of a date: 45 TH, UMUR 45, 45 TAHUN."""
    match = _AGE.fullmatch(upper)
    if match is None or not int(match[2]) < _OLDEST or not (match[1] or match[3]):
        return False
    return match[1] in (None, *words().age_labels) and match[3] in ("", *words().age_units)


def _read_after_place(plain: str, as_of: date, birth: bool) -> DateReading:
    """Read place and date in one cell; the place may be a label of the date ('Tgl. 12-05-1980')."""
    match = _PLACE.fullmatch(plain)
    if match is None or _DIGIT_TYPED_WRONG.search(plain[: match.start("rest")]):
        return DateReading(None, "unreadable")
    rest = match["rest"].upper()
    reading = _read_written(rest, as_of, birth)
    if reading is None:
        digits = _NUMBER.fullmatch(rest)
        reading = (
            _read_number(rest, as_of, birth) if digits and len(rest) == 8 else DateReading(None, "unreadable")
        )
    place = _without_labels(match["place"] or "")
    return reading if reading.fault == "unreadable" or is_blank(place) else reading._replace(place=place)


def _without_labels(place: str) -> str:
    """Return a place without what only announces it or the date behind it: 'TTL: Bogor, tgl.' is 'Bogor'."""
    parts = place.strip(_MARKS_AFTER_A_PLACE).split(" ")
    labels = words().date_labels
    if key(place) in labels:
        return ""
    while parts and key(parts[-1]) in labels:
        parts.pop()
    while parts and key(parts[0]) in labels | {""}:
        parts.pop(0)
    return " ".join(parts).strip(_MARKS_AFTER_A_PLACE)


def _read_written(upper: str, as_of: date, birth: bool) -> DateReading | None:
    """Read a date of day, month and year in one of their orders, or return None where it is none."""
    match = _THREE_NUMBERS.fullmatch(upper)
    if match is not None:
        first, month, last = match[1], int(match[2]), match[3]
        if len(first) == 4 and len(last) <= 2:
            return _judge(int(last), month, first, as_of, birth)
        return _judge(int(first), month, last, as_of, birth) if len(first) <= 2 else None
    for shape, day, word, year in (
        (_DAY_WORD_YEAR, 1, 2, 3),
        (_WORD_DAY_YEAR, 2, 1, 3),
        (_YEAR_WORD_DAY, 3, 2, 1),
    ):
        match = shape.fullmatch(upper)
        if match is not None:
            named = month_named(match[word])
            if named is not None:
                return _judge(int(match[day]), named, match[year], as_of, birth)
            if word != 1:
                return DateReading(None, "unreadable")
    return None


def _read_number(digits: str, as_of: date, birth: bool) -> DateReading:
    """Read a cell of digits alone: a serial number, a date without separators, a year, or an age."""
    if len(digits) in (7, 8):
        # A number cell loses the first nought of 05121980.
        padded = digits.zfill(8)
        if len(digits) == 8 and EARLIEST_YEAR <= int(digits[:4]) <= as_of.year and int(digits[4:6]) <= 12:
            return _judge(int(digits[6:]), int(digits[4:6]), digits[:4], as_of, birth)
        return _judge(int(padded[:2]), int(padded[2:4]), padded[4:], as_of, birth)
    if len(digits) == 6:
        return _judge(int(digits[:2]), int(digits[2:4]), digits[4:], as_of, birth)
    value = int(digits) if len(digits) < 9 else -1
    if EARLIEST_YEAR <= value <= as_of.year:
        return DateReading(None, "unreadable", hint="year_only")
    if 0 < value < _OLDEST:
        return DateReading(None, "unreadable", hint="age")
    if len(digits) in (4, 5) and value in _SERIALS:
        return _settle(_EXCEL_DAY_ZERO + timedelta(days=value), None, as_of, birth)
    return DateReading(None, "unreadable")


def _judge(day: int, month: int, year: str, as_of: date, birth: bool) -> DateReading:
    """Turn day, month and year as written into a date, or name what is impossible about them."""
    if len(year) == 3:
        return DateReading(None, "unreadable")
    if len(year) < 3:
        latest = as_of.year // 100 * 100 + int(year)
        found = _date(latest, month, day)
        if birth and (found is None or found > as_of):
            found = _date(latest - 100, month, day)
    else:
        found = _date(int(year), month, day)
    if found is not None:
        return _settle(found, "two_digit_year" if len(year) < 3 else None, as_of, birth)
    swapped = month > 12 and 1 <= day <= 12 and month <= 31
    return DateReading(None, "impossible", hint="day_month_swapped" if swapped else None)


def _settle(found: date, fault: str | None, as_of: date, birth: bool) -> DateReading:
    if found.year < EARLIEST_YEAR:
        return DateReading(None, "impossible")
    if birth and found > as_of:
        return DateReading(None, "in_future")
    return DateReading(found, fault)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
