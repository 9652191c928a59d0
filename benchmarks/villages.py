"""The villages' files from bytes at the source to core, against openpyxl only reading the same workbooks."""

from __future__ import annotations

import importlib
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import openpyxl

from benchmarks.bench import Bench, say
from benchmarks.clock import median
from benchmarks.feed import run_feed
from benchmarks.figures import Figure
from benchmarks.workbooks import all_workbooks

READINGS = 1
READERS = 2


def run(bench: Bench) -> Iterator[Figure]:
    """Figures of the villages' files."""
    importlib.import_module("padan.quality.suite")
    sources = all_workbooks(bench.sources, bench.sources.with_name("workbooks"))
    workbooks = sorted((sources / "village_submissions").rglob("*.xlsx"))
    before = median(bench.clock, READINGS, lambda: read_with_openpyxl(workbooks))
    with bench.warehouse() as ctx:
        feed = run_feed(bench.clock, ctx, "village_submissions", sources)
    with warm_readers() as readers, bench.warehouse() as ctx:
        side_by_side = run_feed(bench.clock, ctx, "village_submissions", sources, readers)
    after = median(bench.clock, READINGS, lambda: read_with_openpyxl(workbooks))
    alone = min(before, after, key=lambda spent: spent.wall)
    say(f"  openpyxl, before {before}, after {after}")
    baseline = f"openpyxl, {len(workbooks)} workbooks {alone}"
    for how, one in (("one process", feed), (f"{READERS} readers as in Airflow", side_by_side)):
        spent = one.total("land", "read", "check", "load")
        measured = str(spent) if one is feed else f"{spent.wall:.2f} s"
        yield Figure(
            f"villages, {one.files} files, {one.rows:,} rows, {how}: land, read, check, load",
            measured,
            baseline,
            spent.wall / alone.wall,
            "< 1 x",
            spent.wall < alone.wall,
        )
    for step, own in feed.spent.items():
        yield Figure(f"villages: {step} alone", str(own), baseline, own.wall / alone.wall)


@contextmanager
def warm_readers() -> Iterator[Executor]:
    """Processes that have imported what reading needs, as many as the machine has cores."""
    with ProcessPoolExecutor(READERS, get_context("spawn"), _warm_up) as readers:
        list(readers.map(_nothing, range(READERS * 4)))
        yield readers


def _warm_up() -> None:
    importlib.import_module("padan.steps")


def _nothing(_: int) -> None:
    """Makes sure that every process has started."""
    time.sleep(0.2)


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
