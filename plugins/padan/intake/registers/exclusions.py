"""A list of people whom another rule or budget covers or bars → staging.exclusion_row."""

from __future__ import annotations

from padan.identity.dates import read_date, read_period
from padan.identity.names import read_name
from padan.intake.containers import Sheet
from padan.intake.people import nik_of
from padan.intake.records import FileReading, ReadingTools, Refusal, RowSet, SourceRef, Value
from padan.intake.table.columns import getter
from padan.intake.table.decided import with_entry
from padan.intake.table.tables import Table, find_tables
from padan.intake.table.titles import in_words

TABLE = "staging.exclusion_row"
COLUMNS = ("member", "sheet", "row_number", "nik_raw", "nik", "nik_fault", "name", "name_words") + (
    "valid_from_raw",
    "valid_from",
    "valid_to_raw",
    "valid_to",
    "declared_period",
    "note",
)


def read_exclusion_file(
    sheets: list[Sheet], source: SourceRef, tools: ReadingTools, reading: FileReading
) -> None:
    """Fills `reading` from any table with a NIK column.

    Raises:
        Refusal: no table, no NIK column, no rows.
    """
    found = find_tables(sheets, tools, reading)
    if found.problem and (found.problem.details.pop("people", False) or not (found.tables or found.nil)):
        raise with_entry(found.problem, tools)
    rows = sum(len(table.rows) for table in found.tables)
    if not rows and not found.nil:
        raise Refusal("no_rows" if found.tables else "no_table")
    reading.declared_period = declared_month(source)
    reading.outcome = "read" if rows else "nil"
    reading.rows = rows
    values = [row for table in found.tables for row in _typed(table, reading.declared_period, tools)]
    reading.tables[TABLE] = RowSet(COLUMNS, values)


def declared_month(source: SourceRef) -> str | None:
    """The month in the file's name, else in the nearest folder that names one: undated rows apply from it."""
    for part in reversed([*source.collection.split("/"), *source.path.split("/")]):
        period = read_period(in_words(part))
        if period:
            return period
    return None


def _typed(table: Table, declared: str | None, tools: ReadingTools) -> list[tuple[Value, ...]]:
    get = {field: getter(table.header, field) for field in ("nik", "name", "valid_from", "valid_to", "note")}
    values: list[tuple[Value, ...]] = []
    for row_number, cells in table.rows:
        nik_cell, from_cell, to_cell = get["nik"](cells), get["valid_from"](cells), get["valid_to"](cells)
        nik, name = nik_of(nik_cell, tools), read_name(get["name"](cells))
        valid_from = read_date(from_cell, as_of=tools.as_of, birth=False).date
        valid_to = read_date(to_cell, as_of=tools.as_of, birth=False).date
        values.append(
            (
                table.member,
                table.sheet,
                row_number,
                nik_cell,
                nik.digits,
                nik.fault,
                name.clean or None,
                list(name.words) or None,
            )
            + (from_cell, valid_from, to_cell, valid_to, declared, get["note"](cells))
        )
    return values
