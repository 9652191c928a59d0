"""A sheet → the table in it: heads, titles above, body rows with their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from padan.contracts import Contract
from padan.identity.dates import read_date
from padan.intake.cells import is_blank
from padan.intake.containers import Sheet
from padan.intake.header import Aids, Header, check_header, find_header, no_header
from padan.intake.header.candidates import Span
from padan.intake.records import FileReading, ReadingTools, Refusal, SourceRef
from padan.intake.table.decided import SheetIgnored, Unclear, aids_for
from padan.intake.table.furniture import Furniture, says_nil
from padan.intake.table.further import Further
from padan.intake.table.merged import filled_down, fills_of
from padan.intake.table.sections import NOTHING, Section, read_section
from padan.intake.table.titles import title_lines

NumberedRow = tuple[int, list[str]]

_PERSON_DIGITS = 15
_PERSON = re.compile(r"[1-9]\d{14,16}")
_MARKS = re.compile(r"[\s.'-]")


@dataclass
class Table:
    """One table of a file.

    Attributes:
        sheet: name of its sheet.
        header: its columns.
        titles: the lines above it.
        above: the titles of the tables above it on the same sheet; its own go before them.
        member: path inside a zip; '' where the file is none.
        rows: body rows that are no furniture: (row number, cells exactly as they stood).
        totals: body rows that are totals, for whoever wants to read them.
        sections: (first row, what its group row tells), in the order of rows.
        fills: row number → position → text of the merged cell that covers it.
        nil: whether the sheet says NIHIL.
    """

    sheet: str
    header: Header
    titles: list[str]
    above: list[str] = field(default_factory=list)
    member: str = ""
    rows: list[NumberedRow] = field(default_factory=list)
    totals: list[NumberedRow] = field(default_factory=list)
    sections: list[tuple[int, Section]] = field(default_factory=list)
    fills: dict[int, dict[int, str]] = field(default_factory=dict)
    nil: bool = False

    def told_rows(self) -> Iterator[tuple[int, list[str], list[str], Section]]:
        """Every row: its number, its cells, the cells with merged ones filled down, and its section."""
        fills, section = self.fills, NOTHING
        coming = iter(self.sections)
        begins, following = next(coming, (None, NOTHING))
        for row_number, cells in self.rows:
            while begins is not None and begins <= row_number:
                section = following
                begins, following = next(coming, (None, NOTHING))
            filled = filled_down(cells, fills[row_number]) if row_number in fills else cells
            yield row_number, cells, filled, section


@dataclass
class Found:
    """What a file's sheets hold: tables, and what was seen in the sheets without one.

    `titles` are the lines of sheets without a table, by member.
    """

    tables: list[Table] = field(default_factory=list)
    titles: dict[str, list[str]] = field(default_factory=dict)
    nil: bool = False
    problem: Refusal | None = None


def visible_sheets(sheets: Sequence[Sheet], contract: Contract, reading: FileReading) -> Iterator[Sheet]:
    """The sheets that a reader of the file would take for its content; the others are counted."""
    for sheet in sheets:
        if sheet.hidden:
            reading.count("hidden_sheet")
        elif contract.word_at_start("guide_sheets", sheet.name):
            reading.count("guide_sheet")
        else:
            yield sheet


def find_tables(
    sheets: Sequence[Sheet], tools: ReadingTools, reading: FileReading, source: SourceRef | None = None
) -> Found:
    """Reads every visible sheet; a sheet without a table is a problem only where it holds people.

    The refusal, if any, is kept in `problem`: the caller raises it after looking whose list it is.

    Args:
        sheets: the file's sheets.
        tools: contract, places and decisions.
        reading: takes the layouts and the counts of furniture.
        source: where the file lay; decisions that hold for one village need it.
    """
    found = Found()
    for sheet in visible_sheets(sheets, tools.contract, reading):
        rows = list(sheet.rows)
        if all(is_blank(cell) for cells in rows for cell in cells):
            reading.count("empty_sheet")
            continue
        try:
            tables = list(
                _read_tables(
                    sheet.name,
                    rows,
                    tools,
                    reading,
                    member=sheet.member,
                    merges=sheet.merges,
                    aids=aids_for(sheet, rows, tools, source),
                )
            )
        except SheetIgnored:
            reading.count("ignored_sheet")
            continue
        except Refusal as problem:
            _note_problem(found, problem, sheet.member, rows, tools.contract)
            reading.count("sheet_without_table")
            continue
        found.tables += tables
        found.nil = found.nil or any(table.nil for table in tables)
    return found


def _note_problem(
    found: Found, problem: Refusal, member: str, rows: list[list[str]], contract: Contract
) -> None:
    found.titles.setdefault(member, []).extend(title_lines(rows[:30]))
    found.nil = found.nil or says_nil(contract, rows)
    people = _holds_people(rows)
    if people or found.problem is None:
        problem.details["people"] = people
        found.problem = problem


def _holds_people(rows: list[list[str]]) -> bool:
    return any(sum(sign.isdigit() for sign in cell) >= _PERSON_DIGITS for cells in rows for cell in cells)


def read_table(
    name: str,
    rows: list[list[str]],
    tools: ReadingTools,
    reading: FileReading,
    *,
    member: str = "",
    merges: Sequence[Span] = (),
    aids: Aids | None = None,
) -> Table:
    """The table of one sheet that holds one.

    Raises:
        Refusal: no_header, missing_column, unknown_layout or duplicate_header.
        SheetIgnored: a decision leaves no column to be read.
    """
    table = _first_table(name, rows, tools, reading, member, merges, aids)
    _sort_rows(table, rows, tools, reading)
    return table


def _read_tables(
    name: str,
    rows: list[list[str]],
    tools: ReadingTools,
    reading: FileReading,
    *,
    member: str,
    merges: Sequence[Span],
    aids: Aids,
) -> Iterator[Table]:
    """The tables of one sheet, one below the other; raises what `read_table` raises."""
    table = _first_table(name, rows, tools, reading, member, merges, aids, people_above=True)
    found = 1
    while True:
        further = Further(tools.contract, rows, merges, aids, table.header, [*table.above, *table.titles])
        header, section = _sort_rows(table, rows, tools, reading, further)
        yield table
        if header is None:
            return
        found += 1
        if found > tools.limits["sheet_tables"]:
            raise Refusal(
                "too_large", found=f"{name}: {found}".lstrip(": "), expected=tools.limits["sheet_tables"]
            )
        _check(header, name, tools, member)
        reading.layout.append(header.layout(name, member))
        table = Table(name, header, further.between, further.titles, member)
        table.fills = fills_of(header, rows, merges)
        if section is not NOTHING:
            table.sections.append((header.row_number, section))


def _first_table(
    name: str,
    rows: list[list[str]],
    tools: ReadingTools,
    reading: FileReading,
    member: str,
    merges: Sequence[Span],
    aids: Aids | None,
    *,
    people_above: bool = False,
) -> Table:
    """The first table of one sheet, its rows still to be sorted; `people_above`: nobody may stand above it."""
    first = rows[: tools.limits["header_rows"]]
    header = find_header(first, tools.contract, merges=merges, aids=aids, below=rows)
    person = _first_person(rows[: header.first_row - 1]) if people_above and header else None
    if person is not None and header is not None:
        # Better heads further down are another table's: those of the people above them are asked for.
        higher = find_header(first[:person], tools.contract, merges=merges, aids=aids, below=rows)
        header = header if header.decided and higher is None else higher
    if header is None:
        raise no_header(name, tools.contract)
    if header.decided and not header.columns:
        reading.layout.append(header.layout(name, member))
        raise SheetIgnored
    _check(header, name, tools, member)
    above = rows[: header.first_row - 1]
    titles = title_lines(above)
    reading.count("title", len(titles))
    reading.count("blank", len(above) - len(titles))
    reading.layout.append(header.layout(name, member))
    table = Table(
        name, header, titles, member=member, nil=says_nil(tools.contract, rows[: header.row_number])
    )
    table.fills = fills_of(header, rows, merges)
    return table


def _first_person(above: list[list[str]]) -> int | None:
    """The first line that looks like a person's: a number as long as a NIK, and more than its label beside it."""
    for row_number, cells in enumerate(above, start=1):
        filled = [cell for cell in cells if not is_blank(cell)]
        numbers = [at for at, cell in enumerate(filled) if _PERSON.fullmatch(_MARKS.sub("", cell))]
        labelled = (
            any(":" in cell for cell in filled) or len(filled) == 1 or (len(filled) == 2 and numbers == [1])
        )
        if numbers and not labelled:
            return row_number
    return None


