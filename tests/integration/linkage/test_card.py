"""The model's card in small: a few villages' worth of people, every error class, and the promises that hold there."""

from __future__ import annotations

from typing import Any

import pytest
from benchmarks.linkage_card.damage import CLASSES, NAMESAKES, TWINS
from benchmarks.linkage_card.measure import Tally, Trial, run_trial, tally, total, wilson
from benchmarks.linkage_card.page import card, picture
from benchmarks.linkage_card.results import in_force, linkage_figures, tallies_of

SEED, SCALE, VILLAGES = 5, 1.0, 6
EASY = (
    "Excel-cut NIK",
    "other damaged NIK",
    "mistyped NIK",
    "missing NIK",
    "variant spelling",
    "swapped word order",
    "patronym on one list only",
)


@pytest.fixture(scope="module")
def trial() -> Trial:
    return run_trial(SEED, SCALE, VILLAGES)


@pytest.fixture(scope="module")
def figures(trial: Trial) -> dict[str, Any]:
    return linkage_figures(trial, SEED, SCALE)


def test_nobody_is_taken_for_somebody_else(figures: dict[str, Any]) -> None:
    every = total(tallies_of(figures).values())
    assert every.rows > 450
    assert every.wrong == 0
    assert every.right / (every.rows - every.rightly_none) > 0.9


@pytest.mark.parametrize("kind", EASY)
def test_where_name_and_birth_date_agree_hardly_anybody_is_missed(figures: dict[str, Any], kind: str) -> None:
    one = tallies_of(figures)[kind]
    assert one.rows >= 10
    assert one.missed == 0
    assert one.right >= 0.85 * one.rows


def test_every_class_is_there(figures: dict[str, Any]) -> None:
    assert set(figures["classes"]) == {kind.name for kind in CLASSES} | {TWINS, NAMESAKES}


def test_nobody_on_the_other_list_is_nobody(figures: dict[str, Any]) -> None:
    absent = tallies_of(figures)["nobody on the other list"]
    assert absent.right == 0
    assert absent.rightly_none >= 0.9 * absent.rows


def test_the_page_holds_the_figures_of_the_run(figures: dict[str, Any]) -> None:
    page = card(figures, None)
    assert f"All {figures['left']:,} people" in page
    assert f"automatic from weight {in_force().automatic}" in page
    assert picture(figures).count("<polyline") == 5


def test_a_higher_threshold_finds_fewer_and_mistakes_no_more(trial: Trial) -> None:
    limits = in_force()
    low = total(tally(trial, limits.automatic, limits.review).values())
    high = total(tally(trial, limits.automatic + 10, limits.review).values())
    assert high.right < low.right
    assert high.wrong <= low.wrong


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (50, 100, 0.4038, 0.5962), (0, 0, 0, 1)],
)
def test_wilson(part: int, whole: int, low: float, high: float) -> None:
    assert wilson(part, whole) == pytest.approx((low, high), abs=1e-4)


def test_a_tally_adds_up() -> None:
    one = Tally(1, 2, 3, 4, 5)
    one.add(Tally(1, 1, 1, 1, 1))
    assert (one, one.rows) == (Tally(2, 3, 4, 5, 6), 20)
