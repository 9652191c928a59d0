"""A clerk who mends what is marked, sorts the rows, takes one out and puts one in."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell import MergedCell
from tests.support.returned import marked_cells

KEY_HEAD = "KUNCI PADAN"
_RULE = re.compile(r"^([A-Z]{2,4}-\d{2}) ·", re.MULTILINE)
_PERSON = ("NIK", "TGL", "SEX", "UMUR")
_PLAIN = {
    "family_card_number": "3201051203200001", "name": "SITI AMINAH", "participant_group": "PEKERJA RENTAN",
    "funding_source": "APBD PROVINSI", "action": "lanjut", "phone": "081234567890", "monthly_income": "1000000",
}  # fmt: skip
"""Right values of columns that stand for themselves; any other marked cell is emptied."""


@dataclass
class Mended:
    """What the clerk did: keys that stay, keys taken out, and how many rows are new."""

    kept: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    added: int = 0


def mend(source: Path, target: Path, columns: Mapping[str, Mapping[str, int]], code: str) -> Mended:
    """Writes the mended workbook.

    Args:
        source: a correction workbook.
        target: where the clerk saves it.
        columns: of each row key, the positions of the table's fields.
        code: the village's code.
    """
    book = openpyxl.load_workbook(source)
    serial = _serials(code)
    done = Mended()
    for sheet in book.worksheets:
        places = {cell.value: cell.row for cell in _key_cells(sheet)}
        rows = {row: columns[key] for key, row in places.items()}
        for cell in list(marked_cells(sheet)):
            ids = _RULE.findall(cell.comment.text)
            _mend_cell(sheet, cell, rows.get(cell.row) or _above(rows, cell.row), ids, serial)
        done.kept |= set(places)
        if not sheet.merged_cells.ranges:
            _sort(sheet, sorted(places.values()), code)
    _exchange_one(book, columns, done, serial)
    book.save(target)
    return done


def _key_cells(sheet: Any) -> Iterator[Any]:
    for row in sheet.iter_rows():
        for head in row:
            if head.value == KEY_HEAD:
                cells = (sheet.cell(number, head.column) for number in range(head.row + 1, sheet.max_row + 1))
                yield from (cell for cell in cells if cell.value and cell.value != KEY_HEAD)


def _above(rows: Mapping[int, Mapping[str, int]], row: int) -> Mapping[str, int]:
    """A mark on a merged area stands on its first row."""
    return rows[min(number for number in rows if number > row)]


def _serials(code: str) -> Iterator[tuple[str, str]]:
    """NIKs of women of that district, with their dates of birth; never the same twice."""
    prefix = code.replace(".", "")[:6]
    for number in range(1, 9999):
        day, serial = 1 + number % 28, int(code[-4:]) % 100 * 100 + number % 100
        yield f"{prefix}{day + 40:02d}0380{serial:04d}", f"{day:02d}-03-1980"


def _mend_cell(
    sheet: Any, cell: Any, columns: Mapping[str, int], ids: list[str], serial: Iterator[tuple[str, str]]
) -> None:
    if any(rule.startswith(_PERSON) for rule in ids):
        _write_person(sheet, cell.row, columns, *next(serial))
    names = [name for name, position in columns.items() if position + 1 == cell.column]
    for name in names:
        if name in _PLAIN or not any(rule.startswith(_PERSON) for rule in ids):
            put(sheet, cell.row, cell.column - 1, _PLAIN.get(name))


def _write_person(sheet: Any, row: int, columns: Mapping[str, int], nik: str, born: str) -> None:
    """NIK, date of birth, sex and age that agree."""
    right = {
        "nik": nik, "birth_date": born, "birth_place_and_date": f"Bogor, {born}", "sex": "P", "age": "45",
    }  # fmt: skip
    for name, value in right.items():
        if name in columns:
            put(sheet, row, columns[name], value)


def put(sheet: Any, row: int, position: int, value: str | None) -> None:
    """Types a text into a cell."""
    cell = sheet.cell(row, position + 1)
    if not isinstance(cell, MergedCell):
        cell.value = value
        cell.number_format = "@"


def _sort(sheet: Any, rows: list[int], code: str) -> None:
    """Rows change places with all their cells, as sorting in a spreadsheet does it."""
    contents = [[cell.value for cell in sheet[row]] for row in rows]
    random.Random(code).shuffle(contents)
    for row, values in zip(rows, contents, strict=True):
        for cell, value in zip(sheet[row], values, strict=True):
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"


def _exchange_one(
    book: Any, columns: Mapping[str, Mapping[str, int]], done: Mended, serial: Iterator[tuple[str, str]]
) -> None:
    """The first row of a list of several is taken out, and somebody new stands in its place."""
    for sheet in book.worksheets:
        cells = list(_key_cells(sheet))
        if len(cells) < 2 or sheet.sheet_state != "visible":
            continue
        place = columns[cells[0].value]
        done.kept.discard(cells[0].value)
        done.removed.add(cells[0].value)
        done.added += 1
        cells[0].value = None
        _write_person(sheet, cells[0].row, place, *next(serial))
        put(sheet, cells[0].row, place["name"], "ROHANA BARU")
        return
