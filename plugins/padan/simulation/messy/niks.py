"""NIK cells: whole ones in every dress, and every damage with the class that a reader must give it."""

from __future__ import annotations

import random
from datetime import date
from functools import cache

from padan.simulation.people import Person
from padan.simulation.reference import data, district_prefixes
from padan.simulation.rows import Cell

EXACT_BELOW = 2**53
"""Below this a spreadsheet's number holds every integer exactly; yet Excel keeps 15 digits of what is typed."""
WOMAN = 40
LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def dressed(draw: random.Random, style: str, nik: str, typed: bool) -> Cell:
    """A whole NIK as a village writes it; still the same sixteen digits."""
    if style == "mixed":
        style = draw.choice(["text", "spaced", "dotted", "dashed", "apostrophe", "nbsp", "padded"])
    if style == "number":
        exact = typed and nik[-1] != "0" and int(nik) < EXACT_BELOW
        return int(nik) if exact else nik
    return {
        "spaced": f"{nik[:4]} {nik[4:8]} {nik[8:12]} {nik[12:]}",
        "dotted": f"{nik[:2]}.{nik[2:4]}.{nik[4:6]}.{nik[6:12]}.{nik[12:]}",
        "dashed": f"{nik[:6]}-{nik[6:12]}-{nik[12:]}",
        "apostrophe": f"'{nik}",
        "nbsp": f"{nik[:6]}\u00a0{nik[6:]}\u00a0",
        "padded": f"  {nik} ",
    }.get(style, nik)


def damaged(
    draw: random.Random, fault: str, nik: str, person: Person, born: date | None, typed: bool
) -> tuple[str, Cell]:
    """The damage that befalls and the cell it leaves; where the one asked for cannot be, a like one."""
    if fault == "nik_swapped":
        swapped = _swapped(draw, nik, born)
        return ("nik_swapped", swapped) if swapped else ("nik_fifteen", nik[:9] + nik[10:])
    if fault == "nik_excel_cut" and not (typed and nik[-1] != "0" and int(nik) < EXACT_BELOW):
        fault = "nik_scientific"
    if fault == "nik_decimal_suffix" and int(nik) >= EXACT_BELOW:
        fault = "nik_fifteen"
    if fault == "nik_family_card" and born is None:
        fault = "nik_seventeen"
    if fault == "nik_letter" and not {"0", "1"} & set(nik[6:]):
        fault = "nik_fifteen"
    if fault == "nik_bad_date":
        return fault, _impossible(draw, nik, born)
    place = draw.randrange(6, 15)
    shapes: dict[str, Cell] = {
        "nik_excel_cut": int(nik[:15] + "0"),
        "nik_scientific": f"{nik[0]}{draw.choice(',.')}{nik[1:6]}E+15",
        "nik_decimal_suffix": f"{nik}.0",
        "nik_letter": _with_letter(draw, nik),
        "nik_fifteen": nik[:place] + nik[place + 1 :],
        "nik_seventeen": nik[:place] + nik[place - 1 :],
        "nik_other_length": draw.choice([nik[:12], nik[:14], nik + nik[:4], nik[:10]]),
        "nik_family_card": person.family_card,
        "nik_temporary": "0" + nik[1:],
        "nik_repeated": draw.choice(["1" * 16, "3" * 16, "9" * 16]),
        "nik_sequence": draw.choice(["1234567890123456", "9876543210987654"]),
    }
    return fault, shapes.get(fault, draw.choice(data("messy")["missing_niks"]))


def _with_letter(draw: random.Random, nik: str) -> str:
    """One nought as a letter O, or one 1 as a letter l or I."""
    letters = {"0": "Oo", "1": "lI"}
    places = [place for place in range(6, 16) if nik[place] in letters]
    place = draw.choice(places) if places else 15
    return nik[:place] + draw.choice(letters.get(nik[place], "O")) + nik[place + 1 :]


def _impossible(draw: random.Random, nik: str, born: date | None) -> str:
    """A day of birth that no month has, and that no swap of neighbours mends."""
    tries = [f"{nik[:6]}{day}{nik[8:]}" for day in range(32, 40)]
    tries = [other for other in tries if not mended_by_swap(other, born)]
    return draw.choice(tries)


def _swapped(draw: random.Random, nik: str, born: date | None) -> str:
    """Two neighbours swapped so that date or place is impossible and one swap alone mends it; '' if none can be."""
    tries = []
    for place in range(15):
        other = swap(nik, place)
        wrong = other != nik and other[0] != "0" and not (possible_date(other) and known_province(other))
        if wrong and mended_by_swap(other, born) == 1:
            tries.append(other)
    return draw.choice(tries) if tries else ""


def swap(digits: str, place: int) -> str:
    """The digits at a place and after it changed about."""
    return digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]


def mended_by_swap(digits: str, born: date | None) -> int:
    """How many swaps of neighbours give a known place and the declared birth date."""
    if born is None:
        return 0
    found = {swap(digits, place) for place in range(15)} - {digits}
    return sum(known_place(other) and says(other, born) for other in found)


def known_place(digits: str) -> bool:
    """Whether the first six digits are a district."""
    return digits[:6] in _places()


def known_province(digits: str) -> bool:
    """Whether the first two digits are a province: a district that is no more keeps its number, a province does not."""
    return digits[:2] in {place[:2] for place in _places()}


@cache
def _places() -> frozenset[str]:
    inside, outside = district_prefixes()
    return frozenset((*inside, *outside))


def says(digits: str, born: date) -> bool:
    """Whether the number's date part is this birth date, a man's or a woman's."""
    day = int(digits[6:8])
    return digits[8:12] == f"{born:%m%y}" and day in (born.day, born.day + WOMAN)


def possible_date(digits: str) -> bool:
    """Whether the number's day and month exist."""
    day, month = int(digits[6:8]), int(digits[8:10])
    day -= WOMAN if day > WOMAN else 0
    return 1 <= month <= 12 and 1 <= day <= LONGEST_MONTHS[month - 1]
