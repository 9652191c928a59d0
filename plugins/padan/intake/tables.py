"""A sheet → the table in it: heads, titles above, body rows with their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from padan.contracts import Contract
from padan.identity.dates import read_date
from padan.intake.cells import is_blank
from padan.intake.containers import Sheet
from padan.intake.furniture import Furniture, says_nil
from padan.intake.header import Header, check_header, find_header, no_header
from padan.intake.records import FileReading, ReadingTools, Refusal
from padan.intake.titles import title_lines

NumberedRow = tuple[int, list[str]]

_PERSON_DIGITS = 15


@dataclass
class Table:
    """One table of a file.

    Attributes:
        sheet: name of its sheet.
        header: its columns.
        titles: the lines above it.
        rows: body rows that are no furniture: (row number, cells).
        totals: body rows that are totals, for whoever wants to read them.
        nil: whether the sheet says NIHIL.
    """

    sheet: str
    header: Header
    titles: list[str]
    rows: list[NumberedRow] = field(default_factory=list)
    totals: list[NumberedRow] = field(default_factory=list)
    nil: bool = False


@dataclass
class Found:
    """What a file's sheets hold: tables, and what was seen in the sheets without one."""

    tables: list[Table] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    nil: bool = False
    problem: Refusal | None = None


def visible_sheets(sheets: list[Sheet], contract: Contract, reading: FileReading) -> Iterator[Sheet]:
    """The sheets that a reader of the file would take for its content; the others are counted."""
    for sheet in sheets:
        if sheet.hidden:
            reading.count("hidden_sheet")
        elif contract.word_at_start("guide_sheets", sheet.name):
            reading.count("guide_sheet")
        else:
            yield sheet


def find_tables(sheets: list[Sheet], tools: ReadingTools, reading: FileReading) -> Found:
    """Reads every visible sheet; a sheet without a table is a problem only where it holds people.

    The refusal, if any, is kept in `problem`: the caller raises it after looking whose list it is.
    """
    found = Found()
    for sheet in visible_sheets(sheets, tools.contract, reading):
        rows = list(sheet.rows)
        if all(is_blank(cell) for cells in rows for cell in cells):
            reading.count("empty_sheet")
            continue
        try:
            table = read_table(sheet.name, rows, tools, reading)
        except Refusal as problem:
            _note_problem(found, problem, rows, tools.contract)
            reading.count("sheet_without_table")
            continue
        found.tables.append(table)
        found.nil = found.nil or table.nil
    return found


def _note_problem(found: Found, problem: Refusal, rows: list[list[str]], contract: Contract) -> None:
    found.titles += title_lines(rows[:30])
    found.nil = found.nil or says_nil(contract, rows)
    people = _holds_people(rows)
    if people or found.problem is None:
        problem.details["people"] = people
        found.problem = problem


def _holds_people(rows: list[list[str]]) -> bool:
    return any(sum(sign.isdigit() for sign in cell) >= _PERSON_DIGITS for cells in rows for cell in cells)


def read_table(name: str, rows: list[list[str]], tools: ReadingTools, reading: FileReading) -> Table:
    """The table of one sheet.

    Raises:
        Refusal: no_header, missing_column or duplicate_header.
    """
    header = find_header(rows[: tools.limits["header_rows"]], tools.contract)
    if header is None:
        raise no_header(name, tools.contract)
    check_header(header, name, tools.contract)
    above = rows[: header.row_number - 1]
    titles = title_lines(above)
    reading.count("title", len(titles))
    reading.count("blank", len(above) - len(titles))
    reading.layout.append(header.layout(name))
    table = Table(name, header, titles, nil=says_nil(tools.contract, above))
    _sort_rows(table, rows, tools, reading)
    return table


def _sort_rows(table: Table, rows: list[list[str]], tools: ReadingTools, reading: FileReading) -> None:
    """Sorts the body into rows and furniture."""
    furniture = Furniture(tools.contract, table.header)
    start = table.header.row_number
    for row_number, cells in enumerate(islice(rows, start, None), start=start + 1):
        kind = furniture.kind(cells)
        if kind is None:
            table.rows.append((row_number, cells))
            continue
        if kind == "signature":
            _take_place_and_date(table, row_number, tools, reading)
        elif kind == "total":
            table.totals.append((row_number, cells))
        elif kind == "nil":
            table.nil = True
        reading.count(kind)


def _take_place_and_date(table: Table, row_number: int, tools: ReadingTools, reading: FileReading) -> None:
    """The line above a signature, 'Cibinong, 31 Januari 2026', looks like a row with one cell: it is none."""
    while table.rows and row_number - table.rows[-1][0] <= 3:
        filled = [cell for cell in table.rows[-1][1] if not is_blank(cell)]
        if len(filled) != 1:
            return
        dated = read_date(filled[0], as_of=tools.as_of, birth=False)
        if dated.date is None or not dated.place:
            return
        table.rows.pop()
        reading.count("signature")