def _check(header: Header, name: str, tools: ReadingTools, member: str) -> None:
    try:
        check_header(header, name, tools.contract, member=member)
    except Refusal as problem:
        raise Unclear(problem, header) from None


def _sort_rows(
    table: Table,
    rows: list[list[str]],
    tools: ReadingTools,
    reading: FileReading,
    further: Further | None = None,
) -> tuple[Header | None, Section]:
    """Sorts the body into rows and furniture, down to the heads of a further table, if one is looked for.

    Returns those heads, and what the last group row tells.
    """
    furniture = Furniture(tools.contract, table.header)
    start = table.header.row_number
    section = table.sections[0][1] if table.sections else NOTHING
    for row_number, cells in enumerate(islice(rows, start, None), start=start + 1):
        kind = furniture.kind(cells)
        if further is not None and kind != "blank":
            if furniture.person:
                further.person()
            elif (header := further.heads(row_number, cells)) is not None:
                return header, section
        if kind is None:
            table.rows.append((row_number, cells))
            continue
        if kind == "signature":
            _take_place_and_date(table, row_number, tools, reading)
        elif kind == "total":
            table.totals.append((row_number, cells))
        elif kind == "nil":
            table.nil = True
        elif kind == "group_row":
            section = read_section(tools.contract, furniture.group_text(cells), section)
            table.sections.append((row_number, section))
        reading.count(kind)
    return None, section


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
