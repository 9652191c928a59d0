"""Two neighbouring digits of a NIK typed in the wrong order, where the number itself shows that it cannot be."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

PLACE = 6
"""How many of the first digits name the place."""
_SERIAL = 12
_BIRTH = slice(PLACE, _SERIAL)
_WOMAN = 40


def a_swap_fits(digits: str, born: date, districts: frozenset[str]) -> bool:
    """Say whether swapping two neighbouring digits makes a number right.

    Right means: the place is as it was or is a kecamatan, and the date inside is the declared one. It is
    evidence for a fault, never a repair: several swaps may fit (3201 and 3206 are both regencies).
    """
    month_and_year = f"{born:%m%y}"
    wanted = (f"{born.day:02}{month_and_year}", f"{born.day + _WOMAN}{month_and_year}")
    return any(
        number[:_SERIAL] != digits[:_SERIAL]
        and number[_BIRTH] in wanted
        and (number[:PLACE] == digits[:PLACE] or number[:PLACE] in districts)
        for number in _neighbours(digits)
    )


def place_cannot_be(place: str, districts: frozenset[str]) -> bool:
    """Say whether six digits were never the code of any kecamatan.

    Not being in today's list is not enough: kecamatan and regencies were divided and numbered anew, and the
    old codes live on in good NIKs. What cannot be is a province, a number of a regency within a province or a
    number of a kecamatan within a regency that occurs nowhere in Indonesia (00 among them).
    """
    provinces, regencies, numbers = _parts(districts)
    return place[:2] not in provinces or place[2:4] not in regencies or place[4:] not in numbers


@lru_cache(maxsize=8)
def _parts(districts: frozenset[str]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    return (
        frozenset(code[:2] for code in districts),
        frozenset(code[2:4] for code in districts),
        frozenset(code[4:] for code in districts),
    )


def _neighbours(digits: str) -> list[str]:
    """Return every number that differs by two neighbouring digits swapped."""
    return [
        f"{digits[:at]}{digits[at + 1]}{digits[at]}{digits[at + 2 :]}"
        for at in range(len(digits) - 1)
        if digits[at] != digits[at + 1]
    ]
