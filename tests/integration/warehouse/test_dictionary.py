"""Every table and column is explained, and the committed data dictionary says what the warehouse says."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text
from tests.conftest import Warehouse

from padan.warehouse.dictionary import markdown
from padan.warehouse.sql import run


def test_committed_dictionary_is_current(warehouse: Warehouse, project: Path) -> None:
    with warehouse.engine.connect() as connection:
        made = markdown(connection)
    committed = (project / "docs" / "reference" / "data-dictionary.md").read_text(encoding="utf-8")
    assert committed == made, "run `make docs` and commit docs/reference/data-dictionary.md"


def test_every_table_and_column_has_a_comment(warehouse: Warehouse) -> None:
    with warehouse.engine.connect() as connection:
        rows = run(connection, "warehouse/dictionary.sql").all()
    silent = [
        f"{row.schema_name}.{row.table_name}.{row.column_name}"
        for row in rows
        if row.table_comment is None or (row.kind == "r" and row.column_comment is None)
    ]
    assert silent == []


def test_the_reader_sees_no_person(warehouse: Warehouse) -> None:
    from padan.warehouse.engine import engine

    with engine(warehouse.reader_uri).connect() as connection:
        schemas = set(
            connection.execute(
                text(
                    "SELECT DISTINCT table_schema FROM information_schema.table_privileges "
                    "WHERE grantee = 'padan_reader' AND privilege_type = 'SELECT'"
                )
            ).scalars()
        )
        assert schemas == {"reconciliation", "mart"}
        columns = set(
            connection.execute(
                text(
                    "SELECT column_name FROM information_schema.columns "
                    "WHERE table_schema IN ('reconciliation', 'mart')"
                )
            ).scalars()
        )
    assert columns.isdisjoint({"nik", "nik_raw", "kpj", "kpj_raw", "name", "name_raw", "name_words", "cells"})
