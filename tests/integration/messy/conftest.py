"""Two messy months of the first sixty villages, small lists: every shape occurs among them."""

from __future__ import annotations

from pathlib import Path

import pytest

from padan.simulation import simulate

MONTHS = ("2026-01", "2026-02")
VILLAGES = 60


@pytest.fixture(scope="session")
def messy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("messy")
    simulate(root, MONTHS, scale=0.3, seed=1, profile="messy", villages_limit=VILLAGES)
    return root
