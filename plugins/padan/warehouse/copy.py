"""Bulk rows into a table by COPY, streamed: memory does not grow with the rows."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from typing import Any

import psycopg2
from psycopg2 import sql
from sqlalchemy import Connection

from padan.warehouse.errors import hide_values

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\v": "\\v", "\x00": ""})
_NULL = "\v"
"""Stands for NULL instead of \\N, so that a line with a backslash is a line that needs escaping."""
_CHUNK_ROWS = 1000
_READ_SIGNS = 1 << 18


def copy_rows(
    connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    """COPY rows into schema.table within the connection's transaction; return how many.

    Values may be str, int, float, bool, date, datetime, None, or a list of str for a text[] column.
    A NUL character, which PostgreSQL cannot hold, is dropped.

    Raises:
        psycopg2.Error: a row does not fit the table; its text names no value.
        Exception: whatever the rows raised while they were made.
    """
    counted = _Counted(rows)
    schema, _, name = table.rpartition(".")
    target = sql.Identifier(schema, name) if schema else sql.Identifier(name)
    with closing(connection.connection.cursor()) as made:
        cursor: Any = made  # psycopg2's own, which SQLAlchemy types as any driver's
        statement = sql.SQL("COPY {} ({}) FROM STDIN (NULL {})").format(
            target, sql.SQL(", ").join(sql.Identifier(column) for column in columns), sql.Literal(_NULL)
        )
        try:
            cursor.copy_expert(statement.as_string(cursor), _TextStream(counted), size=_READ_SIGNS)
        except psycopg2.Error as error:
            if counted.error is not None:
                raise counted.error from None
            hide_values(error)
            raise
    return counted.count


class _Counted:
    """Iterates over rows, counts them, and keeps what went wrong while they were made."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self._rows = rows
        self.count = 0
        self.error: Exception | None = None

    def __iter__(self) -> Iterator[Sequence[Any]]:
        try:
            for row in self._rows:
                self.count += 1
                yield row
        except Exception as error:
            # psycopg2 would turn it into an error of its own that quotes it.
            self.error = error
            raise


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
        lines = [_line(row) for row in islice(self._rows, _CHUNK_ROWS)]
        return "\n".join(lines) + "\n" if lines else ""


def _line(row: Sequence[Any]) -> str:
    """One line of COPY's text format. Called for every row, so nothing is called for an ordinary value."""
    fields = [value if type(value) is str else _NULL if value is None else _text(value) for value in row]
    line = "\t".join(fields)
    # Almost no line holds a sign with a meaning of its own: looked for once a line, not once a value.
    if (
        "\\" in line
        or "\n" in line
        or "\r" in line
        or "\x00" in line
        or line.count("\t") != len(fields) - 1
        or line.count(_NULL) != row.count(None)
    ):
        return "\t".join(
            [
                _NULL if value is None else field.translate(_ESCAPES)
                for value, field in zip(row, fields, strict=True)
            ]
        )
    return line


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, (list, tuple)):
        return _array(value)
    return str(value)


def _array(values: Sequence[str | None]) -> str:
    if not values:
        return "{}"
    try:
        joined = '","'.join(values)  # type: ignore[arg-type]
    except TypeError:  # a NULL among them
        joined = "\\"
    if "\\" not in joined and joined.count('"') == 2 * (len(values) - 1):
        return '{"' + joined + '"}'
    return "{" + ",".join(["NULL" if item is None else _array_item(item) for item in values]) + "}"


def _array_item(item: str) -> str:
    return '"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"'
