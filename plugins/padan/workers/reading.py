"""What a worker does with one landed file: read it, and encode its rows for COPY."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from padan.intake import FileReading, ReadingTools, Refusal, SourceRef, read_file, tools_for
from padan.intake.reading import refuse_file
from padan.intake.records import ColumnMapping
from padan.warehouse.copy_text import encode

READ_ROWS = f"{__name__}:read_rows"
_PIECE_ROWS = 1000


@dataclass(frozen=True)
class FileToRead:
    """One landed file.

    Attributes:
        file_id: goes in front of every row.
        feed: whose contract reads it.
        local: the landed bytes.
        source: where it lay.
        regency: Kemendagri code.
        as_of: the day that two-digit years are read against.
        mappings: layouts that people decided about.
    """

    file_id: int
    feed: str
    local: Path
    source: SourceRef
    regency: str
    as_of: date
    mappings: tuple[ColumnMapping, ...] = ()


@dataclass(frozen=True)
class Piece:
    """Some rows of one staging table, as COPY takes them."""

    table: str
    columns: tuple[str, ...]
    lines: bytes = field(repr=False)


@dataclass(frozen=True)
class Read:
    """What became of the file.

    Attributes:
        reading: without its rows, which went ahead as pieces.
        undo: it was refused while its rows streamed: those that went ahead must not stay.
    """

    reading: FileReading
    undo: bool = False


def read_rows(file: FileToRead) -> Generator[Piece, None, Read]:
    """Yields the rows of the file table by table, and returns what became of it."""
    tools = tools_of(file)
    reading = read_file(file.feed, file.local, file.source, tools)
    try:
        yield from _pieces(file.file_id, reading)
    except Refusal as refusal:
        return Read(refuse_file(file.feed, file.source, tools, refusal), undo=True)
    reading.tables.clear()
    return Read(reading)


def _pieces(file_id: int, reading: FileReading) -> Iterator[Piece]:
    for table, row_set in sorted(reading.tables.items()):
        columns = ("file_id", *row_set.columns)
        rows = iter(row_set.rows)
        while some := [(file_id, *row) for row in islice(rows, _PIECE_ROWS)]:
            yield Piece(table, columns, encode(some))


_made: dict[tuple[str, str, date], ReadingTools] = {}


def tools_of(file: FileToRead) -> ReadingTools:
    """What reading the file needs; made once for files of the same kind."""
    kind = (file.feed, file.regency, file.as_of)
    tools = _made.get(kind)
    if tools is None or tools.mappings != file.mappings:
        tools = _made[kind] = tools_for(*kind, mappings=file.mappings)
    return tools
