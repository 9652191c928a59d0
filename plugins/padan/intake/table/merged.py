"""Merged cells that are filled only in their first row: what they tell of the rows below it."""

from __future__ import annotations

from collections.abc import Sequence

from padan.intake.cells import is_blank
from padan.intake.header import Header
from padan.intake.header.candidates import Span

_FILLED_DOWN = (
    ("village", "village_code", "district", "address", "rt", "rw", "rt_rw", "participant_group")
    + ("funding_source", "occupation", "action", "note")
)  # fmt: skip
"""Fields that one merged cell may tell of several people. What names a person is never among them."""


def fills_of(header: Header, rows: Sequence[list[str]], merges: Sequence[Span]) -> dict[int, dict[int, str]]:
    """What cells merged over several rows tell of the rows below their first."""
    positions = {header.columns[name] for name in _FILLED_DOWN if name in header.columns}
    fills: dict[int, dict[int, str]] = {}
    for area in merges:
        if area.bottom == area.top or area.top <= header.row_number or area.left not in positions:
            continue
        first = rows[area.top - 1] if area.top <= len(rows) else []
        text = first[area.left] if area.left < len(first) else ""
        if is_blank(text):
            continue
        for row_number in range(area.top + 1, min(area.bottom, len(rows)) + 1):
            fills.setdefault(row_number, {})[area.left] = text
    return fills


def filled_down(cells: list[str], fill: dict[int, str]) -> list[str]:
    """A row with the text of merged cells in its blanks; the row itself stays as it was."""
    filled = cells + [""] * (max(fill) + 1 - len(cells))
    for position, text in fill.items():
        if is_blank(filled[position]):
            filled[position] = text
    return filled
