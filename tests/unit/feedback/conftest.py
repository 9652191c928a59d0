"""Lists as villages send them, small enough to be written by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

HEADS = ["NO", "NIK", "NAMA", "TGL LAHIR", "L/P"]
PEOPLE: list[list[Any]] = [
    [1, "3201051203800001", "SITI AMINAH", "12-03-1980", "P"],
    [2, "320105", "UJANG", "10-01-1975", "L"],
    [3, "3201055507810003", "=1+1", "15-07-1981", "P"],
]
TITLES = [["DESA SENTUL"], ["KECAMATAN BABAKAN MADANG"], []]
HEAD_ROW = len(TITLES) + 1

Write = Callable[..., Path]


@pytest.fixture
def workbook(tmp_path: Path) -> Write:
    """Writes a village's workbook; `change` may do anything to it before it is saved."""

    def write(change: Callable[[Any], None] | None = None, name: str = "sent.xlsx") -> Path:
        book = openpyxl.Workbook()
        sheet: Any = book.active
        sheet.title = "DATA"
        for row in [*TITLES, HEADS, *PEOPLE]:
            sheet.append(row)
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    cell.data_type = "s"
        if change is not None:
            change(book)
        book.save(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def text_file(tmp_path: Path) -> Write:
    """Writes the same list as delimited text."""

    def write(name: str = "sent.csv", delimiter: str = ";") -> Path:
        rows = [*TITLES, HEADS, *PEOPLE]
        lines = [delimiter.join(str(cell) for cell in row) for row in rows]
        (tmp_path / name).write_text("\n".join(lines) + "\n", "utf-8")
        return tmp_path / name

    return write
