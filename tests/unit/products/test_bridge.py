"""The bridge of a small cell, line by line, with the sums typed by hand."""

from __future__ import annotations

from padan.products.bridge import steps
from padan.products.labels import labels
from padan.products.month import Amount
from padan.products.page.geometry import SCALE, share_breaks, waterfall

CELL = {
    "submitted": 120,
    "carried_forward": 5,
    "rejected": 10,
    "withdrawn": 3,
    "roster": 112,
    "inactive_at_branch": 4,
    "not_at_branch": 8,
    "matched": 95,
    "matched_different": 5,
    "moved_out": 2,
    "moved_in": 1,
    "billed_after_exit": 3,
    "inactive_rows_at_branch": 4,
    "rows_at_branch": 106,
    "not_covered_at_branch": 4,
    "covered_at_branch": 102,
    "difference_to_printed_total": -1,
    "printed_total": 101,
}
LINES = {line: Amount(persons, persons * 16800) for line, persons in CELL.items()}


def test_running_sums_meet_every_total() -> None:
    told = steps(LINES, labels("id"))
    running = 0
    for step in told:
        if step.kind == "total":
            assert step.amount.persons == running or step.line == "submitted", step.line
        running = step.after
    assert running == 101


def test_the_matched_lines_are_told_as_parts_of_their_sum() -> None:
    told = {step.line: step for step in steps(LINES, labels("id"))}
    assert told["paired"].amount == Amount(100, 1680000)
    assert [line for line, step in told.items() if step.kind == "part"] == [
        "matched",
        "matched_different",
        "matched_by_inference",
    ]


def test_without_printed_totals_the_last_section_is_left_out() -> None:
    assert {step.section for step in steps(LINES, labels("id"), printed=False)} == {
        "village",
        "pairing",
        "branch",
        "covered",
    }


def test_bars_of_the_waterfall_join() -> None:
    drawing = waterfall(steps(LINES, labels("id")))
    assert 0 < drawing.axis_start < 98
    assert all(bar.x >= 0 and bar.x + bar.width <= SCALE + 0.1 for bar in drawing.bars)
    for bar, after in zip(drawing.bars, drawing.bars[1:], strict=False):
        assert bar.end == after.start
    assert all(bar.step.line != "contribution_difference" for bar in drawing.bars)


def test_an_empty_month_can_be_drawn() -> None:
    drawing = waterfall(steps({}, labels("id")))
    assert drawing.axis_start == 0
    assert all(bar.width == 0 for bar in drawing.bars)


def test_classes_of_shares_cover_all_of_them() -> None:
    assert share_breaks([94.2, 97.6]) == [94, 95, 96, 97, 98, 99]
    assert share_breaks([100.0, 100.0]) == [95, 96, 97, 98, 99, 100]
    assert share_breaks([0.0, 0.0]) == [0, 1, 2, 3, 4, 5]
    assert share_breaks([0.0, 100.0]) == [0, 20, 40, 60, 80, 100]
