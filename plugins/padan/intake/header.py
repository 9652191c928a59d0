"""The row of column heads: where it stands, and which column means what.

A head is found by the contract's aliases only. Heads of one row are read now; a head of two rows (TTL over
TEMPAT and TANGGAL) would be put together in `candidates`, where one row's texts become one candidate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from padan.contracts import Contract
from padan.contracts.model import MAIN_PART
from padan.intake.cells import is_blank, squeeze
from padan.intake.records import Refusal

_SHOWN = 250
_LONG_NUMBER = re.compile(r"(?:\d[ .-]?){10}")
_NUMBER = "running_number"


@dataclass(frozen=True)
class Header:
    """A table's columns.

    Attributes:
        row_number: row of the heads, as a spreadsheet shows it.
        columns: canonical field → position of its column, from 0, without the running number.
        running: position of the running number; None where there is none.
        dropped: positions of columns that must not be kept.
        duplicates: fields that a later column names again.
        unknown: heads of columns that the contract does not know.
        texts: the heads as written, on one line each.
    """

    row_number: int
    columns: dict[str, int]
    running: int | None
    dropped: frozenset[int]
    duplicates: dict[str, list[str]]
    unknown: tuple[str, ...]
    texts: tuple[str, ...]

    def layout(self, sheet: str) -> dict[str, Any]:
        """The table's object in staging.reading.layout."""
        return {
            "sheet": sheet,
            "header_row": self.row_number,
            "columns": {field: self.texts[position] for field, position in self.columns.items()},
            "unknown": list(self.unknown),
        }


def candidates(rows: Sequence[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Every row that may be the heads: its number and one text a column."""
    yield from enumerate(rows, start=1)


def find_header(rows: Sequence[list[str]], contract: Contract, part: str = MAIN_PART) -> Header | None:
    """The first row with every required column and more, else the row that names most; None where none does.

    One known word is not enough (a title line may hold DESA in a cell of its own), unless the column it names
    is the only one that is required.
    """
    required = {column.name for column in contract.required(part)}
    best: Header | None = None
    for row_number, cells in candidates(rows):
        if any(_LONG_NUMBER.search(cell) for cell in cells):
            continue  # a person, whose cells must not come into a message as heads
        header = _map(row_number, cells, contract, part)
        if header.columns and (best is None or len(header.columns) > len(best.columns)):
            best = header
        if best is not None and len(best.columns) > 2 and required <= set(best.columns):
            break
    if best is None:
        return None
    return best if len(best.columns) > 1 or required == set(best.columns) else None


def _map(row_number: int, cells: list[str], contract: Contract, part: str) -> Header:
    columns: dict[str, int] = {}
    running: int | None = None
    dropped: set[int] = set()
    duplicates: dict[str, list[str]] = {}
    unknown: list[str] = []
    texts = tuple(squeeze(cell) for cell in cells)
    for position, text in enumerate(texts):
        if is_blank(text):
            continue
        column = contract.column_for(text, part)
        if column is None:
            unknown.append(text)
        elif column.dropped:
            dropped.add(position)
        elif column.kind == _NUMBER:
            running = position if running is None else running
        elif column.name in columns:
            duplicates.setdefault(column.name, [texts[columns[column.name]]]).append(text)
        else:
            columns[column.name] = position
    return Header(row_number, columns, running, frozenset(dropped), duplicates, tuple(unknown), texts)


def check_header(header: Header, sheet: str, contract: Contract, part: str = MAIN_PART) -> None:
    """Raises a Refusal where a required column is missing, or stands there twice."""
    found = ", ".join(text for text in header.texts if text)[:400]
    for column in contract.required(part):
        if column.name not in header.columns:
            expected = column.title.id
            raise Refusal(
                "missing_column",
                sheet=sheet,
                row=header.row_number,
                column=column.name,
                expected=expected,
                found=found,
            )
        if column.name in header.duplicates:
            twice = ", ".join(header.duplicates[column.name])
            raise Refusal(
                "duplicate_header", sheet=sheet, row=header.row_number, column=column.title.id, found=twice
            )


def no_header(sheet: str, contract: Contract, part: str = MAIN_PART) -> Refusal:
    """The refusal of a sheet in which no heads were found, naming what was looked for."""
    columns = contract.required(part) or contract.columns_of(part)
    expected = ", ".join(alias for column in columns for alias in column.aliases[:3])
    return Refusal("no_header", sheet=sheet, expected=expected[:_SHOWN])
