"""A small simulated month for the tests of the steps: written once, copied for each test that changes something."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.conftest import Warehouse
from tests.support.months import Office

from padan.simulation import simulate

PERIOD = "2026-01"


@pytest.fixture(scope="session")
def small_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One month of eight villages, some thirty people each; every file is named by its village's code."""
    root = tmp_path_factory.mktemp("small") / "sources"
    simulate(root, [PERIOD], scale=0.3, seed=7, villages_limit=8)
    return root


@pytest.fixture
def office(warehouse: Warehouse, small_world: Path, tmp_path: Path) -> Office:
    """A Padan of its own whose sources may be changed."""
    shutil.copytree(small_world, tmp_path / "sources")
    return Office(warehouse.loader_uri, tmp_path / "home", tmp_path / "sources")
