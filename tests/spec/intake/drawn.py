"""Files drawn as text: `|` between cells, `#3201...` a number, `@1980-05-12` a date, one line a row."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

Cell = str | int | date


def cells(line: str) -> list[Cell]:
    """The cells of one drawn row."""
    return [_cell(text.strip()) for text in line.split("|")] if line.strip() else []


def _cell(text: str) -> Cell:
    if text.startswith("#"):
        return int(text[1:])
    if text.startswith("@"):
        return datetime.fromisoformat(text[1:])
    return text.replace("\\n", "\n")


def workbook(path: Path, sheets: dict[str, str]) -> Path:
    """An .xlsx of drawn sheets; a name in brackets is a hidden sheet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path)) as book:
        dates = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, drawing in sheets.items():
            sheet = book.add_worksheet(name.strip("()"))
            if name.startswith("("):
                sheet.hide()
            for row, line in enumerate(drawing.splitlines()):
                for column, cell in enumerate(cells(line)):
                    if isinstance(cell, datetime):
                        sheet.write_datetime(row, column, cell, dates)
                    elif isinstance(cell, int):
                        sheet.write_number(row, column, cell)
                    elif cell:
                        sheet.write_string(row, column, cell)
    return path


def text_file(path: Path, drawing: str, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    """A text file of one drawn sheet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding=encoding) as file:
        writer = csv.writer(file, delimiter=delimiter)
        for line in drawing.splitlines():
            writer.writerow([cell.date() if isinstance(cell, datetime) else cell for cell in cells(line)])
    return path


def table(drawing: str) -> list[dict[str, str]]:
    """A drawn table of expectations: one dict a line, '' for an empty cell."""
    lines = [line for line in drawing.splitlines() if line.strip()]
    heads = [head.strip() for head in lines[0].split("|")]
    return [dict(zip(heads, (cell.strip() for cell in line.split("|")), strict=True)) for line in lines[1:]]
