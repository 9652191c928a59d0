"""Small worlds, each simulated once for all tests that look at it."""

from __future__ import annotations

import pytest
from tests.unit.simulation.worlds import MONTHS, SimulatedWorld

from padan.simulation import simulate


@pytest.fixture(scope="session")
def regency(tmp_path_factory: pytest.TempPathFactory) -> SimulatedWorld:
    """All 435 villages at a twentieth of their size, three months."""
    root = tmp_path_factory.mktemp("regency")
    return SimulatedWorld(root, simulate(root, MONTHS, scale=0.05, seed=1))


@pytest.fixture(scope="session")
def few_villages(tmp_path_factory: pytest.TempPathFactory) -> SimulatedWorld:
    """Forty-five villages at full size, three months: enough people for every outcome."""
    root = tmp_path_factory.mktemp("few_villages")
    return SimulatedWorld(root, simulate(root, MONTHS, scale=1, seed=3, villages_limit=45))
