"""A registry version → staging.registry_row, streamed: adults only, without the sensitive columns.

P3KE individu is read now. DTSEN, two files joined on the family card, is recognised by its columns and
refused as not yet read; its reader would stand beside `_p3ke`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain, islice
from pathlib import Path, PurePosixPath

from padan.contracts import Contract, load_contract
from padan.identity.nik import read_nik
from padan.identity.sex import read_sex
from padan.intake.cells import is_blank, is_number
from padan.intake.columns import picker
from padan.intake.containers import Sheet, open_sheets
from padan.intake.furniture import Furniture
from padan.intake.header import Header, check_header, find_header, no_header
from padan.intake.people import birth_of
from padan.intake.records import FileReading, ReadingTools, Refusal, RowSet, SourceRef, Value
from padan.intake.tables import visible_sheets

TABLE = "staging.registry_row"
COLUMNS = (
    "sheet",
    "row_number",
    "person_ref",
    "family_ref",
    "nik_raw",
    "nik",
    "nik_fault",
    "dukcapil_matched",
    "name",
) + ("birth_date_raw", "birth_date", "sex", "village_code", "desil", "occupation", "family_relation")
_DTSEN = "dtsen"
_BATCH = 1000
Row = tuple[Value, ...]


def read_registry_file(local: Path, source: SourceRef, tools: ReadingTools, reading: FileReading) -> None:
    """Finds the heads, then leaves the rows to a generator that reads the file while it is consumed.

    Raises:
        Refusal: not a file of a registry that is read, or without its columns.
    """
    stream = _p3ke(local, PurePosixPath(source.path).name, tools, reading)
    first = next(stream)
    reading.tables[TABLE] = RowSet(COLUMNS, chain(first, stream_rows(stream)))


def stream_rows(stream: Iterator[list[Row]]) -> Iterator[Row]:
    """The rows of a stream of small batches."""
    for batch in stream:
        yield from batch


def _p3ke(local: Path, file_name: str, tools: ReadingTools, reading: FileReading) -> Iterator[list[Row]]:
    """Batches of rows of every sheet; the first comes once the heads were found and a first row was read."""
    with open_sheets(local, tools.limits) as sheets:
        tables = 0
        for sheet in visible_sheets(sheets, tools.contract, reading):
            rows = iter(sheet.rows)
            first = list(islice(rows, tools.limits["header_rows"]))
            if all(is_blank(cell) for cells in first for cell in cells):
                reading.count("empty_sheet")
                continue
            header = _header(sheet, first, tools.contract)
            tables += 1
            reading.layout.append(header.layout(sheet.name))
            reading.count("title", header.row_number - 1)
            reader = _RowReader(sheet.name, header, tools)
            body = chain(first[header.row_number :], rows)
            yield from _batches(reader, body, header.row_number + 1, reading)
        if not tables:
            raise Refusal("no_table")
        if not reading.rows:
            reading.refuse(Refusal("no_rows", file=file_name))
        yield []


def _header(sheet: Sheet, first: list[list[str]], contract: Contract) -> Header:
    foreign = _dtsen_header(first)
    if foreign is not None:
        found = ", ".join(text for text in foreign.texts if text)[:200]
        raise Refusal("layout_not_yet_read", sheet=sheet.name, found=found, expected=contract.title.id)
    header = find_header(first, contract)
    if header is None:
        raise no_header(sheet.name, contract)
    check_header(header, sheet.name, contract)
    return header


def _dtsen_header(first: list[list[str]]) -> Header | None:
    """The heads of a DTSEN file, members or families, under its own words (each column's first alias)."""
    dtsen = load_contract(_DTSEN)
    for part in dtsen.parts:
        required = dtsen.required(part)
        header = find_header(first, dtsen, part)
        if header is not None and {column.aliases[0] for column in required} <= set(header.texts):
            return header
    return None


def _batches(
    reader: _RowReader, body: Iterator[list[str]], start: int, reading: FileReading
) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row_number, cells in enumerate(body, start=start):
        row = reader.values(row_number, cells)
        if isinstance(row, str):
            reading.count(row)
            continue
        batch.append(row)
        if len(batch) == _BATCH:
            reading.rows += _BATCH
            yield batch
            batch = []
    reading.rows += len(batch)
    yield batch


_FIELDS = (
    "nik",
    "name",
    "birth_date",
    "person_ref",
    "family_ref",
    "dukcapil_matched",
    "sex",
    "village_code",
    "village",
) + ("district", "desil", "occupation", "family_relation")


class _RowReader:
    """Types the rows of one sheet; words that repeat over 354,000 rows are read once."""

    def __init__(self, sheet: str, header: Header, tools: ReadingTools) -> None:
        self._sheet = sheet
        self._tools = tools
        self._furniture = Furniture(tools.contract, header)
        self._pick = picker(header, _FIELDS)
        self._births: dict[str | None, date | None] = {}
        self._places: dict[tuple[str | None, ...], str] = {}
        self._yes_no: dict[str | None, bool | None] = {}
        self._adult_born = _years_before(tools.as_of, tools.adult_years)

    def values(self, row_number: int, cells: list[str]) -> Row | str:
        """One row of staging.registry_row, or the kind of furniture: 'minor' for a person under age."""
        picked = self._pick(cells)
        (nik_cell, name, birth_cell, person, family, matched, sex, code, village, district) = picked[:10]
        if nik_cell is None or name is None:
            kind = self._furniture.kind(cells)
            if kind is not None:
                return kind
        birth = self._birth(birth_cell)
        if birth is not None and birth > self._adult_born:
            return "minor"
        tools = self._tools
        nik = read_nik(nik_cell, numeric=is_number(nik_cell), districts=tools.districts, as_of=tools.as_of)
        if birth is None and nik.birth_date is not None and nik.birth_date > self._adult_born:
            return "minor"
        return (
            (self._sheet, row_number, person, family, nik_cell, nik.digits, nik.fault, self._matched(matched))
            + (" ".join(name.upper().split()) if name else None, birth_cell, birth, read_sex(sex))
            + (self._place((code, village, district)), *picked[10:])
        )

    def _birth(self, cell: str | None) -> date | None:
        if cell not in self._births:
            self._births[cell] = birth_of(cell, self._tools.as_of).date
        return self._births[cell]

    def _matched(self, cell: str | None) -> bool | None:
        if cell not in self._yes_no:
            word = self._tools.contract.word("yes_no", cell)
            self._yes_no[cell] = None if word is None else word == "yes"
        return self._yes_no[cell]

    def _place(self, place: tuple[str | None, str | None, str | None]) -> str:
        found = self._places.get(place)
        if found is None:
            places = self._tools.places
            code = places.village_by_code(place[0]) if place[0] else None
            found = self._places[place] = code or places.resolve_row(place[1], place[2])
        return found


def _years_before(day: date, years: int) -> date:
    """The last birthday on which a person is that old: 29 February falls on 1 March in ordinary years."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)
