"""The branch's export of a month: the by-name list and the totals it printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from padan.simulation.address import Address
from padan.simulation.containers import csv_text, put, xlsx
from padan.simulation.ladder import covered
from padan.simulation.layouts import Sheet
from padan.simulation.randomness import number_for
from padan.simulation.reference import data, month_start, tariff
from padan.simulation.rows import BranchRow, Cell
from padan.simulation.submissions import WIB


@dataclass(frozen=True)
class PrintedTotal:
    """What the branch printed for one funder and group."""

    funding_source: str
    participant_group: str
    persons: int
    rupiah: int


def printed_totals(
    seed: int, period: str, rows: Sequence[BranchRow], contract: dict[tuple[str, str], int]
) -> list[PrintedTotal]:
    """The branch's totals by funder and group.

    In the first month the enrolled people of the contract, whatever the list shows; later a count of the
    list, taken a little before the list was. The difference is a line of the bridge.
    """
    good = [row for row in rows if row.usable and covered(row, period)]
    persons = Counter((row.funder, row.group) for row in good)
    rupiah: Counter[tuple[str, str]] = Counter()
    for row in good:
        rupiah[row.funder, row.group] += row.contribution
    for cell, enrolled in contract.items():
        persons[cell] = enrolled
        rupiah[cell] = enrolled * tariff(cell[0], month_start(period))
    if not contract:
        largest = max(sorted(persons), key=lambda cell: persons[cell])
        early = min(number_for(seed, period, "printed early") % 6, persons[largest] - 1)
        persons[largest] -= early
        rupiah[largest] -= early * tariff(largest[0], month_start(period))
    order = list(data("vocabulary")["branch"]["funders"])
    cells = sorted(persons, key=lambda cell: (order.index(cell[0]), cell[1]))
    return [PrintedTotal(*cell, persons[cell], rupiah[cell]) for cell in cells if persons[cell]]


def write_export(
    root: Path, seed: int, period: str, first: str, rows: Sequence[BranchRow], totals: Sequence[PrintedTotal],
    messy: bool = False,
) -> None:  # fmt: skip
    """Write the export; months take turns between two text files and a workbook with a REKAP sheet.

    A messy month begins with the workbook, and has a JUMLAH row below the list as well.
    """
    words = data("vocabulary")["branch"]
    listing = list_sheet(period, rows)
    recap = total_sheet(period, totals)
    draw = number_for(seed, period, "export")
    moment = month_start(period).replace(day=26 + draw % 2)
    received_at = datetime(moment.year, moment.month, moment.day, 10, draw % 60, tzinfo=WIB)
    folder = root / "bpjs" / period
    stem = f"peserta_bpu_{period}"
    workbook = (month_start(period).month - month_start(first).month + messy) % 2 == 1
    place(rows, listing, *((f"{stem}.xlsx", words["list_sheet"]) if workbook else (f"{stem}.csv", "")))
    if messy:
        listing.grid.append(total_row(totals))
    if workbook:
        put(folder / f"{stem}.xlsx", xlsx([listing, recap]), received_at)
        return
    put(folder / f"{stem}.csv", csv_text([listing], ";"), received_at)
    put(folder / f"rekap_{period}.csv", csv_text([recap], ";"), received_at)


def place(rows: Sequence[BranchRow], listing: Sheet, file_name: str, sheet: str) -> None:
    """Tell each row where it stands; the list is the end of its sheet."""
    above = len(listing.grid) - len(rows)
    for index, row in enumerate(rows):
        row.at = Address(file_name, sheet, above + index + 1)


def list_sheet(period: str, rows: Sequence[BranchRow]) -> Sheet:
    """The by-name list."""
    words = data("vocabulary")["branch"]
    columns: dict[str, str] = words["columns"]
    grid: list[list[Cell]] = [*titles(period), list(columns.values())]
    names = [name for name in columns if name != "number"]
    for index, row in enumerate(rows):
        cells = row.cells
        grid.append([index + 1, *(cells.get(name, "") for name in names)])
    return Sheet(words["list_sheet"], grid)


def total_row(totals: Sequence[PrintedTotal]) -> list[Cell]:
    """The row below the list: persons below the names, rupiah below the contributions."""
    words = data("vocabulary")["branch"]
    cells: dict[str, Cell] = dict.fromkeys(words["columns"], "")
    cells["number"] = words["total"]
    cells["name"] = f"{sum(total.persons for total in totals)} ORANG"
    cells["contribution"] = sum(total.rupiah for total in totals)
    return list(cells.values())


def total_sheet(period: str, totals: Sequence[PrintedTotal]) -> Sheet:
    """The branch's totals by funder and group, with a last row for all."""
    words = data("vocabulary")["branch"]
    grid: list[list[Cell]] = [*titles(period), list(words["total_columns"])]
    for total in totals:
        names = [words["funders"][total.funding_source], words["groups"][total.participant_group]]
        grid.append([*names, total.persons, total.rupiah])
    grid.append(
        [words["total"], "", sum(total.persons for total in totals), sum(total.rupiah for total in totals)]
    )
    return Sheet(words["total_sheet"], grid)


def titles(period: str) -> list[list[Cell]]:
    """The branch's letterhead."""
    day = month_start(period)
    facts = {"month": data("vocabulary")["months"][day.month - 1], "year": day.year}
    return [*([line.format(**facts)] for line in data("vocabulary")["branch"]["titles"]), []]
