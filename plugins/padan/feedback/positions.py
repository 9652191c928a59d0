"""Where the columns of a table stand, from the layout that was read and the heads in the sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from padan.intake.cells import squeeze

RowTexts = Callable[[int], Sequence[str]]
Spans = Iterable[tuple[int, int, int, int]]
"""Merged areas: top, left, bottom, right, all from 1."""

STANDS_IN = {
    "birth_date": ("birth_place_and_date", "age"),
    "birth_place": ("birth_place_and_date",),
    "age": ("birth_date",),
    "rt": ("rt_rw",),
    "rw": ("rt_rw",),
    "village": ("village_code",),
    "action": ("note",),
}
"""Field → the columns that tell it where it has none of its own."""


def head_rows(table: Mapping[str, Any]) -> tuple[int, int]:
    """First and last row of a table's heads."""
    first = int(table["header_row"])
    return first, first + int(table.get("header_rows", 1)) - 1


def field_columns(table: Mapping[str, Any], texts: RowTexts, spans: Spans) -> dict[str, int]:
    """Field → position of its column, from 0.

    Args:
        table: one object of core.file_reading.layout.
        texts: the cells of a row of the file by its number.
        spans: merged areas: a head over several columns heads each of them.
    """
    told = table.get("positions")
    if told:
        return {field: int(position) for field, position in told.items()}
    heads = _heads(table, texts, spans)
    found: dict[str, int] = {}
    taken: set[int] = set()
    for field, head in table["columns"].items():
        for position, names in enumerate(heads):
            if head in names and position not in taken:
                found[field] = position
                taken.add(position)
                break
    return found


def _heads(table: Mapping[str, Any], texts: RowTexts, spans: Spans) -> list[set[str]]:
    """What each column may be called: the text of each head row, and those of all of them together."""
    first, last = head_rows(table)
    rows = [[squeeze(text) for text in texts(number)] for number in range(first, last + 1)]
    width = max((len(row) for row in rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows]
    for top, left, bottom, right in spans:
        for number in range(max(top, first), min(bottom, last) + 1):
            for position in range(left - 1, min(right, width)):
                if first <= top:
                    rows[number - first][position] = rows[top - first][left - 1]
    names: list[set[str]] = []
    for position in range(width):
        parts = list(dict.fromkeys(row[position] for row in rows if row[position]))
        names.append({*parts, " ".join(parts)})
    return names


def place_of(field: str | None, columns: Mapping[str, int]) -> int | None:
    """The position at which a fault of a field is shown; None where the table has no such column."""
    if field is None:
        return None
    for name in (field, *STANDS_IN.get(field, ())):
        if name in columns:
            return columns[name]
    return None


def name_or_number(columns: Mapping[str, int]) -> int:
    """The position for what concerns the whole row: its name, else its NIK, else its first column."""
    return columns.get("name", columns.get("nik", min(columns.values(), default=0)))
