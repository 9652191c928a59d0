"""Codes of cases: opaque, speakable, with a check character, allotted deterministically. Pure functions."""

from __future__ import annotations

import re
from typing import NamedTuple

# No I, L, O, U, Z: they are misheard or misread. 31 symbols, a prime, so that the check tells every single
# wrong symbol and every swap of neighbours.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXY"
_SYMBOLS = 5
_SPACE = len(ALPHABET) ** _SYMBOLS
# No multiple of 31, so that multiplying by it is a bijection of the space; large, so that neighbours look unlike.
_STRIDE = 20_174_987
_OFFSET = 7_654_321


def case_code(prefix: str, period: str, number: int) -> str:
    """Return the code of the number-th case first opened in a month, e.g. BGR-2601-K7QX4-M.

    Args:
        prefix: three letters of the regency.
        period: 'YYYY-MM' in which the case was first opened.
        number: from 0; codes of different numbers never coincide within a month.

    """
    if not 0 <= number < _SPACE:
        raise ValueError(f"a month has room for {_SPACE} cases, not for number {number}")
    value = (number * _STRIDE + _OFFSET + int(period.replace("-", ""))) % _SPACE
    symbols = ""
    for _ in range(_SYMBOLS):
        value, digit = divmod(value, len(ALPHABET))
        symbols = ALPHABET[digit] + symbols
    body = f"{prefix}-{period[2:4]}{period[5:7]}-{symbols}"
    return f"{body}-{check_character(body)}"


def check_character(body: str) -> str:
    """Return the character that tells a mistyped or swapped symbol: a weighted sum modulo 31."""
    letters = [letter for letter in body if letter.isalnum()]
    total = sum((place + 2) * _value(letter) for place, letter in enumerate(letters))
    return ALPHABET[total % len(ALPHABET)]


def _value(letter: str) -> int:
    """A symbol's place in the alphabet; a regency's prefix may hold letters outside it."""
    return ALPHABET.index(letter) if letter in ALPHABET else int(letter, 36)


def is_valid(code: str) -> bool:
    """Return whether a code's check character fits."""
    body, _, check = code.rpartition("-")
    return bool(body) and check == check_character(body)


_WRITTEN = re.compile(
    r"(?<![0-9A-Z])([A-Z]{3})\W{0,3}(\d{4})\W{0,3}([0-9A-Z]{5})\W{0,3}([0-9A-Z])(?![0-9A-Z])"
)
# Nobody allots these letters: who writes one means the digit.
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1"})


class CaseCode(NamedTuple):
    """A case code as somebody wrote it.

    code: as Padan writes it; None with every fault.
    fault: None, missing, no_code (nothing of the shape of one), mistyped (its check character does not fit).
    """

    code: str | None
    fault: str | None = None


def read_case_code(text: str | None) -> CaseCode:
    """Read a case code however it is spaced and spelt; 'bgr 2601 k7qx4 m' is BGR-2601-K7QX4-M."""
    plain = " ".join((text or "").upper().split())
    if not plain:
        return CaseCode(None, "missing")
    found = _WRITTEN.search(plain)
    if found is None:
        return CaseCode(None, "no_code")
    prefix, month, symbols, check = found.groups()
    code = f"{prefix}-{month}-{symbols.translate(_MEANT)}-{check.translate(_MEANT)}"
    known = all(letter in ALPHABET for letter in code[9:14])
    return CaseCode(code) if known and is_valid(code) else CaseCode(None, "mistyped")
