"""Codes of cases: opaque, speakable, with a check character, allotted deterministically. Pure functions."""

from __future__ import annotations

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
