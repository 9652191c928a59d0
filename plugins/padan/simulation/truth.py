"""Writes the truth beside the sources: the outcome of every row, and the month's counts."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from padan.simulation.branch import PrintedTotal
from padan.simulation.ladder import Verdict
from padan.simulation.rows import BranchRow, VillageRow

COLUMNS = (
    "side", "file_name", "sheet", "row_number", "village_code", "participant_group", "funding_source",
    "outcome", "reason", "pair", "person", "needs", "also",
)  # fmt: skip
NEEDS = ("same_nik", "inference")
NO_ROW = "-"
"""Stands in `also` where a careful rule does not carry the row forward."""
NOBODY = Verdict()


def truth_rows(
    period: str, village_rows: Sequence[VillageRow], branch_rows: Sequence[BranchRow],
    complete: Mapping[int, Verdict], careful: Mapping[int, Verdict],
) -> list[tuple[str | int, ...]]:  # fmt: skip
    """One tuple of COLUMNS a row. `also` is the careful rule's outcome where it is another and as honest."""
    pairs = pair_labels(period, village_rows, complete)
    lines: list[tuple[str | int, ...]] = []
    for side, rows in (("village", village_rows), ("branch", branch_rows)):
        for row in rows:
            told, other = complete.get(id(row), NOBODY), careful.get(id(row), NOBODY)
            also = (other.outcome or NO_ROW) if other.outcome != told.outcome else ""
            inferred = not row.nik or told.outcome == "matched_by_inference" or bool(also)
            person = row.person.label if isinstance(row, VillageRow) or row.usable else ""
            lines.append((
                side, row.at.file_name, row.at.sheet, row.at.row_number, *area_cells(row, told),
                told.outcome, told.reason, pairs.get(id(row), ""), person, NEEDS[inferred], also,
            ))  # fmt: skip
    return lines


def area_cells(row: VillageRow | BranchRow, verdict: Verdict) -> tuple[str, str, str]:
    """Village, group and funder under which the row is counted; a blank one takes its partner's."""
    village = row.village
    if not village:
        partner = verdict.partner
        nowhere = f"{row.person.village.code[:5]}.unknown.unknown"
        village = partner.village if isinstance(partner, VillageRow) else nowhere
    return village, row.group, row.funder


def pair_labels(period: str, rows: Sequence[VillageRow], verdicts: Mapping[int, Verdict]) -> dict[int, str]:
    """A label on both rows of every pair."""
    labels: dict[int, str] = {}
    for row in rows:
        verdict = verdicts.get(id(row), NOBODY)
        if verdict.partner is not None:
            label = f"{period}/{len(labels) // 2 + 1:06d}"
            labels[id(row)] = labels[id(verdict.partner)] = label
    return labels


def write_truth(
    root: Path, period: str, lines: Sequence[tuple[str | int, ...]], statuses: Mapping[str, str],
    totals: Sequence[PrintedTotal], refused: Sequence[str],
) -> dict[str, Any]:  # fmt: skip
    """Write row_outcome.csv and summary.json of a month; the summary is returned."""
    folder = root / "truth" / period
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "row_outcome.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(lines)
    summary = {
        "period": period,
        "outcomes": counted(lines, 7),
        "also": counted(lines, 12),
        "submission_status": dict(sorted(statuses.items())),
        "refused_files": sorted(refused),
        "printed_totals": [asdict(total) for total in totals],
    }
    text = json.dumps(summary, indent=1, ensure_ascii=False) + "\n"
    (folder / "summary.json").write_text(text, encoding="utf-8")
    return summary


def counted(lines: Sequence[tuple[str | int, ...]], column: int) -> dict[str, dict[str, int]]:
    """Rows by side and outcome."""
    counts = Counter((str(line[0]), str(line[column])) for line in lines)
    sides: dict[str, dict[str, int]] = {"village": {}, "branch": {}}
    for (side, outcome), count in sorted(counts.items()):
        sides[side][outcome] = count
    return sides
