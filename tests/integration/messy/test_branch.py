"""The branch's export of messy months: a workbook, then text files, each with a JUMLAH row below the list."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.integration.messy.conftest import MONTHS

from padan.intake import read_file, tools_for
from padan.intake.records import SourceRef

ROWS, TOTALS = "staging.branch_row", "staging.branch_total"


def exported(messy: Path, month: str) -> Iterator[tuple[str, str, dict[str, object]]]:
    """(file, table, row) of everything read from a month's export."""
    tools = tools_for("bpjs_branch_export", "32.01", date(2026, int(month[5:]), 28))
    for path in sorted((messy / "bpjs" / month).iterdir()):
        reading = read_file("bpjs_branch_export", path, SourceRef(path.name, month, month), tools)
        assert reading.outcome == "read", (path.name, reading.refusal_code)
        for table, rows in reading.tables.items():
            for values in rows.rows:
                yield path.name, table, dict(zip(rows.columns, values, strict=True))


@pytest.mark.parametrize("month", MONTHS)
def test_every_row_stands_where_the_truth_says(messy: Path, month: str) -> None:
    with (messy / "truth" / month / "row_outcome.csv").open(encoding="utf-8", newline="") as file:
        wanted = {
            (row["file_name"], row["sheet"], int(row["row_number"]))
            for row in csv.DictReader(file)
            if row["side"] == "branch"
        }
    found = [
        (name, row["sheet"], row["row_number"])
        for name, table, row in exported(messy, month)
        if table == ROWS
    ]
    assert len(found) == len(wanted)
    assert set(found) == wanted


@pytest.mark.parametrize("month", MONTHS)
def test_the_printed_totals_are_read_and_the_last_row_agrees(messy: Path, month: str) -> None:
    summary = json.loads((messy / "truth" / month / "summary.json").read_text(encoding="utf-8"))
    printed = [row for _, table, row in exported(messy, month) if table == TOTALS]
    split = {
        (row["funding_source"], row["participant_group"]): (row["persons"], row["rupiah"])
        for row in printed
        if row["funding_source"]
    }
    assert split == {
        (total["funding_source"], total["participant_group"]): (total["persons"], total["rupiah"])
        for total in summary["printed_totals"]
    }
    whole = {(row["persons"], row["rupiah"]) for row in printed if not row["funding_source"]}
    assert whole == {tuple(map(sum, zip(*split.values(), strict=True)))}
