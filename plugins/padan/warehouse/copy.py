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

from padan.warehouse.copy_text import NULL, encode
from padan.warehouse.errors import hide_values

_CHUNK_ROWS = 1000
_READ_BYTES = 1 << 18


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
    counted = _Chunks(rows)
    copy_encoded(connection, table, columns, counted)
    return counted.count


def copy_encoded(connection: Connection, table: str, columns: Sequence[str], pieces: Iterable[bytes]) -> None:
    """COPY rows that were encoded elsewhere, by `copy_text.encode`, into schema.table.

    Raises:
        psycopg2.Error: a row does not fit the table; its text names no value.
        Exception: whatever the pieces raised while they were made.
    """
    stream = _Stream(pieces)
    schema, _, name = table.rpartition(".")
    target = sql.Identifier(schema, name) if schema else sql.Identifier(name)
    with closing(connection.connection.cursor()) as made:
        cursor: Any = made  # psycopg2's own, which SQLAlchemy types as any driver's
        statement = sql.SQL("COPY {} ({}) FROM STDIN (NULL {}, ENCODING 'UTF8')").format(
            target, sql.SQL(", ").join(sql.Identifier(column) for column in columns), sql.Literal(NULL)
        )
        try:
            cursor.copy_expert(statement.as_string(cursor), stream, size=_READ_BYTES)
        except psycopg2.Error as error:
            if stream.error is not None:
                raise stream.error from None
            hide_values(error)
            raise


class _Chunks:
    """Encodes rows, some together, and counts them."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[bytes]:
        rows = iter(self._rows)
        while chunk := list(islice(rows, _CHUNK_ROWS)):
            self.count += len(chunk)
            yield encode(chunk)


class _Stream(io.RawIOBase):
    """A readable binary file of pieces, made as they are asked for; keeps what went wrong while they were."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = memoryview(b"")
        self.error: Exception | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            while not self._rest:
                self._rest = memoryview(next(self._pieces))
        except StopIteration:
            return b""
        except Exception as error:
            # psycopg2 would turn it into an error of its own that quotes it.
            self.error = error
            raise
        end = len(self._rest) if size < 0 else size
        taken, self._rest = self._rest[:end], self._rest[end:]
        return bytes(taken)
