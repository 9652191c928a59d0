"""The exclusion lists, written once: servants of the state, wage earners, paid by another budget, dead."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from padan.simulation.containers import csv_text, put, xlsx
from padan.simulation.layouts import Sheet
from padan.simulation.people import make_name
from padan.simulation.randomness import draws
from padan.simulation.reference import data, month_start, villages
from padan.simulation.rows import Cell
from padan.simulation.story import EXCLUSIONS, Life
from padan.simulation.submissions import WIB

FILLERS = 40
"""People on each list whom no village names."""


def write_exclusions(root: Path, seed: int, first: str, lives: list[Life]) -> dict[str, str]:
    """Write the four lists; NIK -> list for the entries that are in force in every month held."""
    moment = datetime.combine(month_start(first), datetime.min.time(), WIB).replace(day=3, hour=9)
    in_force: dict[str, str] = {}
    for name in EXCLUSIONS[:4]:
        dated = name in {"double_funded", "formal_worker"}
        entries: list[tuple[str, str, Cell, Cell]] = []
        for life in lives:
            person = life.person
            if life.excluded == name:
                entries.append((person.nik, person.name, month_start(first, -1) if dated else "", ""))
                in_force[person.nik] = name
            elif life.excluded == "expired" and name == "double_funded":
                entries.append((person.nik, person.name, month_start(first, -12), last_day_before(first)))
        entries += [(nik, who, "", "") for nik, who in fillers(seed, name)]
        entries.sort(key=lambda entry: entry[0])
        sheet = exclusion_sheet(name, entries)
        content = csv_text([sheet], ";") if name == "deceased" else xlsx([sheet])
        ending = "csv" if name == "deceased" else "xlsx"
        put(root / "exclusions" / name / f"daftar_{name}.{ending}", content, moment)
    return in_force


def last_day_before(first: str) -> date:
    """The last day of the month before."""
    return date.fromordinal(month_start(first).toordinal() - 1)


def fillers(seed: int, name: str) -> list[tuple[str, str]]:
    """NIKs of a serial range that neither villages nor the registry use."""
    draw = draws(seed, "exclusions", name)
    rows = []
    for index in range(FILLERS):
        place = draw.choice(villages()).district_code.replace(".", "")
        serial = 4351 + EXCLUSIONS.index(name) * 100 + index
        born = f"{draw.randrange(1, 29):02d}{draw.randrange(1, 13):02d}{draw.randrange(65, 99)}"
        nik = f"{place}{born}{serial:04d}"
        rows.append((nik, make_name(draw, "L")))
    return rows


def exclusion_sheet(name: str, entries: list[tuple[str, str, Cell, Cell]]) -> Sheet:
    """One list as a table."""
    words = data("vocabulary")["exclusions"]
    grid: list[list[Cell]] = [[words["titles"][name]], [], list(words["columns"])]
    for index, (nik, who, since, until) in enumerate(entries):
        grid.append([index + 1, nik, who, since, until, words["notes"][name]])
    return Sheet("DATA", grid)
