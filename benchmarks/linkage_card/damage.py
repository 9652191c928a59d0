"""What clerks do to a row: one class of error each, on top of a NIK that cannot be used."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from benchmarks.linkage_card.people import Citizen
from padan.simulation.reference import data


@dataclass
class Written:
    """A row as a village writes it; nik as in the cell, fault to be read from it."""

    name: str
    birth_date: date | None
    nik: str
    numeric: bool = False
    sex: str = ""
    village: str = ""
    rt: str = ""
    rw: str = ""


_KEYS = {
    "A": "SQ",
    "E": "RW",
    "I": "UO",
    "O": "IP",
    "U": "YI",
    "N": "MB",
    "M": "N",
    "R": "ET",
    "S": "AD",
    "D": "SF",
}


def typo(draw: random.Random, name: str) -> str:
    """One slip of the pen: a neighbouring key, a letter left out, doubled wrongly, or two changing places."""
    letters = [at for at, sign in enumerate(name) if sign.isalpha()]
    at = draw.choice(letters[1:] or letters)
    kind = draw.randrange(4)
    if kind == 0 and name[at] in _KEYS:
        return name[:at] + draw.choice(_KEYS[name[at]]) + name[at + 1 :]
    if kind == 1 and len(letters) > 4:
        return name[:at] + name[at + 1 :]
    if kind == 2 and at + 1 < len(name) and name[at + 1].isalpha() and name[at] != name[at + 1]:
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + draw.choice("AEIOUNRSTK") + name[at:]


def variant(draw: random.Random, name: str) -> str:
    """The same name in an older or looser spelling, or with a title."""
    spellings = data("names")["same_spelling"]
    words = [draw.choice(spellings[word]) if word in spellings else word for word in name.split()]
    other = " ".join(words)
    if other == name:
        for new, old in (("U", "OE"), ("J", "DJ"), ("C", "TJ"), ("Y", "J"), ("P", "F"), ("I", "Y")):
            if new in name[1:]:
                at = name.index(new, 1)
                return name[:at] + old + name[at + 1 :]
        return f"H. {name}"
    return other


def swapped_words(draw: random.Random, name: str) -> str:
    """Words in another order."""
    words = name.split()
    return " ".join([*words[1:], words[0]])


def one_word(draw: random.Random, name: str) -> str:
    """The first word alone."""
    return name.split()[0]


def extra_word(draw: random.Random, name: str) -> str:
    """A word more than the card says."""
    return f"{name} {draw.choice(data('names')['third'])}"


def with_patronym(draw: random.Random, name: str) -> str:
    """A patronym that the other list lacks."""
    return f"{name} BIN {draw.choice(data('names')['patronyms'])}"


def swapped_day(draw: random.Random, born: date) -> date | None:
    """Day and month the other way about; None where that is no date or no change."""
    return date(born.year, born.day, born.month) if born.day <= 12 and born.day != born.month else None


def slipped_date(draw: random.Random, born: date) -> date:
    """One digit of the day or the year typed wrong."""
    if draw.random() < 0.5:
        return born.replace(year=born.year - draw.choice((1, 2, 3, 10)), day=min(born.day, 28))
    return born.replace(
        day=born.day % 10 + draw.choice([ten for ten in (1, 2) if ten != born.day // 10]) * 10
        if born.day % 10 <= 8
        else 1
    )


def cut(draw: random.Random, nik: str) -> str:
    """As Excel keeps it: fifteen digits."""
    return nik[:15] + "0"


def other_damage(draw: random.Random, nik: str) -> str:
    """Fifteen or seventeen digits, a letter for a digit, or a day that does not exist."""
    at = draw.randrange(2, 16)
    kind = draw.randrange(4)
    if kind == 0:
        return nik[:at] + nik[at + 1 :]
    if kind == 1:
        return nik[:at] + str(draw.randrange(10)) + nik[at:]
    if kind == 2:
        return nik.replace("0", "O", 1) if draw.random() < 0.5 else nik.replace("1", "l", 1)
    return nik[:8] + "19" + nik[10:]


def mistyped(draw: random.Random, nik: str) -> str:
    """Sixteen digits, one of place or serial wrong."""
    at = draw.choice((0, 1, 2, 3, 4, 5, 12, 13, 14, 15))
    return nik[:at] + str((int(nik[at]) + draw.randrange(1, 9)) % 10) + nik[at + 1 :]


def missing(draw: random.Random, nik: str) -> str:
    """No NIK."""
    return draw.choice(("", "-", "BELUM ADA"))


Name = Callable[[random.Random, str], str]
NIK_DAMAGE: tuple[Name, ...] = (cut, other_damage, missing)


@dataclass(frozen=True)
class ErrorClass:
    """A class of errors: what happens to name, NIK and date; None leaves it (of the NIK: one of NIK_DAMAGE)."""

    name: str
    of_name: tuple[Name, ...] = ()
    nik: Name | None = None
    of_date: Callable[[random.Random, date], date | None] | None = None
    absent: bool = False


CLASSES = (
    ErrorClass("Excel-cut NIK", nik=cut),
    ErrorClass("other damaged NIK", nik=other_damage),
    ErrorClass("mistyped NIK", nik=mistyped),
    ErrorClass("missing NIK", nik=missing),
    ErrorClass("typo in the name", (typo,)),
    ErrorClass("variant spelling", (variant,)),
    ErrorClass("swapped word order", (swapped_words,)),
    ErrorClass("one-word name", (one_word,)),
    ErrorClass("a word more", (extra_word,)),
    ErrorClass("patronym on one list only", (with_patronym,)),
    ErrorClass("swapped day and month", of_date=swapped_day),
    ErrorClass("one digit of the birth date", of_date=slipped_date),
    ErrorClass("typo and variant spelling", (variant, typo)),
    ErrorClass("typo, NIK missing", (typo,), missing),
    ErrorClass("swapped day and month, NIK missing", nik=missing, of_date=swapped_day),
    ErrorClass("nobody on the other list", absent=True),
)
TWINS, NAMESAKES = "twins", "homonyms in one village"


def damage(person: Citizen, kind: ErrorClass, draw: random.Random) -> Written:
    """The row of a person with a class of errors."""
    name = person.name
    for change in kind.of_name:
        name = change(draw, name)
    born: date | None = person.birth_date
    if kind.of_date is not None:
        born = kind.of_date(draw, person.birth_date) or slipped_date(draw, person.birth_date)
    spoil = kind.nik or draw.choices(NIK_DAMAGE, (5, 3, 2))[0]
    nik = spoil(draw, person.nik)
    numeric = spoil is cut
    return Written(name, born, nik, numeric, person.sex, person.village.code, person.rt, person.rw)
