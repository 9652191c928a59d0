"""A registry version's file → staging, streamed: adults only, without the sensitive columns.

Which registry a file belongs to is found by its columns, never by its title or its name. One record
(`registry_record`), two adapters: `p3ke` reads persons, `dtsen` members and families.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path, PurePosixPath

from padan.contracts import Contract, load_contract
from padan.contracts.model import MAIN_PART
from padan.intake.cells import is_blank
from padan.intake.containers import Sheet, open_sheets
from padan.intake.header import Aids, Header, check_header, decision_entry, find_header, no_header
from padan.intake.parameters import parameter
from padan.intake.records import FileReading, ReadingTools, Refusal, RowSet, SourceRef
from padan.intake.registers.dtsen import FamilyReader, MemberReader
from padan.intake.registers.p3ke import P3keReader
from padan.intake.registers.record import (
    FAMILY_COLUMNS,
    FAMILY_TABLE,
    PERSON_COLUMNS,
    PERSON_TABLE,
    Row,
    RowReader,
)
from padan.intake.table.tables import visible_sheets

_BATCH = 1000
_NEVER = 2.0
"""No head resembles another so much."""


@dataclass(frozen=True)
class _Adapter:
    """How one kind of table is read.

    Attributes:
        contract: name of the contract that knows its columns.
        part: its part of that contract.
        table: staging table of its rows.
        columns: columns of that table.
        reader: makes the reader of one sheet's rows.
    """

    contract: str
    part: str
    table: str
    columns: tuple[str, ...]
    reader: Callable[[str, str, Header, ReadingTools], RowReader]


_ADAPTERS = (
    _Adapter("p3ke", MAIN_PART, PERSON_TABLE, PERSON_COLUMNS, P3keReader),
    _Adapter("dtsen", MAIN_PART, PERSON_TABLE, PERSON_COLUMNS, MemberReader),
    _Adapter("dtsen", "families", FAMILY_TABLE, FAMILY_COLUMNS, FamilyReader),
)


@dataclass
class _Table:
    """One sheet's table: how it is read, its heads, and its rows below them."""

    adapter: _Adapter
    sheet: Sheet
    header: Header
    body: Iterator[list[str]]


def read_registry_file(local: Path, source: SourceRef, tools: ReadingTools, reading: FileReading) -> None:
    """Finds the heads, then leaves the rows to generators that read the file while they are consumed.

    Raises:
        Refusal: not a file of the registry whose folder it lies in, or without its columns.
    """
    stream = _tables(local, source, tools, reading)
    tables = next(stream)
    kinds = {table.adapter.table: table.adapter for table in tables}
    first, *others = sorted(kinds)
    for name in others:
        # The file is read once more for each further table: members and families in one workbook or zip.
        reading.tables[name] = RowSet(kinds[name].columns, _again(name, local, source, tools, reading))
    rows = _rows((table for table in tables if table.adapter.table == first), tools, reading)
    reading.tables[first] = RowSet(
        kinds[first].columns, _to_the_end(rows, stream, source, reading, not others)
    )


def _again(
    name: str, local: Path, source: SourceRef, tools: ReadingTools, reading: FileReading
) -> Iterator[Row]:
    stream = _tables(local, source, tools, FileReading())
    rows = _rows((table for table in next(stream) if table.adapter.table == name), tools, reading)
    yield from _to_the_end(rows, stream, source, reading, True)


def _to_the_end(
    rows: Iterator[Row], stream: Iterator[list[_Table]], source: SourceRef, reading: FileReading, last: bool
) -> Iterator[Row]:
    yield from rows
    for _ in stream:
        pass  # closes the file
    if last and not reading.rows and reading.outcome != "refused":
        reading.refuse(Refusal("no_rows", file=PurePosixPath(source.path).name))


