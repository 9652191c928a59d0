"""Bulk rows into a table by COPY, streamed: memory does not grow with the rows."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from typing import Any

from psycopg2 import sql
from sqlalchemy import Connection

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\x00": ""})
_CHUNK_ROWS = 2000


def copy_rows(
    connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    """COPY rows into schema.table within the connection's transaction; return how many.

    Values may be str, int, float, bool, date, datetime, None, or a list of str for a text[] column.
    A NUL character, which PostgreSQL cannot hold, is dropped.
    """
    counted = _Counted(rows)
    schema, _, name = table.rpartition(".")
    target = sql.Identifier(schema, name) if schema else sql.Identifier(name)
    with closing(connection.connection.cursor()) as cursor:
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            target, sql.SQL(", ").join(sql.Identifier(column) for column in columns)
        )
        cursor.copy_expert(statement.as_string(cursor), _TextStream(counted))
    return counted.count


class _Counted:
    """Iterates over rows and counts them."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Sequence[Any]]:
        for row in self._rows:
            self.count += 1
            yield row


class _TextStream(io.TextIOBase):
    """A readable text file in COPY's text format, made from rows as they are asked for."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self._rows = iter(rows)
        self._buffer = ""

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> str:
        parts = [self._buffer]
        length = len(self._buffer)
        while size is None or size < 0 or length < size:
            chunk = self._next_chunk()
            if not chunk:
                break
            parts.append(chunk)
            length += len(chunk)
        text = "".join(parts)
        if size is None or size < 0:
            self._buffer = ""
            return text
        self._buffer = text[size:]
        return text[:size]

    def _next_chunk(self) -> str:
        lines: list[str] = []
        for row in self._rows:
            lines.append("\t".join([_field(value) for value in row]))
            if len(lines) == _CHUNK_ROWS:
                break
        return "\n".join(lines) + "\n" if lines else ""


def _field(value: Any) -> str:
    if value is None:
        return "\\N"
    if type(value) is str:
        return value.translate(_ESCAPES) if _needs_escape(value) else value
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, (list, tuple)):
        return _array(value).translate(_ESCAPES)
    return str(value)


def _needs_escape(value: str) -> bool:
    return not value.isprintable() or "\\" in value


def _array(values: Sequence[str | None]) -> str:
    return "{" + ",".join(["NULL" if item is None else _array_item(item) for item in values]) + "}"


def _array_item(item: str) -> str:
    if item.isalnum() and item.upper() != "NULL":
        return item
    return '"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"'
