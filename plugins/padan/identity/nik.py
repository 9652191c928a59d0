"""NIK: the 16 digits of a person, and what is wrong with them.

The number is `PPKKCC DDMMYY NNNN`: place of first registration, birth date (women: day + 40), serial from
0001. There is no check digit, and the place says nothing about where somebody lives now.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from padan.identity.numbers import clean_number, is_scientific
from padan.identity.text import is_blank

LENGTH = 16
LARGEST_EXACT = 2**53
"""Largest integer up to which a number cell holds every integer exactly."""
WOMAN = 40
"""What is added to a woman's day of birth."""
ISSUED_WITHIN = 17
"""A NIK's date part fewer years ago than this is no adult's: it is the day a No KK was issued."""
_DAYS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Nik(NamedTuple):
    """One NIK cell as read.

    digits: the 16 digits, also of a damaged number as long as there are 16; else None.
    fault: None, or the first that holds of empty, scientific, letters, not_16_digits, temporary,
        repeated_digits, sequence, excel_cut, impossible_date. `family_card` is told by `is_family_card`,
        which needs other columns.
    district_known: whether the first six digits are a kecamatan; None without 16 digits.
    birth_date, sex: what the number itself says ('L' or 'P'); None where it says nothing usable.
    """

    digits: str | None
    fault: str | None
    district_known: bool | None
    birth_date: date | None
    sex: str | None


def read_nik(text: str | None, *, numeric: bool, districts: frozenset[str], as_of: date) -> Nik:
    """Read one NIK cell.

    text: the cell as text; of a numeric cell the text of its int or float ('3201051205800001.0' is fine).
    numeric: the cell was a number: Excel keeps 15 digits of it, floats no integer above 2^53.
    districts: six-digit codes of every kecamatan of Indonesia (`area.places.load_district_codes()`).
    as_of: the day that counts as today: nobody is born after it, which settles the century.
    """
    if text is None:
        return _EMPTY
    if len(text) != LENGTH or not (text.isascii() and text.isdigit()):
        if is_blank(text):
            return _EMPTY
        if not numeric and is_scientific(text):
            return Nik(None, "scientific", None, None, None)
        text = clean_number(text, numeric=numeric)
        if any(sign.isalpha() for sign in text):
            return Nik(None, "letters", None, None, None)
        if len(text) != LENGTH or not (text.isascii() and text.isdigit()):
            return Nik(None, "not_16_digits", None, None, None)
    known = text[:6] in districts
    impossible, birth_date, sex = _inside(text[6:12], as_of)
    fault = _fault(text, numeric, impossible)
    if fault is None or fault == "excel_cut":
        return Nik(text, fault, known, birth_date, sex)
    return Nik(text, fault, known, None, None)


_EMPTY = Nik(None, "empty", None, None, None)


def _fault(digits: str, numeric: bool, impossible: bool) -> str | None:
    """Return the first fault of 16 digits that holds, or None."""
    if digits[0] == "0":
        return "temporary"
    if digits in _REPEATED:
        return "repeated_digits"
    if digits in _SEQUENCES:
        return "sequence"
    # Excel keeps 15 digits: of a number cell the 16th becomes 0, and a serial from 0001 to 0009 becomes 0000.
    if digits.endswith("0000") or (numeric and (digits[-1] == "0" or int(digits) > LARGEST_EXACT)):
        return "excel_cut"
    return "impossible_date" if impossible else None


_REPEATED = frozenset(str(digit) * LENGTH for digit in range(10))
# 1234567890123456 and the like, up and down, from every digit.
_SEQUENCES = frozenset(
    "".join(str((first + step * place) % 10) for place in range(LENGTH))
    for first in range(10)
    for step in (1, -1)
)


@lru_cache(maxsize=131072)
def _inside(part: str, as_of: date) -> tuple[bool, date | None, str | None]:
    """Read DDMMYY: whether no such day exists, the birth date, the sex."""
    day, month, year = int(part[:2]), int(part[2:4]), int(part[4:])
    sex = "L"
    if day > WOMAN:
        day, sex = day - WOMAN, "P"
    if not 1 <= month <= 12 or not 1 <= day <= _DAYS[month]:
        return True, None, None
    for century in (as_of.year // 100 * 100, as_of.year // 100 * 100 - 100):
        try:
            born = date(century + year, month, day)
        except ValueError:
            # 29 February of no leap year: the number stays as it was given out, but names no day.
            continue
        if born <= as_of:
            return False, born, sex
    return False, None, sex


def read_family_card(text: str | None, *, numeric: bool) -> str | None:
    """Return the 16 digits of a No KK cell, or None where there are not 16."""
    if text is None:
        return None
    digits = clean_number(text, numeric=numeric)
    return digits if len(digits) == LENGTH and digits.isascii() and digits.isdigit() else None


def is_family_card(nik: Nik, family_card: str | None, birth_date: date | None, as_of: date) -> bool:
    """Say whether a No KK stands in the NIK column: a damaged NIK, fault `family_card`.

    True if the number equals the row's own No KK, or if its date part is less than 17 years before `as_of`
    while the declared birth date is 17 years or more before it (a No KK carries the day it was issued). A
    number with a woman's day (41 to 71) is no No KK, nor is one whose date part is the declared date but
    for the century.
    """
    if nik.digits is None:
        return False
    if nik.digits == family_card:
        return True
    inside = nik.birth_date
    if inside is None or birth_date is None or nik.sex == "P":
        return False
    if (inside.day, inside.month, inside.year % 100) == (
        birth_date.day,
        birth_date.month,
        birth_date.year % 100,
    ):
        return False
    return _years(inside, as_of) < ISSUED_WITHIN <= _years(birth_date, as_of)


def _years(born: date, as_of: date) -> int:
    """Return completed years."""
    return as_of.year - born.year - ((as_of.month, as_of.day) < (born.month, born.day))
