"""Runs the read queries of include/sql/products."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, text

from padan.warehouse.sql import run

# A month is published right after it was written, often before the server has gathered statistics: taking
# the tables for empty, it would compare every row with every other (minutes instead of a second).
WITHOUT_STATISTICS = text("SET LOCAL enable_nestloop = off")
AS_BEFORE = text("SET LOCAL enable_nestloop TO DEFAULT")


def fetch(connection: Connection, name: str, **binds: object) -> Sequence[RowMapping]:
    """All rows of include/sql/products/<name>.sql, in the query's own order."""
    connection.execute(WITHOUT_STATISTICS)
    rows = run(connection, f"products/{name}.sql", **binds).mappings().all()
    connection.execute(AS_BEFORE)
    return rows
