from __future__ import annotations

from datetime import date

import pytest

from padan.products.numbers import numbers
from padan.texts import TextsMissing


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (47840, "47.840", "47,840"),
        (743551200, "743.551.200", "743,551,200"),
        (-1729, "−1.729", "−1,729"),
    ],
)
def test_integer(value: int, indonesian: str, english: str) -> None:
    assert numbers("id").integer(value) == indonesian
    assert numbers("en").integer(value) == english


@pytest.mark.parametrize(
    ("value", "expected"),
    [(743551200, "Rp 743.551.200"), (0, "Rp 0"), (-8400, "−Rp 8.400")],
)
def test_rupiah(value: int, expected: str) -> None:
    assert numbers("id").rupiah(value) == expected


@pytest.mark.parametrize(("value", "expected"), [(12, "+12"), (-3, "−3"), (0, "0")])
def test_signed(value: int, expected: str) -> None:
    assert numbers("id").signed(value) == expected


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (961, 1000, "96,1%"),
        (1, 8, "12,5%"),
        (47840, 47840, "100,0%"),
        (47839, 47840, "99,9%"),  # somebody is missing, so it is not everything
        (1, 47840, "<0,1%"),  # somebody is there, so it is not nothing
        (0, 47840, "0,0%"),
        (0, 0, "–"),
        (3, 2, "150,0%"),
        (25, 1, "2.500,0%"),
    ],
)
def test_percent(part: int, whole: int, expected: str) -> None:
    assert numbers("id").percent(part, whole) == expected


def test_dates_and_months() -> None:
    assert numbers("id").date(date(2026, 1, 31)) == "31 Januari 2026"
    assert numbers("en").date(date(2026, 8, 1)) == "1 August 2026"
    assert numbers("id").period("2026-03") == "Maret 2026"


def test_hidden_counts() -> None:
    assert numbers("id").below(5) == "<5"
    assert numbers("id").at_least(5) == "≥5"


def test_a_language_nobody_wrote_words_for() -> None:
    with pytest.raises(TextsMissing, match="use one of id, en"):
        numbers("su")
