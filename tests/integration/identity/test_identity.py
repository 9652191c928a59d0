"""Worlds of people whose NIKs do not tell who they are: worlds/*.md, from files to outcomes, as typed.

Their tables are those of tests/spec/reconciliation.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import Warehouse
from tests.spec.reconciliation.adds_up import assert_adds_up
from tests.spec.reconciliation.test_worlds import assert_outcomes, assert_status, run_feeds
from tests.spec.reconciliation.world import read_world, write_sources

from padan import steps

WORLDS = sorted((Path(__file__).parent / "worlds").glob("*.md"))


@pytest.mark.parametrize("path", WORLDS, ids=[path.stem for path in WORLDS])
def test_world(path: Path, warehouse: Warehouse, tmp_path: Path) -> None:
    world = read_world(path)
    expected = write_sources(world, tmp_path / "sources")
    ctx = steps.open_context(
        "local/identity", {"PADAN_HOME": str(tmp_path / "home"), "PADAN_WAREHOUSE_URI": warehouse.loader_uri}
    )
    run_feeds(ctx, tmp_path / "sources")
    for period in world.months:
        steps.reconcile(ctx, period)
    with ctx.warehouse.connect() as connection:
        assert_outcomes(connection, expected)
        for period in world.months:
            assert_status(connection, period, world)
            assert_adds_up(connection, period)
