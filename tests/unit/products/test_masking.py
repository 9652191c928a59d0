from __future__ import annotations

import pytest

from padan.products.masking import masked_nik, shown_counts
from padan.products.numbers import numbers


@pytest.mark.parametrize(
    ("nik", "raw", "expected"),
    [
        ("3201011203800001", "3201011203800001", "320101••••••••••"),
        ("3201011203800001", "'3201 0112 0380 0001", "320101••••••••••"),
        (None, "3,20102E+15", "3,2010•••••"),
        (None, "'32010112038", "320101•••••"),
        (None, "32010112038000012345", "320101••••••••••"),
        (None, "BELUM", "BELUM•"),
        (None, "-", "-•"),
        (None, "", ""),
        (None, None, ""),
    ],
)
def test_masked_nik(nik: str | None, raw: str | None, expected: str) -> None:
    assert masked_nik(nik, raw) == expected


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([10, 20, 30], ["10", "20", "30"]),
        ([3, 4, 30], ["<5", "<5", "30"]),
        ([0, 4, 30], ["<5", "<5", "30"]),
        ([3, 20, 30], ["<5", "≥5", "30"]),  # one alone would follow from the district's total
        ([30, 20, 3, 20], ["30", "≥5", "<5", "20"]),
        ([3], ["<5"]),
        ([5, 6], ["5", "6"]),
    ],
)
def test_small_counts_are_hidden_and_cannot_be_subtracted(counts: list[int], shown: list[str]) -> None:
    assert shown_counts(counts, 5, numbers("id")) == shown
