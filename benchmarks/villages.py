"""The villages' files from bytes at the source to core, against openpyxl only reading the same workbooks."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import openpyxl

from benchmarks.bench import Bench, say
from benchmarks.clock import median
from benchmarks.feed import run_feed
from benchmarks.figures import Figure
from benchmarks.workbooks import all_workbooks

READINGS = 1


def run(bench: Bench) -> Iterator[Figure]:
    """Figures of the villages' files."""
    importlib.import_module("padan.quality.suite")
    sources = all_workbooks(bench.sources, bench.sources.with_name("workbooks"))
    workbooks = sorted((sources / "village_submissions").rglob("*.xlsx"))
    before = median(bench.clock, READINGS, lambda: read_with_openpyxl(workbooks))
    with bench.warehouse() as ctx:
        feed = run_feed(bench.clock, ctx, "village_submissions", sources)
    after = median(bench.clock, READINGS, lambda: read_with_openpyxl(workbooks))
    alone = min(before, after, key=lambda spent: spent.wall)
    say(f"  openpyxl, before {before}, after {after}")
    spent = feed.total("land", "read", "check", "load")
    baseline = f"openpyxl, {len(workbooks)} workbooks {alone}"
    yield Figure(
        f"villages, {feed.files} files, {feed.rows:,} rows: land, read, check, load",
        str(spent),
        baseline,
        spent.wall / alone.wall,
        "< 1 x",
        spent.wall < alone.wall,
    )
    for step, own in feed.spent.items():
        yield Figure(f"villages: {step} alone", str(own), baseline, own.wall / alone.wall)


def read_with_openpyxl(workbooks: Sequence[Path]) -> int:
    """Look at every cell's value of every workbook; return how many cells there were."""
    cells = 0
    for path in workbooks:
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
        for sheet in workbook.worksheets:
            for row in sheet.iter_rows(values_only=True):
                cells += len(row)
        workbook.close()
    return cells
