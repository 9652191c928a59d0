"""The simulated regency of the card: people, their twins and namesakes, and strangers of the poverty registry.

People come from the simulation; their NIKs are given anew, with serials as low as real ones are: the first-born of a
day and place has 0001, twins follow one another. The simulation's serials are spread wider, which would flatter whoever
repairs a cut NIK.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from padan.simulation.people import People, make_name
from padan.simulation.randomness import apportion, draws, number_for
from padan.simulation.reference import Village, data, default_funder, villages
from padan.simulation.registry import strangers
from padan.simulation.world import REGISTRY_WORKERS, village_sizes

TWINS, NAMESAKES, SAME_FIRST_NAME = 0.02, 0.02, 0.5
FIRST_DRAW = 9


@dataclass(frozen=True)
class Citizen:
    """A person as they are. kin: 'twin' or 'namesake' of another citizen of the village, else ''."""

    key: int
    name: str
    sex: str
    birth_date: date
    village: Village
    nik: str
    rt: str
    rw: str
    kin: str = ""


class Serials:
    """Gives NIKs: the lowest free serial of a place and day, or one of the next few."""

    def __init__(self) -> None:
        """Start with none given."""
        self.given: set[str] = set()

    def give(self, prefix: str, born: date, sex: str, draw: random.Random, after: str | None = None) -> str:
        """A NIK; after: the twin's, which the new one follows."""
        head = f"{prefix}{born.day + (40 if sex == 'P' else 0):02d}{born:%m%y}"
        serial = (
            int(after[12:]) + 1 if after else 1 + min(draw.randrange(FIRST_DRAW), draw.randrange(FIRST_DRAW))
        )
        while f"{head}{serial:04d}" in self.given:
            serial += 1
        self.given.add(f"{head}{serial:04d}")
        return f"{head}{serial:04d}"


def enrolled(seed: int, scale: float, limit: int | None = None) -> tuple[list[Citizen], Serials]:
    """The people on both lists: as many as are enrolled in Bogor, times the scale; some twins, some namesakes.

    limit: only so many villages, in order of code.
    """
    serials = Serials()
    found: list[Citizen] = []
    for village, sizes in list(zip(villages(), village_sizes(seed, scale), strict=True))[:limit]:
        draw = draws(seed, village.code, "card")
        stock = People(village)
        here: list[Citizen] = []
        wanted = sum(sizes.values())
        while len(here) < wanted:
            person = stock.make(draw, "pekerja_rentan", default_funder("pekerja_rentan"))
            one = Citizen(
                len(found) + len(here), person.name, person.sex, person.birth_date, village,
                serials.give(person.nik[:6], person.birth_date, person.sex, draw), person.rt, person.rw,
            )  # fmt: skip
            here.append(one)
            kind = draw.random()
            if len(here) < wanted and kind < TWINS:
                here[-1] = replace(one, kin="twin")
                here.append(_twin(here[-1], len(found) + len(here), serials, draw))
            elif len(here) < wanted and kind < TWINS + NAMESAKES:
                here[-1] = replace(one, kin="namesake")
                here.append(_namesake(here[-1], len(found) + len(here), serials, draw))
        found += here
    return found, serials


def _twin(first: Citizen, key: int, serials: Serials, draw: random.Random) -> Citizen:
    """Same day, house and, mostly, sex; names that rhyme: one letter other, or one word in common."""
    words = first.name.split()
    if draw.random() < 0.4:
        at = next((at for at, sign in enumerate(words[0]) if at and sign in "AEIOU"), len(words[0]) - 1)
        other = draw.choice([vowel for vowel in "AEIU" if vowel != words[0][at]])
        name = " ".join([words[0][:at] + other + words[0][at + 1 :], *words[1:]])
        sex = first.sex
    else:
        sex = first.sex if draw.random() < 0.7 else {"L": "P", "P": "L"}[first.sex]
        name = " ".join([make_name(draw, sex).split()[0], *words[1:]])
        if name == first.name:
            name += " KEDUA"
    nik = serials.give(first.nik[:6], first.birth_date, sex, draw, after=first.nik)
    return replace(first, key=key, name=name, sex=sex, nik=nik)


def _namesake(first: Citizen, key: int, serials: Serials, draw: random.Random) -> Citizen:
    """The same name in the same village, another day of birth, now and then in the same year."""
    born = first.birth_date + timedelta(days=draw.choice((draw.randrange(1, 300), draw.randrange(300, 9000))))
    if born > date(2007, 1, 1):
        born = first.birth_date - timedelta(days=draw.randrange(300, 4000))
    nik = serials.give(first.nik[:6], born, first.sex, draw)
    return replace(
        first,
        key=key,
        birth_date=born,
        nik=nik,
        rt=f"{draw.randrange(1, 8):03d}",
        rw=f"{draw.randrange(1, 15):03d}",
    )


def bystanders(
    seed: int, scale: float, serials: Serials, first_key: int, limit: int | None = None
) -> Iterator[Citizen]:
    """Workers of the poverty registry who are on no list."""
    weights = [1.0] * len(villages())
    key = first_key
    sizes = apportion(max(round(REGISTRY_WORKERS * scale), len(weights)), weights)
    for village, size in list(zip(villages(), sizes, strict=True))[:limit]:
        draw = draws(seed, village.code, "card strangers")
        generator = np.random.Generator(np.random.PCG64(number_for(seed, village.code, "card registry")))
        prefix = village.district_code.replace(".", "")
        for _, name, sex, born, _, _ in strangers(generator, village, size):
            key += 1
            third = draw.choice(data("names")["third" if sex == "L" else "third_female"])
            full = f"{name} {third}" if draw.random() < 0.15 else name
            yield Citizen(key, full, sex, born, village, serials.give(prefix, born, sex, draw), "", "")
