"""The same people as a month of files: village lists, branch export and poverty registry, for all of step 1."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from benchmarks.linkage_card.damage import CLASSES, NAMESAKES, TWINS, ErrorClass, Written, damage
from benchmarks.linkage_card.people import Citizen, bystanders, enrolled
from padan.simulation.containers import csv_text, put, xlsx
from padan.simulation.layouts import Sheet
from padan.simulation.randomness import draws, pick_kind
from padan.simulation.reference import data
from padan.simulation.registry import yes_and_no
from padan.simulation.rows import Cell
from padan.simulation.submissions import WIB

PERIOD = "2026-01"
RECEIVED = datetime(2026, 1, 15, 9, tzinfo=WIB)
SHARES = {
    "Excel-cut NIK": 0.025, "other damaged NIK": 0.008, "mistyped NIK": 0.008, "missing NIK": 0.006,
    "typo in the name": 0.0025, "variant spelling": 0.003, "swapped word order": 0.0015, "one-word name": 0.001,
    "a word more": 0.0015, "patronym on one list only": 0.002, "swapped day and month": 0.001,
    "one digit of the birth date": 0.001, "typo and variant spelling": 0.0003, "typo, NIK missing": 0.0005,
    "swapped day and month, NIK missing": 0.0003, "nobody on the other list": 0.02,
}  # fmt: skip
"""Assumed share of rows with each class of errors, every one with a NIK that cannot be used; the rest are clean."""
KIN_DAMAGED, IN_REGISTRY = 0.3, 0.35
CLEAN = "clean"
HEAD: list[Cell] = ["NO", "NIK", "NAMA", "TANGGAL LAHIR", "JENIS KELAMIN", "RT", "RW"]
_BY_NAME = {kind.name: kind for kind in CLASSES}


def write_month(root: Path, seed: int, scale: float) -> dict[tuple[str, int], tuple[int, str, bool]]:
    """Write the sources; return person, class and whether the branch has them, by village code and row number."""
    people, serials = enrolled(seed, scale)
    truth: dict[tuple[str, int], tuple[int, str, bool]] = {}
    lists: dict[str, list[tuple[Citizen, Written]]] = {}
    branch: list[Citizen] = []
    known: list[Citizen] = []
    for person in people:
        draw = draws(seed, person.key, "month")
        kind = _kind_of(person, draw.random(), draw.random())
        row = damage(person, kind, draw) if kind.name != CLEAN else _clean(person)
        lists.setdefault(person.village.code, []).append((person, row))
        if not kind.absent:
            branch.append(person)
        if draw.random() < IN_REGISTRY and not kind.absent:
            known.append(person)
        truth[person.village.code, len(lists[person.village.code]) + 1] = (
            person.key,
            kind.name,
            not kind.absent,
        )
    for code, rows in sorted(lists.items()):
        put(root / "village_submissions" / PERIOD / f"{code}.xlsx", xlsx([_village_sheet(rows)]), RECEIVED)
    put(root / "bpjs" / PERIOD / "peserta.csv", csv_text([_branch_sheet(branch)], ";"), RECEIVED)
    _write_registry(
        root / "registry" / "p3ke" / "2025-1" / "individu.csv",
        [*known, *bystanders(seed, scale, serials, len(people))],
    )
    return truth


def _kind_of(person: Citizen, draw: float, damaged: float) -> ErrorClass:
    if person.kin:
        name = {"twin": TWINS, "namesake": NAMESAKES}[person.kin]
        return ErrorClass(name) if damaged < KIN_DAMAGED else ErrorClass(CLEAN)
    kind = pick_kind(SHARES, draw)
    return _BY_NAME[kind] if kind else ErrorClass(CLEAN)


def _clean(person: Citizen) -> Written:
    return Written(person.name, person.birth_date, person.nik, False, person.sex, "", person.rt, person.rw)


def _village_sheet(rows: list[tuple[Citizen, Written]]) -> Sheet:
    grid: list[list[Cell]] = [HEAD]
    for number, (_, row) in enumerate(rows, 1):
        nik: Cell = int(row.nik) if row.numeric else row.nik
        grid.append([number, nik, row.name, row.birth_date, row.sex, row.rt, row.rw])
    return Sheet("DATA", grid)


def _branch_sheet(people: list[Citizen]) -> Sheet:
    words = data("vocabulary")["branch"]
    grid: list[list[Cell]] = [list(words["columns"].values())]
    for number, person in enumerate(people, 1):
        grid.append([
            number, f"{10_000_000_000 + person.key * 7 + 3:011d}", person.nik, person.name, person.birth_date,
            person.sex, person.village.name, person.village.district_name, words["groups"]["pekerja_rentan"],
            words["funders"]["apbd_provinsi"], words["programme"], date(2025, 12, 1), "AKTIF", "2026-01", 16_800,
            date(2026, 1, 5), f"K{number:07d}", words["cards"][0],
        ])  # fmt: skip
    return Sheet("DAFTAR", grid)


def _write_registry(path: Path, people: list[Citizen]) -> None:
    words = data("vocabulary")["registry"]
    path.parent.mkdir(parents=True, exist_ok=True)
    ages, helps = yes_and_no()
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerow(words["columns"])
        file.writelines(_registry_lines(people, words, ages[5], helps[0]))


def _registry_lines(
    people: list[Citizen], words: dict[str, list[str]], ages: str, helps: str
) -> Iterator[str]:
    for number, person in enumerate(people, 1):
        place = ",".join(
            [
                *words["place"],
                person.village.district_name.upper(),
                person.village.name.upper(),
                person.village.code,
            ]
        )
        yield (
            f"{number},F{number:09d},{place},2,KP. SAWAH,P{number:09d},{person.name},{person.nik},YA,"
            f"{words['sexes'][person.sex]},{words['relations'][0]},{person.birth_date.isoformat()},{words['married'][0]},"
            f"PETANI,{words['schools'][1]},{ages},{helps}\r\n"
        )
