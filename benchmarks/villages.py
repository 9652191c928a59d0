"""The villages' files from bytes at the source to core, against openpyxl only reading the same workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.bench import Bench, say
from benchmarks.clock import Spent, median
from benchmarks.feed import FeedRun, run_feed
from benchmarks.figures import Figure
from benchmarks.imports import great_expectations
from benchmarks.workbooks import FEED, all_workbooks, files_of, parted, read_with_openpyxl

READINGS = 1
MOST_PLAIN = 1.0
MOST_MESSY = 1.5
_WHOLE = ("land", "read", "check", "load")


def run(bench: Bench) -> Iterator[Figure]:
    """Figures of the plain month, then of the messy one."""
    yield from great_expectations(bench.clock)
    plain = all_workbooks(bench.sources)
    # One file is empty, which is no workbook.
    workbooks = [path for path in files_of(plain) if path.suffix == ".xlsx"]
    yield from _compared(bench, "villages", plain, workbooks, MOST_PLAIN)
    readable, others = parted(bench.messy_sources())
    yield from _compared(bench, "messy villages", readable, files_of(readable), MOST_MESSY)
    rest = _run(bench, others)
    yield Figure(_named("messy villages that openpyxl cannot read", rest), str(rest.total(*_WHOLE)))


def _compared(bench: Bench, name: str, root: Path, workbooks: list[Path], most: float) -> Iterator[Figure]:
    """Padan between two readings with openpyxl, of which the faster counts: the machine may drift."""
    before = _openpyxl(bench, workbooks)
    feed = _run(bench, root)
    after = _openpyxl(bench, workbooks)
    say(f"  openpyxl, before {before}, after {after}")
    alone = min(before, after, key=lambda spent: spent.wall)
    baseline = f"openpyxl, {len(workbooks)} workbooks {alone}"
    whole = feed.total(*_WHOLE)
    ratio = whole.wall / alone.wall
    yield Figure(_named(name, feed), str(whole), baseline, ratio, f"< {most:g} x", ratio < most)
    for step, own in feed.spent.items():
        yield Figure(f"{name}: {step} alone", str(own), baseline, own.wall / alone.wall)


def _named(name: str, feed: FeedRun) -> str:
    return f"{name}, {feed.files} files, {feed.rows:,} rows: {', '.join(_WHOLE)}"


def _run(bench: Bench, root: Path) -> FeedRun:
    with bench.warehouse() as ctx:
        return run_feed(bench.clock, ctx, FEED, root)


def _openpyxl(bench: Bench, workbooks: list[Path]) -> Spent:
    return median(bench.clock, READINGS, lambda: read_with_openpyxl(workbooks))
