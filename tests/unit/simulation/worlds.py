"""A simulated world as a test sees it, with readers that know nothing of how it was written."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

from padan.simulation import SimulationSummary

MONTHS = ("2026-01", "2026-02", "2026-03")
Address = tuple[str, str, int]


@dataclass(frozen=True)
class SimulatedWorld:
    """A written source root, and its truth."""

    root: Path
    summary: SimulationSummary

    def truth(self, period: str) -> list[dict[str, str]]:
        path = self.root / "truth" / period / "row_outcome.csv"
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def month(self, period: str) -> dict[str, Any]:
        text = (self.root / "truth" / period / "summary.json").read_text(encoding="utf-8")
        found: dict[str, Any] = json.loads(text)
        return found


def address(row: dict[str, str]) -> Address:
    return row["file_name"], row["sheet"], int(row["row_number"])


def read_sheets(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """Sheet name ('' for text files) and its rows as text, from row 1."""
    if path.suffix == ".csv":
        text = path.read_text(encoding="utf-8-sig")
        delimiter = ";" if text.count(";") > text.count(",") else ","
        yield "", list(csv.reader(text.splitlines(), delimiter=delimiter))
        return
    book = openpyxl.load_workbook(path, read_only=False)
    for sheet in book.worksheets:
        rows = [
            ["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)
        ]
        yield sheet.title, rows


def list_rows(folder: Path, skip: set[str]) -> dict[Address, list[str]]:
    """Every row of a folder's files that begins with a running number and is no row of column numbers."""
    found: dict[Address, list[str]] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or name in skip:
            continue
        for sheet, rows in read_sheets(path):
            for number, row in enumerate(rows, start=1):
                if len(row) > 3 and row[0].isdigit() and row[:3] != ["1", "2", "3"]:
                    found[name, sheet, number] = row
    return found
