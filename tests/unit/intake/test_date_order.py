"""Day before month or month before day: a column tells, a cell cannot."""

from __future__ import annotations

import pytest

from padan.intake.branch.date_order import Order, day_first, evidence, settle
from padan.intake.cells import NumberText

LEAST, SLIPS = 12, 0.02
EARLY = [f"0{month}/0{day}/1980" for month in range(1, 5) for day in range(5, 9)]
"""Sixteen dates of which nobody can tell."""


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["31-12-1980", "05-06-1981", *EARLY], Order.DAY_FIRST),
        (["12/31/1980", *EARLY], Order.MONTH_FIRST),
        (["12.31.80", *(cell.replace("/", ".") for cell in EARLY)], Order.MONTH_FIRST),
        (EARLY, Order.UNTOLD),
        # Too few dates to believe that a branch abroad wrote them.
        (["12/31/1980", "05/06/1981"], Order.UNCLEAR),
        (["12/31/1980", "31/12/1980", *EARLY], Order.UNCLEAR),
        # One slip of the pen among a hundred.
        ([f"{day}-01-1980" for day in range(13, 29)] * 7 + ["05-14-1980"], Order.DAY_FIRST),
        (["12/31/1980"] * 100 + ["31/12/1980"], Order.MONTH_FIRST),
        (["1980-12-31", "1980-05-06"], Order.YEAR_FIRST),
        (["31 Desember 1980", "", None], Order.WORDS),
        ([NumberText("29221"), NumberText("12051980")], Order.WORDS),
        # A spreadsheet took 05/12 for 12 May and left 31/12 as text.
        (["31/12/1980", "25/12/1980", *[f"1980-{month:02d}-05" for month in range(1, 13)]], Order.SWAPPED),
        (["31/12/1980", *[f"1980-{month:02d}-25" for month in range(1, 13)]], Order.DAY_FIRST),
    ],
)
def test_a_column_of_dates(cells: list[str | None], order: Order) -> None:
    assert evidence(cells).order(LEAST, SLIPS) is order


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        # 5 December by the NIK, a woman's (day + 40).
        (["05/12/1980"] * 16, Order.DAY_FIRST),
        (["12/05/1980"] * 16, Order.MONTH_FIRST),
        (["1980-12-05 00:00:00"] * 16, Order.YEAR_FIRST),
        (["1980-05-12"] * 16, Order.SWAPPED),
    ],
)
def test_the_nik_beside_a_birth_date_tells(cells: list[str], order: Order) -> None:
    niks = ["3201154512800001"] * len(cells)
    assert evidence(cells, niks).order(LEAST, SLIPS) is order
    assert evidence(cells, [None, "320115"] * 8).order(LEAST, SLIPS) is not Order.SWAPPED


def test_columns_of_one_system_are_written_alike() -> None:
    orders = {"birth_date": Order.MONTH_FIRST, "paid_on": Order.UNTOLD, "member_since": Order.DAY_FIRST}
    assert settle(orders) == {**orders, "paid_on": Order.MONTH_FIRST}
    assert settle({"birth_date": Order.DAY_FIRST, "paid_on": Order.UNTOLD})["paid_on"] is Order.UNTOLD


@pytest.mark.parametrize(
    ("cell", "turned"),
    [
        ("12/31/1980", "31/12/1980"),
        ("1-5-26 10:00", "5-1-26 10:00"),
        ("1980-12-31", "1980-12-31"),
        ("31 Des 1980", "31 Des 1980"),
        (None, None),
    ],
)
def test_a_month_first_cell_with_its_day_in_front(cell: str | None, turned: str | None) -> None:
    assert day_first(cell) == turned
