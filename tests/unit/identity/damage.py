"""Valid NIKs drawn at random, and what lists do to them: one function a class of damage."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from padan.area.places import load_district_codes

TODAY = date(2026, 1, 31)
DISTRICTS = load_district_codes()
_CODES = sorted(DISTRICTS)
_BOGOR = [code for code in _CODES if code.startswith("3201")]


@dataclass(frozen=True)
class Cell:
    """A NIK cell among its row: the text, whether it was a number, the declared birth date, the row's No KK."""

    text: str
    numeric: bool
    declared: date
    family_card: str | None


@dataclass(frozen=True)
class Person:
    """Somebody with a valid NIK, sound in itself and in the row."""

    nik: str
    born: date
    family_card: str


def person(draw: random.Random) -> Person:
    """Somebody of 17 to 75 years; most were registered in Bogor, every tenth anywhere else."""
    born = TODAY - timedelta(days=draw.randrange(17 * 366, 75 * 365))
    day = born.day + (40 if draw.random() < 0.5 else 0)
    place = draw.choice(_CODES if draw.random() < 0.1 else _BOGOR)
    nik = f"{place}{day:02}{born:%m%y}{_serial(draw):04}"
    issued = date(2005, 1, 1) + timedelta(days=draw.randrange(7600))
    return Person(nik, born, f"{draw.choice(_BOGOR)}{issued:%d%m%y}{_serial(draw):04}")


def _serial(draw: random.Random) -> int:
    """A serial from 0001 on, small ones far more often."""
    return draw.randrange(1, 30 if draw.random() < 0.8 else 9999)


def clean(draw: random.Random, who: Person) -> str:
    """The NIK in one of the shapes that are no damage."""
    n = who.nik
    return draw.choice(
        [
            n,
            f"'{n}",
            f" {n} ",
            f"{n[:4]} {n[4:8]} {n[8:12]} {n[12:]}",
            f"{n[:6]}.{n[6:12]}.{n[12:]}",
            f"{n[:6]}-{n[6:12]}-{n[12:]}",
            f"{n}\u00a0",
            f"\u200b{n}\ufeff",
            n.translate({ord(str(d)): 0xFF10 + d for d in range(10)}),
            f"{n},",
            f"{n}.",
            f'="{n}"',
            f"{n[:6]}\u2013{n[6:12]}\u2013{n[12:]}",
        ]
    )


def _letters(draw: random.Random, who: Person) -> str:
    look_alike = {"0": "OoQD", "1": "lI|i", "5": "Ss", "8": "B", "2": "Zz"}
    places = [at for at, digit in enumerate(who.nik) if digit in look_alike]
    at = draw.choice(places)
    return f"{who.nik[:at]}{draw.choice(look_alike[who.nik[at]])}{who.nik[at + 1 :]}"


def _scientific(draw: random.Random, who: Person) -> str:
    digits = draw.randrange(2, 12)
    mark = draw.choice(",.")
    return f"{who.nik[0]}{mark}{who.nik[1 : 1 + digits]}E+15"


def _without_one(draw: random.Random, who: Person) -> str:
    at = draw.randrange(16)
    return who.nik[:at] + who.nik[at + 1 :]


def _with_one_more(draw: random.Random, who: Person) -> str:
    at = draw.randrange(17)
    return f"{who.nik[:at]}{draw.randrange(10)}{who.nik[at:]}"


def _repeated(draw: random.Random, _: Person) -> str:
    return str(draw.randrange(1, 10)) * 16


def _sequence(draw: random.Random, _: Person) -> str:
    first, step = draw.randrange(1, 10), draw.choice((1, -1))
    return "".join(str((first + step * at) % 10) for at in range(16))


def _impossible(draw: random.Random, who: Person) -> str:
    wrong = draw.choice(["0013", "3202", "7201", "1213", "1200", "3104", "7111", "3002"])
    return f"{who.nik[:6]}{wrong}{who.nik[10:]}"


def swapped(draw: random.Random, who: Person) -> str:
    """Two neighbouring, different digits swapped, anywhere."""
    at = draw.choice([n for n in range(15) if who.nik[n] != who.nik[n + 1]])
    return f"{who.nik[:at]}{who.nik[at + 1]}{who.nik[at]}{who.nik[at + 2 :]}"


# Class → how it comes about, whether the cell is a number.
DAMAGE: dict[str, tuple[Callable[[random.Random, Person], str], bool]] = {
    "scientific": (_scientific, False),
    "letters": (_letters, False),
    "missing_digit": (_without_one, False),
    "extra_digit": (_with_one_more, False),
    "temporary": (lambda draw, who: "0" + who.nik[1:], False),
    "repeated_digits": (_repeated, False),
    "sequence": (_sequence, False),
    "excel_cut": (lambda draw, who: who.nik[:15] + "0", True),
    "family_card": (lambda draw, who: who.family_card, False),
    "impossible_date": (_impossible, False),
    "decimal_suffix": (lambda draw, who: who.nik + draw.choice((".0", ",0", ".00")), False),
}
STRONGER = {
    # Above 2^53 (Papua) a float does not hold every number: decimals then prove a cut.
    "decimal_suffix": {"excel_cut"},
    # An impossible date that a swap happens to bring to the declared one.
    "impossible_date": {"swapped_digits"},
}
