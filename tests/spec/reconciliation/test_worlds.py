"""Every world of worlds/*.md goes through the real steps, from files to the bridge, and must end as it is typed there."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from padan import steps
from padan.steps.sources import FolderSource
from tests.conftest import Warehouse
from tests.spec.reconciliation.world import Expected, World, read_world, write_sources

WORLDS = sorted((Path(__file__).parent / "worlds").glob("*.md"))
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


def run_feeds(ctx: steps.StepContext, sources: Path) -> None:
    for feed in FEEDS:
        landed = steps.land(ctx, feed, FolderSource(sources))
        if landed["load_id"] is not None:
            for batch in landed["batches"]:
                steps.read(ctx, landed["load_id"], batch)
            steps.check(ctx, landed["load_id"])
            steps.load(ctx, landed["load_id"])


def assert_outcomes(connection: Connection, expected: list[Expected]) -> None:
    rows = connection.execute(text("SELECT * FROM reconciliation.row_outcome")).all()
    found = {(r.period, r.side, r.file_name, r.row_number): r for r in rows}
    wanted = {(e.period, e.side, e.file_name, e.row_number): e for e in expected}
    carried = {key: r for key, r in found.items() if key not in wanted}
    told = {key: (r.outcome, r.reason) for key, r in found.items() if key in wanted}
    assert told == {key: (e.outcome, e.reason) for key, e in wanted.items()}
    pairs: dict[tuple[str, str], set[int | None]] = {}
    for key, e in wanted.items():
        if e.pair is None:
            assert found[key].pair_id is None, key
        else:
            pairs.setdefault((e.period, e.pair), set()).add(found[key].pair_id)
    for pair, ids in pairs.items():
        assert len(ids) == 1 and None not in ids, pair
    assert all(key[1] == "village" for key in carried), carried


def assert_bridge(connection: Connection, period: str, world: World) -> None:
    typed = world.table(f"{period} bridge")
    cells = {(row["area"], row["group"], row["funder"]) for row in typed}
    for area, group, funder in sorted(cells):
        rows = connection.execute(
            text(
                "SELECT line, persons, rupiah FROM mart.gap_bridge WHERE period = :p AND version = 1 AND area_code = :a "
                "AND participant_group = :g AND funding_source = :f AND (persons <> 0 OR rupiah <> 0)"
            ),
            {"p": period, "a": area, "g": group, "f": funder},
        )
        found = {row.line: (row.persons, row.rupiah) for row in rows}
        expected = {
            row["line"]: (int(row["persons"]), int(row["rupiah"]))
            for row in typed
            if (row["area"], row["group"], row["funder"]) == (area, group, funder)
        }
        assert found == expected, f"{period} {area} {group} {funder}"


def assert_status(connection: Connection, period: str, world: World) -> None:
    for row in world.table(f"{period} status"):
        found = connection.execute(
            text(
                "SELECT * FROM mart.submission_status WHERE period = :p AND version = 1 AND village_code = :v"
            ),
            {"p": period, "v": row["village"]},
        ).one()
        for column, value in row.items():
            if column != "village":
                assert str(getattr(found, column) if getattr(found, column) is not None else "") == value, (
                    row,
                    column,
                )
