"""Decisions that were taken stay as they are, in the file and in the warehouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from tests.conftest import Warehouse

from padan.decisions.ledger import take
from padan.decisions.mappings import mappings
from padan.decisions.model import DecisionsError

FIRST = """\
- id: K-1
  kind: column_mapping
  columns: {KODE ORANG: nik, SEBUTAN: name}
  decided_by: petugas
  decided_on: 2026-02-03
  reason: judul lama
"""
SECOND = """\
- {id: K-2, kind: undo, undoes: K-1, decided_by: petugas, decided_on: 2026-02-04, reason: keliru}
"""


def test_entries_are_taken_once_and_hold_until_undone(warehouse: Warehouse, tmp_path: Path) -> None:
    path = tmp_path / "decisions.yaml"
    with warehouse.engine.begin() as connection:
        assert take(connection, path, "test") == 0
        path.write_text(FIRST, encoding="utf-8")
        assert [take(connection, path, "test") for _ in range(2)] == [1, 0]
        [mapping] = mappings(connection)
        assert (mapping.heads, mapping.village_code) == (("KODEORANG", "SEBUTAN"), None)
        path.write_text("# Sorted by hand.\n" + FIRST + SECOND, encoding="utf-8")
        assert take(connection, path, "test") == 1
        assert mappings(connection) == ()

    for changed, said in (
        (FIRST.replace("name", "address") + SECOND, r"entry K-1 was taken on .* changed since \(content\)"),
        (FIRST.replace("judul lama", "lain") + SECOND, r"changed since \(reason\)"),
        (FIRST, "the entry K-2 was taken on .* and is gone"),
        (FIRST + FIRST.replace("K-1", "K-3") + SECOND, "K-3 stands before K-2"),
    ):
        path.write_text(changed, encoding="utf-8")
        with warehouse.engine.begin() as connection, pytest.raises(DecisionsError, match=said):
            take(connection, path, "test")
    path.unlink()
    with warehouse.engine.begin() as connection, pytest.raises(DecisionsError, match="K-1 .* is gone"):
        take(connection, path, "test")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit.decision SET reason = 'x'",
        "DELETE FROM audit.decision",
        "TRUNCATE audit.decision CASCADE",
    ],
)
def test_nobody_changes_a_decision_in_the_warehouse(warehouse: Warehouse, statement: str) -> None:
    with (
        warehouse.owner.begin() as connection,
        pytest.raises(DatabaseError, match="neither changed nor removed"),
    ):
        connection.execute(text(statement))
