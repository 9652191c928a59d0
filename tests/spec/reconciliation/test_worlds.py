"""Every world of worlds/*.md goes through the real steps, from files to the bridge, and ends as typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Row, text
from tests.conftest import Warehouse
from tests.spec.reconciliation.adds_up import assert_adds_up
from tests.spec.reconciliation.world import Expected, World, read_world, write_sources

from padan import steps
from padan.sources import FolderSource

WORLDS = sorted((Path(__file__).parent / "worlds").glob("*.md"))
LEDGER = (
    *("cause", "village_code", "opening", "new", "reopened"),
    *("resolved", "reclassified_in", "reclassified_out", "closing"),
)
Key = tuple[str, str, str, int]
FEEDS = ("exclusion_lists", "poverty_registry", "village_submissions", "bpjs_branch_export")


@pytest.mark.parametrize("path", WORLDS, ids=[path.stem for path in WORLDS])
def test_world(path: Path, warehouse: Warehouse, tmp_path: Path) -> None:
    world = read_world(path)
    expected = write_sources(world, tmp_path / "sources")
    ctx = steps.open_context(
        "local/spec", {"PADAN_HOME": str(tmp_path / "home"), "PADAN_WAREHOUSE_URI": warehouse.loader_uri}
    )
    run_feeds(ctx, tmp_path / "sources")
    for period in world.months:
        assert steps.reconcile(ctx, period)["version"] == 1
    with ctx.warehouse.connect() as connection:
        assert_outcomes(connection, expected)
        for period in world.months:
            assert_bridge(connection, period, world)
            assert_status(connection, period, world)
            assert_cases(connection, period, world)
            assert_adds_up(connection, period)


def run_feeds(ctx: steps.StepContext, sources: Path) -> None:
    """Lands, reads, checks and loads whatever is new at the source."""
    for feed in FEEDS:
        landed = steps.land(ctx, feed, FolderSource(sources))
        if landed["load_id"] is not None:
            for batch in landed["batches"]:
                steps.read(ctx, landed["load_id"], batch)
            steps.check(ctx, landed["load_id"])
            steps.load(ctx, landed["load_id"])


def assert_outcomes(connection: Connection, expected: list[Expected]) -> None:
    """Every row of both sides is typed, and ends as typed."""
    found = outcomes(connection)
    wanted = {(e.period, e.side, e.file_name, e.row_number): e for e in expected}
    told = {
        key: (r.outcome, r.reason if key not in wanted or wanted[key].tells_reason else None)
        for key, r in found.items()
    }
    assert told == {key: (e.outcome, e.reason) for key, e in wanted.items()}
    areas = {key: found[key].village_code for key, e in wanted.items() if e.area}
    assert areas == {key: e.area for key, e in wanted.items() if e.area}
    assert_pairs(found, wanted)


def assert_pairs(found: dict[Key, Row[Any]], wanted: dict[Key, Expected]) -> None:
    """Rows with the same letter have one pair_id of their own, all others none."""
    letters = {key: e.pair for key, e in wanted.items()}
    first = {
        (key[0], found[key].pair_id): letter for key, letter in sorted(letters.items()) if letter is not None
    }
    paired = {key: first.get((key[0], r.pair_id)) for key, r in found.items() if r.pair_id is not None}
    assert paired == {key: letter for key, letter in letters.items() if letter is not None}


def outcomes(connection: Connection) -> dict[Key, Row[Any]]:
    """The newest version's outcome of every row, by month, side, path and row number."""
    rows = connection.execute(
        text(
            "SELECT o.* FROM reconciliation.row_outcome AS o "
            "INNER JOIN reconciliation.current_version AS c ON o.period = c.period AND o.version = c.version"
        )
    ).all()
    found = {(r.period, r.side, r.file_name, r.row_number): r for r in rows}
    assert len(found) == len(rows), "a row has two outcomes"
    return found


def assert_bridge(connection: Connection, period: str, world: World) -> None:
    """Every typed area has exactly the typed lines, whatever their group and funder."""
    typed = world.table(f"{period} bridge")
    for area in sorted({row["area"] for row in typed}):
        rows = connection.execute(
            text(
                "SELECT * FROM mart.gap_bridge WHERE period = :p AND version = 1 AND area_code = :a "
                "AND (persons <> 0 OR rupiah <> 0)"
            ),
            {"p": period, "a": area},
        )
        found = {(r.participant_group, r.funding_source, r.line): (r.persons, r.rupiah) for r in rows}
        expected = {
            (row["group"], row["funder"], row["line"]): (int(row["persons"]), int(row["rupiah"]))
            for row in typed
            if row["area"] == area
        }
        assert found == expected, f"{period} {area}"


def assert_status(connection: Connection, period: str, world: World, version: int = 1) -> None:
    """The typed villages have the typed columns of mart.submission_status."""
    for row in world.table(f"{period} status"):
        found = connection.execute(
            text(
                "SELECT * FROM mart.submission_status "
                "WHERE period = :p AND version = :n AND village_code = :v"
            ),
            {"p": period, "n": version, "v": row["village"]},
        ).one()
        for column, value in row.items():
            if column != "village":
                assert str(getattr(found, column) if getattr(found, column) is not None else "") == value, (
                    row,
                    column,
                )


def assert_cases(connection: Connection, period: str, world: World) -> None:
    """Where they are typed, the ledger and the open cases are the typed ones."""
    for heading, table, columns in (
        ("ledger", "mart.case_ledger", LEDGER),
        ("cases", "mart.open_case", ("cause", "village_code", "owner", "first_period")),
    ):
        if typed := world.table(f"{period} {heading}"):
            rows = connection.execute(
                text(f"SELECT {', '.join(columns)} FROM {table} WHERE period = :p AND version = 1"),  # noqa: S608
                {"p": period},
            )
            found = sorted(tuple(map(str, row)) for row in rows)
            assert found == sorted(tuple(row.values()) for row in typed), f"{period} {heading}"
