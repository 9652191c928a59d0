"""One version of a month, against a bare outer join of both sides on NIK."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import text

from benchmarks.bench import FEEDS, PERIOD, Bench, say
from benchmarks.clock import median
from benchmarks.feed import run_feed
from benchmarks.figures import Figure
from padan import steps
from padan.steps import StepContext

MOST_SECONDS = 10.0
_JOIN = text(
    "CREATE TEMP TABLE joined ON COMMIT DROP AS SELECT v.row_id AS village_row, b.row_id AS branch_row "
    "FROM core.village_row AS v FULL JOIN core.branch_row AS b ON v.nik = b.nik"
)


def run(bench: Bench) -> Iterator[Figure]:
    """The figure of the month's reckoning."""
    with bench.warehouse() as ctx:
        say("  a month of all four feeds is loaded first")
        for feed in FEEDS:
            run_feed(bench.clock, ctx, feed)
        joined = median(bench.clock, 3, lambda: _join(ctx))
        with bench.clock.measure() as spent:
            steps.reconcile(ctx, PERIOD)
        say(f"  reconcile {spent}, join {joined}")
    yield Figure(
        f"reconcile {PERIOD}",
        str(spent),
        f"full join of both sides on NIK {joined}",
        spent.wall / joined.wall,
        f"< {MOST_SECONDS:g} s",
        spent.wall < MOST_SECONDS,
    )


def _join(ctx: StepContext) -> None:
    with ctx.warehouse.begin() as connection:
        connection.execute(_JOIN)
