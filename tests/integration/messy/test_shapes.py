"""The messy profile holds what it promises, and says of every cell what it wrote."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest
from tests.integration.messy.conftest import MONTHS

from padan.simulation.messy.shapes import all_shapes

WHOLE_CLASSES = 14


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_shape_occurs_in_the_first_month(messy: Path) -> None:
    found = {
        tag for file in rows(messy / "truth" / MONTHS[0] / "files.csv") for tag in file["shapes"].split(" ")
    }
    assert {repr(tag)[1:-1] for tag in all_shapes()} <= found
    assert {"life:corrected", "life:late"} <= found


def test_every_damage_occurs(messy: Path) -> None:
    cells = [row for month in MONTHS for row in rows(messy / "truth" / month / "cells.csv")]
    assert len({row["nik_fault"] for row in cells} - {""}) == WHOLE_CLASSES
    assert {row["birth_fault"] for row in cells} == {
        "", "empty", "impossible", "in_future", "two_digit_year", "unreadable",
    }  # fmt: skip


def test_every_file_at_the_source_is_in_the_truth(messy: Path) -> None:
    for month in MONTHS:
        folder = messy / "village_submissions" / month
        there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        assert there == {file["file_name"] for file in rows(messy / "truth" / month / "files.csv")}


def test_last_months_list_is_sent_again_byte_for_byte(messy: Path) -> None:
    files = rows(messy / "truth" / MONTHS[1] / "files.csv")
    again = [file for file in files if "life:resent" in file["shapes"]]
    assert again
    before = {
        path.read_bytes() for path in (messy / "village_submissions" / MONTHS[0]).rglob("*") if path.is_file()
    }
    for file in again:
        assert (messy / "village_submissions" / MONTHS[1] / file["file_name"]).read_bytes() in before


@pytest.mark.parametrize("ending", ["xlsx", "xlsm"])
def test_the_truth_stands_where_another_reader_finds_it(messy: Path, ending: str) -> None:
    """Openpyxl knows nothing of Padan: it must find each NIK at the address and as the text the truth tells."""
    folder = messy / "village_submissions" / MONTHS[0]
    whole = {
        file["file_name"]: file for file in rows(messy / "truth" / MONTHS[0] / "files.csv")
        if file["container"] == ending and "most_blank_rows" not in file["shapes"] and file["outcome"] == "read"
    }  # fmt: skip
    books = {
        name: openpyxl.load_workbook(folder / name) for name in sorted(whole) if name.endswith(f".{ending}")
    }
    assert books
    checked = 0
    for row in rows(messy / "truth" / MONTHS[0] / "cells.csv"):
        if row["file_name"] in books:
            sheet = books[row["file_name"]][row["sheet"]]
            texts = ["" if cell.value is None else str(cell.value) for cell in sheet[int(row["row_number"])]]
            assert row["nik_written"] in texts
            assert row["name_written"] in texts
            checked += 1
    assert checked > 20
