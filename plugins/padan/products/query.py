"""Runs the read queries of include/sql/products."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping

from padan.warehouse.sql import run


def fetch(connection: Connection, name: str, **binds: object) -> Sequence[RowMapping]:
    """All rows of include/sql/products/<name>.sql, in the query's own order."""
    return run(connection, f"products/{name}.sql", **binds).mappings().all()
