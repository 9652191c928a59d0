"""The bridge added up again in Python, from each row's outcome and what its lists say, without the library."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

OFF_ROSTER = {
    *("superseded", "rejected", "duplicate_in_file", "withdrawn", "duplicate_across_villages", "ineligible"),
}
PAIRED = {"matched", "matched_different", "matched_by_inference"}
AT_BRANCH = {
    "ambiguous": "ambiguous_at_branch",
    "rejected": "rejected_at_branch",
    "inactive_at_branch": "inactive_rows_at_branch",
}
Lines = Counter[tuple[str, str, str, str, int]]
"""Amount by village, group, funder, line and unit: 0 persons, 1 rupiah."""


class Told(NamedTuple):
    """One row of either list: its outcome, pair and place, and what it says of group, funder and money.

    rupiah: the tariff of a village's row, the contribution billed of a branch's. covered: by its status alone.
    """

    side: str
    outcome: str
    pair: int | None
    village: str
    group: str
    funder: str
    rupiah: int
    covered: bool = True


def bridge_of(rows: Iterable[Told]) -> Lines:
    """Every line of every village's cells that is not zero."""
    lines: Lines = Counter()
    pairs: dict[int, dict[str, Told]] = defaultdict(dict)
    for row in rows:
        if row.pair is not None and row.outcome in PAIRED:
            pairs[row.pair][row.side] = row
        if row.side == "village":
            _add(lines, row, "submitted", row.rupiah)
            _add(lines, row, row.outcome, row.rupiah)
            if row.outcome not in OFF_ROSTER:
                _add(lines, row, "roster", row.rupiah)
        else:
            _add(lines, row, "rows_at_branch", row.rupiah)
            _add(lines, row, "covered_at_branch" if row.covered else "not_covered_at_branch", row.rupiah)
            if row.outcome not in PAIRED:
                _add(lines, row, AT_BRANCH.get(row.outcome, row.outcome), row.rupiah)
    for both in pairs.values():
        village, card = both["village"], both["branch"]
        if village[3:6] == card[3:6]:
            _add(lines, village, "contribution_difference", card.rupiah - village.rupiah, persons=0)
        else:
            _add(lines, village, "moved_out", village.rupiah)
            _add(lines, card, "moved_in", card.rupiah)
    return Counter({key: amount for key, amount in lines.items() if amount})


def _add(lines: Lines, row: Told, line: str, rupiah: int, persons: int = 1) -> None:
    cell = (row.village, row.group, row.funder, line)
    lines[*cell, 0] += persons
    lines[*cell, 1] += rupiah


def bridge_told(rows: Iterable[Any]) -> Lines:
    """The same of mart.gap_bridge, of villages alone."""
    lines: Lines = Counter()
    for row in rows:
        if row.level == "village":
            cell = (row.area_code, row.participant_group, row.funding_source, row.line)
            lines[*cell, 0] += row.persons
            lines[*cell, 1] += row.rupiah
    return Counter({key: amount for key, amount in lines.items() if amount})
