"""A feed's steps, each measured."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.bench import say
from benchmarks.clock import Clock, Spent
from padan import steps
from padan.sources import FolderSource
from padan.steps import StepContext

STEPS = ("land", "read", "check", "load")


@dataclass(frozen=True)
class FeedRun:
    """What each step of one feed spent, and the rows it read."""

    spent: dict[str, Spent]
    rows: int
    files: int

    def total(self, *names: str) -> Spent:
        """The sum over some steps."""
        return sum((self.spent[name] for name in names), Spent())

    def describe(self) -> str:
        """The steps one by one."""
        return ", ".join(f"{name} {self.spent[name]}" for name in STEPS)


def run_feed(clock: Clock, ctx: StepContext, feed: str, sources: Path | None = None) -> FeedRun:
    """Land, read, check and load a feed from the source as a task does: through its pool of readers."""
    source = FolderSource(sources or Path(ctx.settings.source_root))
    spent: dict[str, Spent] = {}
    with clock.measure() as spent["land"]:
        landed = steps.land(ctx, feed, source)
    load_id = landed["load_id"]
    with clock.measure() as spent["read"]:
        rows = sum(steps.read(ctx, load_id, batch)["rows"] for batch in landed["batches"])
    with clock.measure() as spent["check"]:
        steps.check(ctx, load_id)
    with clock.measure() as spent["load"]:
        steps.load(ctx, load_id)
    run = FeedRun(spent, rows, landed["files"])
    say(f"  {feed}: {run.files} files, {run.rows} rows: {run.describe()}")
    return run
