"""The bridge read from the warehouse, and that nothing left over in it goes unnoticed."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from tests.conftest import Warehouse

from padan.local.bridge import Amounts, Cell, left_over, read_month
from padan.local.errors import LocalError
from padan.warehouse.sql import run

PERIOD, REGENCY = "2026-01", "32.01"
RATE = 16_800
AREAS = {"regency": REGENCY, "district": "32.01.05", "village": "32.01.05.2003"}

# 12 asked for; one refused, one found twice: 10 on the roster. 8 met, one of whom costs more; 9 at branch.
CLOSED: dict[str, Amounts] = {
    "submitted": (12, 12 * RATE),
    "rejected": (1, RATE),
    "duplicate_in_file": (1, RATE),
    "roster": (10, 10 * RATE),
    "in_process": (2, 2 * RATE),
    "matched": (7, 7 * RATE),
    "matched_different": (1, RATE),
    "matched_by_inference": (0, 0),
    "contribution_difference": (0, 1_000),
    "not_submitted": (1, RATE),
    "rows_at_branch": (9, 9 * RATE + 1_000),
    "not_covered_at_branch": (0, 0),
    "covered_at_branch": (9, 9 * RATE + 1_000),
}
# The branch prints its totals for the regency alone.
PRINTED: dict[str, Amounts] = {
    "difference_to_printed_total": (-1, -RATE),
    "printed_total": (8, 8 * RATE + 1_000),
}


def write(warehouse: Warehouse, changes: dict[str, Amounts], levels: tuple[str, ...] = tuple(AREAS)) -> None:
    """A version whose three levels hold one village's bridge, with some lines changed on some levels."""
    with warehouse.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO reconciliation.version "
                "(period, version, inputs_sha256, inputs, cut_off, code_version, run_ref) "
                "VALUES (:period, 1, :sha256, '{}', '2026-01-31', '0', 'test')"
            ),
            {"period": PERIOD, "sha256": "0" * 64},
        )
        for level, area in AREAS.items():
            lines = CLOSED | (PRINTED if level == "regency" else {})
            for line, (persons, rupiah) in (lines | (changes if level in levels else {})).items():
                connection.execute(
                    text(
                        "INSERT INTO mart.gap_bridge VALUES "
                        "(:period, 1, :level, :area, 'marbot', 'apbd_kabupaten', :line, :persons, :rupiah)"
                    ),
                    {
                        "period": PERIOD,
                        "level": level,
                        "area": area,
                        "line": line,
                        "persons": persons,
                        "rupiah": rupiah,
                    },
                )
        run(connection, "reconciliation/totals.sql", period=PERIOD, version=1)


def remains(warehouse: Warehouse) -> list[str]:
    """As the demo asks: with the reader's role."""
    return left_over(warehouse.reader_uri, read_month(warehouse.reader_uri, PERIOD), REGENCY)


def test_a_closed_bridge_leaves_nothing_over_and_is_read_whole(warehouse: Warehouse) -> None:
    write(warehouse, {})
    bridge = read_month(warehouse.reader_uri, PERIOD).bridge
    assert remains(warehouse) == []
    assert bridge[Cell("village", AREAS["village"], "marbot", "apbd_kabupaten")] == CLOSED
    assert bridge[Cell("regency", REGENCY, "marbot", "apbd_kabupaten")] == CLOSED | PRINTED


@pytest.mark.parametrize(
    ("line", "amounts", "equations"),
    [
        ("submitted", (13, 12 * RATE), {"roster"}),
        ("submitted", (12, 12 * RATE + 1), {"roster"}),
        ("roster", (11, 10 * RATE), {"roster", "matched"}),
        ("matched", (8, 7 * RATE), {"matched", "branch"}),
        ("not_submitted", (2, RATE), {"branch"}),
        ("covered_at_branch", (8, 9 * RATE + 1_000), {"covered", "printed"}),
    ],
)
def test_one_person_or_one_rupiah_too_many_is_found(
    warehouse: Warehouse, line: str, amounts: Amounts, equations: set[str]
) -> None:
    write(warehouse, {line: amounts})
    found = remains(warehouse)
    assert {text.partition(": ")[2].split(" leaves ")[0] for text in found} == equations


def test_a_printed_total_that_is_off_is_found_where_it_is_printed(warehouse: Warehouse) -> None:
    write(warehouse, {"printed_total": (9, 8 * RATE + 1_000)}, levels=("regency",))
    assert remains(warehouse) == ["regency 32.01 marbot apbd_kabupaten: printed leaves -1 persons, 0 rupiah"]


def test_a_level_that_is_not_the_sum_of_the_one_below_is_found(warehouse: Warehouse) -> None:
    # Each cell closes by itself: one more was submitted and refused.
    write(warehouse, {"submitted": (13, 13 * RATE), "rejected": (2, 2 * RATE)}, levels=("village",))
    assert remains(warehouse) == [
        f"district 32.01.05 marbot apbd_kabupaten: sum of {line} leaves -1 persons, -{RATE} rupiah"
        for line in ("rejected", "submitted")
    ]


def test_a_month_without_a_version_is_told(warehouse: Warehouse) -> None:
    with pytest.raises(LocalError, match="2026-01 has not been reconciled"):
        read_month(warehouse.reader_uri, PERIOD)
