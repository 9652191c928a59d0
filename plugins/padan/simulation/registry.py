"""The P3KE extract: the villages' own people and many more workers, village by village."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from padan.simulation.containers import stamp
from padan.simulation.people import MEMBER_SERIALS, SERIAL_STEP, Person
from padan.simulation.randomness import number_for
from padan.simulation.reference import Village, data, month_start
from padan.simulation.submissions import WIB

REGISTRY_SERIALS = 10
FIRST_AGES = (7, 13, 16, 19, 22, 60, 200)
"""Ages at which the next age column begins; the last column has no end."""
HELP_COLUMNS = 5
FIRST_BIRTH = date(1961, 1, 1)

Record: TypeAlias = tuple[str, str, str, date, str, str]


def write_registry(
    root: Path, seed: int, first: str, parts: Iterator[tuple[Village, list[Person], int]]
) -> int:
    """Write registry/p3ke/2025-1 from (village, members to include, rows) and return the number of rows."""
    path = root / "registry" / "p3ke" / "2025-1" / "individu_p3ke_3201.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    above = (0, 3, 11)[number_for(seed, "registry header") % 3]
    words = data("vocabulary")["registry"]
    today = month_start(first)
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        for index in range(above):
            title = words["titles"][index] if index < len(words["titles"]) else ""
            file.write(title + "," * (len(words["columns"]) - 1) + "\r\n")
        file.write(",".join(words["columns"]) + "\r\n")
        for village, members, size in parts:
            lines = village_lines(seed, village, members[:size], size, count, today)
            file.write("".join(lines))
            count += size
    stamp(path, datetime.combine(today, datetime.min.time(), WIB).replace(day=2, hour=8))
    return count


def village_lines(
    seed: int, village: Village, members: list[Person], size: int, before: int, today: date
) -> list[str]:
    """One village's rows as text."""
    generator = np.random.Generator(np.random.PCG64(number_for(seed, village.code, "registry")))
    people: list[Record] = [(p.nik, p.name, p.sex, p.birth_date, p.occupation, p.address) for p in members]
    people += strangers(generator, village, size - len(members))
    order = generator.permutation(size).tolist()
    picks = generator.integers(0, 1 << 30, size).tolist()
    words = data("vocabulary")["registry"]
    place = ",".join([*words["place"], village.district_name.upper(), village.name.upper(), village.code])
    ages, helps = yes_and_no()
    lines = []
    for index in range(size):
        nik, name, sex, born, occupation, address = people[order[index]]
        pick = picks[index]
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        lines.append(
            f"{before + index + 1},{village.index:03d}{index // 3:07d},{place},{words['desils'][pick % 5]},"
            f"{address},{village.index:03d}{index:09d},{name},{nik},{words['matched'][pick % 31 == 0]},"
            f"{words['sexes'][sex]},{words['relations'][pick // 8 % 4]},{born.isoformat()},"
            f"{words['married'][pick // 32 % 3]},{occupation},{words['schools'][pick // 128 % 4]},"
            f"{ages[bisect_right(FIRST_AGES, age)]},{helps[pick // 512 % len(helps)]}\r\n"
        )
    return lines


@cache
def yes_and_no() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The age columns as text, by column that holds; the help columns and the last one, by combination."""
    no, yes = data("vocabulary")["registry"]["answers"]
    width = len(FIRST_AGES)
    ages = tuple(",".join(yes if slot == one else no for slot in range(width)) for one in range(width))
    bits = range(HELP_COLUMNS)
    helps = tuple(
        ",".join([*(yes if pick >> bit & 1 else no for bit in bits), no]) for pick in range(2**HELP_COLUMNS)
    )
    return ages, helps


def strangers(generator: np.random.Generator, village: Village, count: int) -> list[Record]:
    """Workers of the village whom no list names; one in 200 is under 17."""
    names = data("names")
    hamlets, occupations = names["hamlets"], names["occupations"]["pekerja_rentan"]
    rows: list[Record] = []
    for day, man, serial, pick in zip(
        *(part.tolist() for part in drawn(generator, village, count)), strict=True
    ):
        nik, name, sex, born = stranger(village, day, man, serial, pick)
        rows.append(
            (nik, name, sex, born, occupations[pick % len(occupations)], hamlets[pick % len(hamlets)])
        )
    return rows


def drawn(generator: np.random.Generator, village: Village, count: int) -> tuple[NDArray[Any], ...]:
    """What is drawn for each stranger: day of birth since FIRST_BIRTH, whether a man, serial, and the rest."""
    if count <= 0:
        return tuple(np.empty(0, dtype=np.int64) for _ in range(4))
    days = generator.integers(0, 365 * 47, count)
    young = generator.random(count) < 0.005
    days[young] = 365 * 50 + generator.integers(0, 700, int(young.sum()))
    male = generator.random(count) < 0.6
    serials = unique_serials(days, male, village.index)
    return days, male, serials, generator.integers(0, 1 << 30, count)


def stranger(village: Village, day: int, man: bool, serial: int, pick: int) -> tuple[str, str, str, date]:
    """NIK, name, sex and birth date of one who was drawn."""
    names = data("names")
    born = FIRST_BIRTH + timedelta(days=day)
    given, second = (
        (names["male"], names["second_male"]) if man else (names["female"], names["second_female"])
    )
    birth = f"{born.day + (0 if man else 40):02d}{born.month:02d}{born.year % 100:02d}"
    nik = f"{village.district_code.replace('.', '')}{birth}{serial:04d}"
    return nik, f"{given[pick % len(given)]} {second[pick // 512 % len(second)]}", "L" if man else "P", born


def unique_serials(days: NDArray[np.int64], male: NDArray[np.bool_], index: int) -> NDArray[np.int64]:
    """Serials of the registry's range: people of one day and sex count up."""
    key = days * 2 + male
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    first = np.concatenate(([True], ordered[1:] != ordered[:-1]))
    starts = np.maximum.accumulate(np.where(first, np.arange(len(key)), 0))
    rank = np.empty(len(key), dtype=np.int64)
    rank[order] = np.arange(len(key)) - starts
    if rank.max() >= REGISTRY_SERIALS:
        raise ValueError(
            "more registry people of one village share a birth date than there are serials: lower the scale"
        )
    return 1 + index + SERIAL_STEP * (MEMBER_SERIALS + 1 + rank)
