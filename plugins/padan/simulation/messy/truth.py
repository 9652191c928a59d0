"""Writes what must be read: cells.csv, one row a list row, and files.csv, one row a file."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from padan.simulation.containers import as_text
from padan.simulation.messy.cells import Written
from padan.simulation.messy.month import FileTruth
from padan.simulation.rows import VillageRow

CELL_COLUMNS = (
    "file_name", "sheet", "row_number", "village_code", "nik_true", "nik_written", "nik", "nik_fault",
    "birth_date_true", "birth_written", "birth_date", "birth_fault", "sex", "name_true", "name_written",
    "participant_group", "funding_source", "action",
)  # fmt: skip
FILE_COLUMNS = ("file_name", "container", "shapes", "outcome", "refusal_code", "rows", "village_codes")


def write_cells(folder: Path, rows: Sequence[VillageRow], files: Sequence[FileTruth]) -> None:
    """Write both files into a month's folder of the truth."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "cells.csv", CELL_COLUMNS, (_cells(row) for row in rows if not row.carried))
    listed = sorted(files, key=lambda file: file.path)
    _write(folder / "files.csv", FILE_COLUMNS, (_file(file) for file in listed))


def _write(path: Path, columns: tuple[str, ...], lines: Iterator[tuple[str | int, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(lines)


def _cells(row: VillageRow) -> tuple[str | int, ...]:
    written = row.written
    assert isinstance(written, Written), "only rows of the messy profile have cells to tell of"
    read = written.birth_date.isoformat() if written.birth_date else ""
    return (
        row.at.file_name, row.at.sheet, row.at.row_number, row.village, written.nik_true, written.nik_text,
        written.digits, written.nik_fault, row.person.birth_date.isoformat(), as_text(written.birth), read,
        written.birth_fault, row.sex, row.name, str(row.cells["name"]), row.group, row.funder, row.action,
    )  # fmt: skip


def _file(file: FileTruth) -> tuple[str | int, ...]:
    return (
        file.path, file.container, " ".join(repr(tag)[1:-1] for tag in sorted(set(file.shapes))), file.expected,
        file.refusal_code, file.rows, " ".join(file.village_codes),
    )  # fmt: skip
