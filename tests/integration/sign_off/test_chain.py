"""The chained log: every way to rewrite it is found, and anybody can compute a link."""

from __future__ import annotations

import hashlib
import json
import threading

import pytest
from sqlalchemy import Connection, text
from tests.conftest import Warehouse

ZEROS = "0" * 64


@pytest.fixture
def chain(warehouse: Warehouse) -> Warehouse:
    """Five events in a warehouse of its own."""
    with warehouse.engine.begin() as connection:
        for number in range(1, 6):
            note(connection, f"case {number}", {"by": "budi", "nested": {"é": [number, None, True]}})
    return warehouse


def note(connection: Connection, ref: str, content: dict[str, object]) -> str:
    statement = text("SELECT audit.note_event('look', :ref, CAST(:content AS jsonb))")
    return str(connection.execute(statement, {"ref": ref, "content": json.dumps(content)}).scalar_one())


def rewrite(chain: Warehouse, statement: str) -> int | None:
    """What the check finds after the owner switched the triggers off and changed a row."""
    with chain.owner.begin() as connection:
        connection.execute(text("ALTER TABLE audit.event DISABLE TRIGGER ALL"))
        connection.execute(text(statement))
        connection.execute(text("ALTER TABLE audit.event ENABLE TRIGGER ALL"))
        found: int | None = connection.execute(text("SELECT audit.broken_event()")).scalar_one()
        return found


def root(chain: Warehouse) -> str:
    with chain.engine.connect() as connection:
        return str(connection.execute(text("SELECT audit.event_root()")).scalar_one())


def test_an_empty_chain_is_whole(warehouse: Warehouse) -> None:
    with warehouse.engine.connect() as connection:
        found = connection.execute(text("SELECT audit.event_root(), audit.broken_event()")).one()
    assert tuple(found) == (ZEROS, None)


def test_anybody_can_compute_a_link(chain: Warehouse) -> None:
    with chain.engine.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT event_id, "
                "to_char(noted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24\\:MI\\:SS.US\"Z\"') AS noted_at, "
                "kind, ref, content\\:\\:text AS content, previous_sha256, sha256 FROM audit.event ORDER BY event_id"
            )
        ).all()
    previous = ZEROS
    for place, row in enumerate(rows, start=1):
        lines = [previous, str(place), row.noted_at, row.kind, row.ref, row.content]
        previous = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        assert (row.event_id, row.sha256) == (place, previous)
    assert root(chain) == previous


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ('UPDATE audit.event SET content = \'{"by": "siti"}\' WHERE event_id = 3', 3),
        ("UPDATE audit.event SET noted_at = noted_at + interval '1 microsecond' WHERE event_id = 2", 2),
        ("UPDATE audit.event SET ref = ref || ' ' WHERE event_id = 5", 5),
        ("UPDATE audit.event SET kind = 'verdict' WHERE event_id = 1", 1),
        ("DELETE FROM audit.event WHERE event_id = 4", 5),
        ("DELETE FROM audit.event WHERE event_id = 1", 2),
        (
            # Somebody who computes the changed row's hash anew breaks the next link.
            "UPDATE audit.event SET ref = 'x', "
            "sha256 = audit.event_sha256(previous_sha256, event_id, noted_at, kind, 'x', content) WHERE event_id = 3",
            4,
        ),
        ("UPDATE audit.event SET event_id = 9 WHERE event_id = 5", 9),
    ],
)
def test_a_rewritten_event_is_found(chain: Warehouse, statement: str, found: int) -> None:
    assert rewrite(chain, statement) == found


def test_a_chain_cut_off_at_its_end_shows_against_a_printed_root(chain: Warehouse) -> None:
    printed = root(chain)
    with chain.engine.connect() as connection:
        assert connection.execute(text("SELECT audit.event_of_root(:r)"), {"r": printed}).scalar_one() == 5
    assert rewrite(chain, "DELETE FROM audit.event WHERE event_id = 5") is None
    with chain.engine.connect() as connection:
        assert connection.execute(text("SELECT audit.event_of_root(:r)"), {"r": printed}).scalar_one() is None


def test_a_root_before_the_break_still_holds(chain: Warehouse) -> None:
    with chain.engine.begin() as connection:
        third = connection.execute(text("SELECT sha256 FROM audit.event WHERE event_id = 3")).scalar_one()
    rewrite(chain, "UPDATE audit.event SET ref = 'x' WHERE event_id = 4")
    with chain.engine.connect() as connection:
        assert connection.execute(text("SELECT audit.event_of_root(:r)"), {"r": third}).scalar_one() == 3


def test_events_noted_side_by_side_make_one_chain(warehouse: Warehouse) -> None:
    def work(name: str) -> None:
        for number in range(10):
            with warehouse.engine.begin() as connection:
                note(connection, f"{name} {number}", {})

    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with warehouse.engine.connect() as connection:
        found = connection.execute(
            text("SELECT count(*), max(event_id), audit.broken_event() FROM audit.event")
        ).one()
    assert tuple(found) == (30, 30, None)


def test_a_decision_is_noted_without_its_words(warehouse: Warehouse) -> None:
    with warehouse.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO audit.decision "
                "(decision_id, place, kind, content, decided_by, decided_on, reason, run_ref) "
                "VALUES ('d1', 1, 'withdraw_submission', '{\"path\": \"RAHASIA.xlsx\"}', 'budi', '2026-02-01', "
                "'salah kirim', 'local/test')"
            )
        )
        row = connection.execute(
            text("SELECT kind, ref, content\\:\\:text AS content FROM audit.event")
        ).one()
    assert (row.kind, row.ref) == ("decision", "d1")
    assert "budi" in row.content
    assert "RAHASIA" not in row.content
    assert "salah" not in row.content
