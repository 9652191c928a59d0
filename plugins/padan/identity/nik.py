"""NIK: the 16 digits of a person, and what is wrong with them.

The number is `PPKKCC DDMMYY NNNN`: place of first registration, birth date (women: day + 40), serial from
0001. There is no check digit, and the place says nothing about where somebody lives now.

A cell has at most one fault, the first of this order that holds. `read_nik` sees the cell alone:

1. empty: nothing, punctuation, or a word such as BELUM ADA.
2. scientific: printed with an exponent (3,20105E+15).
3. letters: a letter, or a sign that looks like a digit, among the digits (O for 0, l or | for 1).
4. missing_digit (15 digits), extra_digit (17), not_16_digits (any other number of digits, or foreign signs).
5. temporary (begins with 0), repeated_digits, sequence: typed to fill the cell.
6. excel_cut: ends in 0000; of a number cell also a 16th digit 0; of a number cell or a text with decimals also
   a number above 2^53, which no float holds exactly.
7. impossible_date: digits 7 to 12 are no date.
8. decimal_suffix: a text of 16 digits with `.0` behind them. The only fault with which a NIK is usable.

`judge` sees the row as well, and puts before 6, 7 and 8 what the other columns prove:

5a. family_card: the row's own No KK; before none and 8 also a number issued while the person was grown up.
5b. swapped_digits: date or place impossible, and a swap of two neighbours makes place and date right.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from padan.identity.numbers import clean_number, significant_digits
from padan.identity.swaps import PLACE, a_swap_fits, place_cannot_be
from padan.identity.text import is_blank, squeeze

LENGTH = 16
LARGEST_EXACT = 2**53
"""Largest integer up to which a number cell holds every integer exactly."""
KEPT_BY_EXCEL = 15
"""Significant digits that a spreadsheet keeps of a number."""
WOMAN = 40
"""What is added to a woman's day of birth."""
ISSUED_WITHIN = 17
"""A NIK's date part fewer years ago than this is no adult's: it is the day a No KK was issued."""
_DAYS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DECIMALS = re.compile(r"^(.*\d)\s*[.,]\s*(0+)[\s.,]*$")
_LOOKS_LIKE_A_DIGIT = frozenset("|!\u00a6")


class Nik(NamedTuple):
    """One NIK cell as read.

    digits: the 16 digits, also of a damaged number as long as there are 16; else None.
    fault: None, or the first that holds of the faults of a cell alone (see the module).
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
    decimals = False
    if len(text) != LENGTH or not (text.isascii() and text.isdigit()):
        if is_blank(text):
            return _EMPTY
        significant = significant_digits(text)
        if significant is not None and (not numeric or significant < KEPT_BY_EXCEL):
            return Nik(None, "scientific", None, None, None)
        text, decimals = _cleaned(text, numeric)
        fault = _fault_of_writing(text)
        if fault is not None:
            return Nik(None, fault, None, None, None)
    impossible, birth_date, sex = _inside(text[PLACE:12], as_of)
    if not (impossible or numeric or decimals or text in _FILLERS or text[0] == "0" or text[12:] == "0000"):
        # Nearly every cell: asked here, because a call would cost as much again.
        return Nik(text, None, text[:PLACE] in districts, birth_date, sex)
    fault = _fault(text, numeric, decimals, impossible)
    if fault is None or fault in _TELLS_A_DATE:
        return Nik(text, fault, text[:PLACE] in districts, birth_date, sex)
    return Nik(text, fault, text[:PLACE] in districts, None, None)


_EMPTY = Nik(None, "empty", None, None, None)
_TELLS_A_DATE = ("excel_cut", "decimal_suffix")


def _cleaned(text: str, numeric: bool) -> tuple[str, bool]:
    """Return the number without what is no damage, and whether noughts stood behind a decimal sign.

    The decimals of a number cell are only its way of being printed. Behind 16 digits any noughts are decimals,
    behind fewer one or two: four are a group of the number itself.
    """
    match = None if numeric else _DECIMALS.match(squeeze(text))
    if match is not None:
        before = clean_number(match[1], numeric=False)
        if len(before) == LENGTH or len(match[2]) <= 2:
            return before, True
    return clean_number(text, numeric=numeric), False


def _fault_of_writing(text: str) -> str | None:
    """Return what keeps a cleaned text from being 16 digits, or None where it is."""
    if text.isascii() and text.isdigit():
        return None if len(text) == LENGTH else _BY_LENGTH.get(len(text), "not_16_digits")
    if any(sign.isalpha() for sign in text) or (
        len(text) == LENGTH and not _LOOKS_LIKE_A_DIGIT.isdisjoint(text)
    ):
        return "letters"
    return "not_16_digits"


_BY_LENGTH = {LENGTH - 1: "missing_digit", LENGTH + 1: "extra_digit"}


def _fault(digits: str, numeric: bool, decimals: bool, impossible: bool) -> str | None:
    """Return the first fault of 16 digits that holds, or None."""
    if digits[0] == "0":
        return "temporary"
    if digits in _FILLERS:
        return _FILLERS[digits]
    # Excel keeps 15 digits: of a number cell the 16th becomes 0, and a serial from 0001 to 0009 becomes 0000.
    if digits.endswith("0000") or (numeric and digits[-1] == "0"):
        return "excel_cut"
    if (numeric or decimals) and int(digits) > LARGEST_EXACT:
        return "excel_cut"
    if impossible:
        return "impossible_date"
    return "decimal_suffix" if decimals else None


_FILLERS = {str(digit) * LENGTH: "repeated_digits" for digit in range(1, 10)} | {
    # 1234567890123456 and the like, up and down, from every digit.
    "".join(str((first + step * place) % 10) for place in range(LENGTH)): "sequence"
    for first in range(10)
    for step in (1, -1)
}


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


def judge(
    nik: Nik, family_card: str | None, birth_date: date | None, districts: frozenset[str], as_of: date
) -> str | None:
    """Return the fault of a NIK among the row's other columns: the cell's own, or one that they prove.

    family_card: the row's No KK as `read_family_card` reads it. birth_date: the declared one.
    """
    fault = nik.fault
    if fault is None and nik.birth_date is not None and nik.birth_date == birth_date and nik.district_known:
        # Nearly every row of a good list.
        return "family_card" if nik.digits == family_card else None
    if nik.digits is None or fault in ("temporary", "repeated_digits", "sequence"):
        return fault
    if nik.digits == family_card:
        return "family_card"
    if fault in (None, "decimal_suffix") and is_family_card(nik, family_card, birth_date, as_of):
        return "family_card"
    if birth_date is not None and (
        fault == "impossible_date"
        or (fault is None and not nik.district_known and place_cannot_be(nik.digits[:PLACE], districts))
    ):
        return "swapped_digits" if a_swap_fits(nik.digits, birth_date, districts) else fault
    return fault


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
