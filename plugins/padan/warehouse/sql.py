"""Runs the statements of include/sql: one purpose a file, values always bound."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Connection, CursorResult, TextClause, text

from padan.paths import INCLUDE


@cache
def statement(file_name: str) -> TextClause:
    """Return include/sql/<file_name> as a statement with `:name` binds."""
    return text((INCLUDE / "sql" / file_name).read_text(encoding="utf-8"))


def run(connection: Connection, file_name: str, **binds: Any) -> CursorResult[Any]:
    """Run include/sql/<file_name> with its binds; the last statement's result is returned."""
    return connection.execute(statement(file_name), binds)
