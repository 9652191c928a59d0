"""Bytes of files, the same on any machine. A new container is a writer in WRITERS."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

if TYPE_CHECKING:
    from padan.simulation.layouts import Sheet
    from padan.simulation.rows import Cell

CREATED = datetime(2026, 1, 1)
"""The creation time inside every workbook: a fixed one, for the same bytes."""


def xlsx(sheets: list[Sheet], delimiter: str = "", with_bom: bool = False) -> bytes:
    """A workbook. Text stays text, numbers numbers, dates dates."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": CREATED})
    day_format = book.add_format({"num_format": "dd/mm/yyyy"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        if sheet.hidden:
            page.hide()
        for row_index, row in enumerate(sheet.grid):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    if cell:
                        page.write_string(row_index, column, cell)
                elif isinstance(cell, int):
                    page.write_number(row_index, column, cell)
                elif cell is not None:
                    page.write_datetime(row_index, column, cell, day_format)
    first = next(index for index, sheet in enumerate(sheets) if not sheet.hidden)
    book.worksheets()[first].activate()
    book.close()
    return buffer.getvalue()


def csv_text(sheets: list[Sheet], delimiter: str = ",", with_bom: bool = False) -> bytes:
    """The first sheet as delimited text in UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    width = max(len(row) for row in sheets[0].grid)
    for row in sheets[0].grid:
        texts = [as_text(cell).replace("\n", " ") for cell in row]
        writer.writerow(texts + [""] * (width - len(texts)))
    return buffer.getvalue().encode("utf-8-sig" if with_bom else "utf-8")


def as_text(cell: Cell) -> str:
    """A cell as a text file shows it."""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else str(cell)


WRITERS: dict[str, Callable[[list[Sheet], str, bool], bytes]] = {"xlsx": xlsx, "csv": csv_text}


def put(path: Path, content: bytes, received_at: datetime) -> None:
    """Write a file and set its modification time, the moment at which it counts as received."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    stamp(path, received_at)


def stamp(path: Path, received_at: datetime) -> None:
    """Set a file's modification time."""
    os.utime(path, (received_at.timestamp(), received_at.timestamp()))
