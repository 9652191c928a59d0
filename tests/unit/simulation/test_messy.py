"""The messy profile: the same for the same seed, and no change to the plain one."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest
from tests.unit.simulation.test_determinism import snapshot

from padan.simulation import simulate
from padan.simulation.messy.niks import mended_by_swap, possible_date, swap

FEEDS = ("bpjs", "exclusions", "registry", "village_submissions")
PLAIN = "9f335aa4e5b32bc3a4921bc9baf0bbdca0d3eff0d244059ac9afc0e09a32ff01"
"""Sources of a small plain simulation. It changes with the plain simulation, its words and the reference data only."""


def test_the_plain_profile_is_as_it_was(tmp_path: Path) -> None:
    simulate(tmp_path, ["2026-01", "2026-02"], scale=0.1, seed=1, villages_limit=12)
    digest = hashlib.sha256()
    for name, (content, time) in snapshot(tmp_path).items():
        if name.startswith(FEEDS):
            digest.update(f"{name} {time} {hashlib.sha256(content).hexdigest()}\n".encode())
    assert digest.hexdigest() == PLAIN


def test_same_seed_same_bytes_and_times(tmp_path: Path) -> None:
    for name in ("one", "two"):
        simulate(tmp_path / name, ["2026-01"], scale=0.1, seed=5, profile="messy", villages_limit=30)
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")


@pytest.mark.parametrize(
    ("digits", "born", "ways"),
    [
        ("3201051250800001", date(1980, 5, 12), 1),  # day 12, month 50: month and year typed across
        ("3201053905800001", date(1980, 5, 12), 0),  # no swap mends day 39
    ],
)
def test_how_many_swaps_mend_a_number(digits: str, born: date, ways: int) -> None:
    assert mended_by_swap(digits, born) == ways


def test_a_swap_undone_is_the_number_again() -> None:
    assert swap(swap("3201051205800001", 7), 7) == "3201051205800001"
    assert possible_date("3201055205800001")
    assert not possible_date("3201053205800001")
