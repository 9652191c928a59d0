"""The bridge as the terminal shows it."""

from __future__ import annotations

import pytest

from padan.local.bridge import Amounts, Cell, Month, figure, regency_table

RATE = 16_800
REGENCY = Cell("regency", "32.01", "marbot", "apbd_kabupaten")

# 12 asked for; one refused, one found twice: 10 on the roster. 8 met, one of whom costs more; 9 at branch.
CLOSED: dict[str, Amounts] = {
    "submitted": (12, 12 * RATE),
    "rejected": (1, RATE),
    "duplicate_in_file": (1, RATE),
    "roster": (10, 10 * RATE),
    "in_process": (2, 2 * RATE),
    "matched": (7, 7 * RATE),
    "matched_different": (1, RATE),
    "contribution_difference": (0, 1_000),
    "not_submitted": (1, RATE),
    "rows_at_branch": (9, 9 * RATE + 1_000),
    "not_covered_at_branch": (0, 0),
    "covered_at_branch": (9, 9 * RATE + 1_000),
    "difference_to_printed_total": (-1, -RATE),
    "printed_total": (8, 8 * RATE + 1_000),
}


def test_the_table_adds_the_funders_and_groups() -> None:
    other = Cell("regency", "32.01", "guru_ngaji", "apbd_provinsi")
    village = Cell("village", "32.01.05.2003", "guru_ngaji", "apbd_provinsi")
    table = regency_table(Month("2026-01", 1, {REGENCY: CLOSED, other: CLOSED, village: CLOSED}), "id")
    roster = [line for line in table.splitlines() if "Roster yang" in line]
    assert [line.split()[-2:] for line in roster] == [["20", figure(20 * RATE)]]


def test_a_line_without_a_label_is_shown_by_its_code() -> None:
    table = regency_table(Month("2026-01", 1, {REGENCY: CLOSED | {"found_in_a_drawer": (3, 0)}}), "id")
    assert "found_in_a_drawer" in table


def test_the_total_cell_is_not_counted_on_top_of_the_others() -> None:
    total = Cell("regency", "32.01", "all", "all")
    table = regency_table(Month("2026-01", 1, {REGENCY: CLOSED, total: CLOSED}), "id")
    assert figure(12 * RATE) in table
    assert figure(24 * RATE) not in table


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (999, "999"), (47840, "47.840"), (-1234567, "-1.234.567")]
)
def test_figures_as_indonesians_write_them(number: int, text: str) -> None:
    assert figure(number) == text