def _tables(
    local: Path, source: SourceRef, tools: ReadingTools, reading: FileReading
) -> Iterator[list[_Table]]:
    """The file's tables, once; the file stays open until the generator is asked again."""
    with open_sheets(local, tools.limits, streamed=True) as sheets:
        for kind, number in sorted(sheets.notices.items()):
            reading.count(kind, number)
        found = []
        for sheet in visible_sheets(sheets, tools.contract, reading):
            rows = iter(sheet.rows)
            first = list(islice(rows, tools.limits["header_rows"]))
            if all(is_blank(cell) for cells in first for cell in cells):
                reading.count("empty_sheet")
                continue
            adapter, header = _known(sheet, first, source, tools)
            reading.count("title", header.first_row - 1)
            layout = header.layout(sheet.name, sheet.member)
            reading.layout.append({**layout, "registry": adapter.contract, "part": adapter.part})
            found.append(_Table(adapter, sheet, header, chain(first[header.row_number :], rows)))
        if not found:
            raise Refusal("no_table")
        yield found


def _known(
    sheet: Sheet, first: list[list[str]], source: SourceRef, tools: ReadingTools
) -> tuple[_Adapter, Header]:
    """The adapter whose columns the sheet has, those of its folder's registry first.

    By aliases, else by a decision. Nothing is read by mere resemblance: registries hold columns that must not
    be.
    """
    registry = source.collection.split("/")[0]
    mine = [adapter for adapter in _ADAPTERS if adapter.contract == registry]
    others = [adapter for adapter in _ADAPTERS if adapter.contract != registry]
    for adapter, aids in [(one, None) for one in mine + others] + [(one, _aids(tools)) for one in mine]:
        contract = load_contract(adapter.contract)
        header = find_header(first, contract, adapter.part, merges=sheet.merges, aids=aids)
        if header is None or not _complete(header, contract, adapter.part):
            continue
        check_header(header, sheet.name, contract, adapter.part, sheet.member)
        if adapter not in mine:
            raise Refusal("registry_folder", sheet=sheet.name, found=registry, expected=adapter.contract)
        return adapter, header
    raise _unknown(sheet, first, mine or others, tools)


def _complete(header: Header, contract: Contract, part: str) -> bool:
    return {column.name for column in contract.required(part)} <= header.columns.keys()


def _unknown(
    sheet: Sheet, first: list[list[str]], adapters: Sequence[_Adapter], tools: ReadingTools
) -> Refusal:
    """Why no adapter reads the sheet: told by the one that knows most of its heads."""
    best: tuple[_Adapter, Header] | None = None
    for adapter in adapters:
        contract = load_contract(adapter.contract)
        header = find_header(first, contract, adapter.part, merges=sheet.merges, aids=_aids(tools))
        if header is not None and (best is None or header.named > best[1].named):
            best = adapter, header
    if best is None:
        return no_header(sheet.name, load_contract(adapters[0].contract))
    contract = load_contract(best[0].contract)
    try:
        check_header(best[1], sheet.name, contract, best[0].part, sheet.member)
    except Refusal as refusal:
        if refusal.code == "unknown_layout":
            refusal.details["entry"] = decision_entry(best[1], None, contract, best[0].part)
        return refusal
    return no_header(sheet.name, contract)


def _aids(tools: ReadingTools) -> Aids:
    suggest = parameter("header_similarity_suggest", tools.as_of)
    return Aids(
        _NEVER, suggest, tools.as_of, tools.mappings, lambda mapping, _header: mapping.village_code is None
    )


def _rows(tables: Iterator[_Table], tools: ReadingTools, reading: FileReading) -> Iterator[Row]:
    """The rows of the tables; `reading` counts them in steps of a batch."""
    for table in tables:
        own = replace(tools, contract=load_contract(table.adapter.contract))
        reader = table.adapter.reader(table.sheet.member, table.sheet.name, table.header, own)
        pending = 0
        for row_number, cells in enumerate(table.body, start=table.header.row_number + 1):
            row = reader.values(row_number, cells)
            if isinstance(row, str):
                reading.count(row)
                continue
            yield row
            pending += 1
            if pending == _BATCH:
                reading.rows += _BATCH
                pending = 0
        reading.rows += pending
