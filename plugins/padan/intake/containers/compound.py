"""Is an .xls whole? Its file system of sectors and its records are walked before a parser trusts them.

An .xls is a compound file (MS-CFB): sectors chained by a table, a directory of streams, and in the stream
`Workbook` one record after another (MS-XLS). A parser that trusts a damaged chain or count runs for ever or lays
out more memory than there is.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from padan.intake.containers.content import Content, opened
from padan.intake.records import Refusal

_HEADER = struct.Struct("<24x2xH2xHH6x4xII4xIIIII")
_HEADER_BYTES, _HEADER_CHAINS, _ENTRY_BYTES = 512, 109, 128
_FREE, _END, _LAST_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFA
_STREAM, _ROOT = 2, 5
_WORKBOOKS = ("Workbook", "Book")
_MACROS = ("_VBA_PROJECT_CUR", "_VBA_PROJECT")
_RECORD = struct.Struct("<HH")
_BOF, _WRITE_PROTECTED, _FILEPASS, _STRINGS = (0x0809, 0x0409, 0x0209), 0x0086, 0x002F, 0x00FC
_CELLS = frozenset({0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x00BD, 0x00BE, 0x00D6, 0x00FD})
_LAST_COLUMN = 255
_STRING_BYTES = 3
"""The least that one shared string takes."""


@dataclass
class Compound:
    """What an .xls holds.

    Attributes:
        locked: whether its records are encrypted.
        macro: whether it holds a program.
    """

    locked: bool = False
    macro: bool = False


def check_compound(content: Content) -> Compound:
    """Whether the file may be parsed.

    Raises:
        Refusal: truncated; a chain, a stream or a record does not end where it should.
    """
    with opened(content) as file:
        data = file.read()
    try:
        files = _Files(data)
        names = {entry.name for entry in files.entries}
        found = Compound(macro=any(name in names for name in _MACROS))
        for entry in files.entries:
            if entry.kind == _STREAM:
                stream = files.stream(entry)
                if entry.name in _WORKBOOKS and _is_locked(stream):
                    found.locked = True
                elif entry.name in _WORKBOOKS:
                    _check_records(stream)
    except (struct.error, ValueError, IndexError) as error:
        raise Refusal("truncated", found=type(error).__name__) from None
    return found


@dataclass(frozen=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


@dataclass
class _Files:
    """The file system inside a compound file; ValueError where it is damaged."""

    data: bytes
    entries: list[_Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        major, shift, small_shift, tables, directory, cutoff, small, smalls, more, mores = (
            _HEADER.unpack_from(self.data)
        )
        if shift not in (9, 12) or small_shift != 6:
            raise ValueError("sector size")
        self._size, self._cutoff = 1 << shift, cutoff
        self._sectors = -(-(len(self.data) - self._size) // self._size)
        self._next = self._table(self._table_sectors(tables, more, mores))
        raw = self._join(self._chain(directory, self._next))
        self.entries = [entry for place in range(0, len(raw), _ENTRY_BYTES) if (entry := _entry(raw, place))]
        self._next_small = self._table(self._chain(small, self._next)) if smalls else array("I")
        roots = [entry for entry in self.entries if entry.kind == _ROOT]
        has_small = bool(roots) and roots[0].start < _LAST_SECTOR and roots[0].size > 0
        self._small = self._join(self._chain(roots[0].start, self._next)) if has_small else b""

    def stream(self, entry: _Entry) -> bytes:
        """A stream's bytes."""
        if entry.size == 0:
            return b""
        if entry.size >= self._cutoff:
            raw = self._join(self._chain(entry.start, self._next))
        else:
            places = self._chain(entry.start, self._next_small)
            raw = b"".join(self._small[place * 64 : place * 64 + 64] for place in places)
        if len(raw) < entry.size:
            raise ValueError("stream")
        return raw[: entry.size]

    def _table_sectors(self, tables: int, more: int, mores: int) -> list[int]:
        """Where the table of chains lies: the first 109 places are in the header, the others in sectors."""
        listed = list(struct.unpack_from(f"<{_HEADER_CHAINS}I", self.data, 76))
        per_sector = self._size // 4
        for _ in range(mores):
            places = struct.unpack_from(f"<{per_sector}I", self._sector(more))
            listed += places[:-1]
            more = places[-1]
        found = [place for place in listed if place != _FREE]
        if len(found) < tables:
            raise ValueError("table")
        return found[:tables]

    def _table(self, places: list[int]) -> array[int]:
        raw = self._join(places)
        return array("I", raw[: len(raw) // 4 * 4])

    def _sector(self, place: int) -> bytes:
        if place >= self._sectors:
            raise ValueError("sector")
        return self.data[(place + 1) * self._size : (place + 2) * self._size]

    def _join(self, places: list[int]) -> bytes:
        return b"".join(map(self._sector, places))

    @staticmethod
    def _chain(start: int, following: array[int]) -> list[int]:
        places: list[int] = []
        while start != _END:
            if start >= len(following) or len(places) > len(following):
                raise ValueError("chain")
            places.append(start)
            start = following[start]
        return places


def _entry(raw: bytes, place: int) -> _Entry | None:
    length, kind = struct.unpack_from("<HB", raw, place + 64)
    if kind == 0 or not 2 <= length <= 64:
        return None
    start, size = struct.unpack_from("<II", raw, place + 116)
    return _Entry(raw[place : place + length - 2].decode("utf-16-le", "replace"), kind, start, size)


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + _RECORD.size <= len(stream):
        kind, length = _RECORD.unpack_from(stream, place)
        place += _RECORD.size
        if kind == 0 and length == 0:
            return  # what pads a stream to its smallest size
        if place + length > len(stream):
            raise ValueError("record")
        yield kind, stream[place : place + length]
        place += length


def _is_locked(stream: bytes) -> bool:
    """Whether the workbook says, right after its start, that what follows is encrypted."""
    for kind, _ in _records(stream):
        if kind == _FILEPASS:
            return True
        if kind not in _BOF and kind != _WRITE_PROTECTED:
            return False
    return False


def _check_records(stream: bytes) -> None:
    for kind, body in _records(stream):
        if kind in _CELLS and len(body) >= 4 and struct.unpack_from("<H", body, 2)[0] > _LAST_COLUMN:
            raise ValueError("column")
        if kind == _STRINGS and struct.unpack_from("<I", body, 4)[0] * _STRING_BYTES > len(stream):
            raise ValueError("strings")
