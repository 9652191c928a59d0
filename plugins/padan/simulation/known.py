"""Whom the registry knows: the villages' own people, and many more, looked up by birth date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import numpy as np

from padan.simulation.identification import Known, Records
from padan.simulation.people import Person
from padan.simulation.randomness import number_for
from padan.simulation.reference import Village
from padan.simulation.registry import FIRST_BIRTH, drawn, stranger

Parts = Iterable[tuple[Village, list[Person], int]]


class Registry(Records):
    """The registry in force. Strangers are drawn as the file's are, and kept as figures: they are many."""

    def __init__(self, seed: int, parts: Parts) -> None:
        """Know everybody of the parts: village, members, rows."""
        super().__init__()
        self.villages: list[Village] = []
        figures = []
        for village, members, size in parts:
            for person in members[:size]:
                self.add(Known(person.label, person.name, person.birth_date, person.nik, village.code))
            generator = np.random.Generator(np.random.PCG64(number_for(seed, village.code, "registry")))
            places = np.full(max(size - len(members), 0), len(self.villages), dtype=np.int32)
            figures.append((places, *drawn(generator, village, size - len(members))))
            self.villages.append(village)
        columns = [np.concatenate(column) for column in zip(*figures, strict=True)]
        order = np.argsort(columns[1], kind="stable")
        self.columns = [column[order] for column in columns]

    def born(self, day: date) -> Iterator[Known]:
        """Everybody of one birth date."""
        yield from super().born(day)
        number = (day - FIRST_BIRTH).days
        first, last = np.searchsorted(self.columns[1], [number, number + 1])
        for place, *drawn_for in zip(*(column[first:last].tolist() for column in self.columns), strict=True):
            village = self.villages[place]
            nik, name, _, born = stranger(village, *drawn_for)
            yield Known(f"registry {nik}", name, born, nik, village.code)
