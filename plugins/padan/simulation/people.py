"""Synthetic people. No NIK belongs to two of them, and none is taken from anywhere."""

from __future__ import annotations

import calendar
import random
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher

from padan.simulation.reference import Village, data, district_prefixes

SERIAL_STEP = 435
"""A village uses every 435th serial, so no two villages can make the same NIK."""
MEMBER_SERIALS = 10
"""Serials a village gives its members on one prefix and date; the rest (to 9,570) belongs to the registry."""


@dataclass(slots=True)
class Person:
    """One person as they are, whatever a list says. `label` is the truth's name for them."""

    label: str
    village: Village
    nik: str
    family_card: str
    name: str
    sex: str
    birth_place: str
    birth_date: date
    address: str
    rt: str
    rw: str
    occupation: str
    income: int
    phone: str
    group: str
    funder: str
    in_registry: bool


class People:
    """Makes one village's people, in order, and remembers the NIKs it gave."""

    def __init__(self, village: Village) -> None:
        """Start with nobody."""
        self.village = village
        self.given: set[str] = set()
        self.made: list[Person] = []

    def make(self, draw: random.Random, group: str, funder: str, birth_date: date | None = None) -> Person:
        """One more person of this village, 20 to 62 years old unless a birth date is given."""
        rates, names = data("rates")["values"], data("names")
        sex = "L" if draw.random() < 0.62 or group == "marbot" else "P"
        born = birth_date or date(1963, 3, 1) + timedelta(days=draw.randrange(365 * 42))
        told = born
        if birth_date is None and draw.random() < rates["nik_date_differs"]:
            told = born + timedelta(days=draw.randrange(1, 300))
        person = Person(
            label=f"{self.village.code}/{len(self.made) + 1:05d}",
            village=self.village,
            nik=self._nik(draw, told, sex, rates["outside_prefix"]),
            family_card=self._family_card(draw),
            name=make_name(draw, sex),
            sex=sex,
            birth_place=draw.choice(names["places"]),
            birth_date=born,
            address=draw.choice(names["hamlets"]),
            rt=f"{draw.randrange(1, 8):03d}",
            rw=f"{draw.randrange(1, 15):03d}",
            occupation=draw.choice(names["occupations"][group]),
            income=draw.randrange(8, 30) * 100_000,
            phone=f"08{draw.randrange(11, 59)}{draw.randrange(10**7, 10**8)}",
            group=group,
            funder=funder,
            in_registry=group == "pekerja_rentan" and draw.random() < rates["in_registry"],
        )
        self.made.append(person)
        return person

    def _nik(self, draw: random.Random, told: date, sex: str, outside: float) -> str:
        prefixes = district_prefixes()
        place = self.village.district_code.replace(".", "")
        if draw.random() < 0.15:
            place = draw.choice(prefixes[0])
        if draw.random() < outside:
            place = draw.choice(prefixes[1])
        day = told.day + (40 if sex == "P" else 0)
        while True:
            for _ in range(MEMBER_SERIALS):
                serial = 1 + self.village.index + SERIAL_STEP * draw.randrange(MEMBER_SERIALS)
                nik = f"{place}{day:02d}{told:%m%y}{serial:04d}"
                if nik not in self.given:
                    self.given.add(nik)
                    return nik
            place = draw.choice(prefixes[0])

    def _family_card(self, draw: random.Random) -> str:
        """A No KK: like a NIK, with the day it was issued (2013 to 2024)."""
        issued = date(2013, 1, 1) + timedelta(days=draw.randrange(365 * 12))
        serial = 1 + self.village.index + SERIAL_STEP * draw.randrange(MEMBER_SERIALS)
        return f"{self.village.district_code.replace('.', '')}{issued:%d%m%y}{serial:04d}"


def make_name(draw: random.Random, sex: str) -> str:
    """One to three words in capitals."""
    names = data("names")
    male = sex == "L"
    words: list[str] = [draw.choice(names["male" if male else "female"])]
    size = draw.random()
    if size > 0.08:
        words.append(draw.choice(names["second_male" if male else "second_female"]))
    if size > 0.85:
        words.append(draw.choice(names["third" if male else "third_female"]))
    return " ".join(words)


def same_name_otherwise(draw: random.Random, name: str, sex: str) -> str:
    """The same name as another clerk writes it: titles, spelling, order, an extra word, a patronym."""
    names = data("names")
    words = name.split()
    spellings = names["same_spelling"].get(words[0])
    if spellings and len(words) > 1 and draw.random() < 0.7:
        return " ".join([draw.choice(spellings), *words[1:]])
    form = draw.randrange(7)
    if form == 0 and len(words) == 2:
        return f"{words[1]} {words[0]}"
    if form == 1 and len(words) == 2:
        return f"{name} {draw.choice(names['third' if sex == 'L' else 'third_female'])}"
    if form == 2:
        return f"{name} {'BIN' if sex == 'L' else 'BINTI'} {draw.choice(names['patronyms'])}"
    if form == 3 and len(words) > 1:
        return name.replace(" ", "  ", 1)
    if form == 4:
        return f"{name}{draw.choice(names['titles_after'])}"
    return f"{draw.choice(names['titles_before'][sex])}{name}"


def other_name(draw: random.Random, name: str, sex: str) -> str:
    """A name that is another one by any rule: the last word bears no likeness to any word of the first."""
    words = name.split()
    stock = data("names")["second_male" if sex == "L" else "second_female"]
    while True:
        word: str = draw.choice(stock)
        if all(SequenceMatcher(None, word, old).ratio() < 0.45 for old in words):
            return " ".join([*(words[:1] if len(words) > 1 else []), word])


def other_birth_date(draw: random.Random, born: date) -> date:
    """A birth date a clerk writes by mistake: day and month swapped, or another year."""
    if born.day <= 12 and born.day != born.month and draw.random() < 0.6:
        return date(born.year, born.day, born.month)
    day = min(born.day, calendar.monthrange(born.year + 1, born.month)[1])
    return date(born.year + 1, born.month, day)
