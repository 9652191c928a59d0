"""Peak memory of every step of a month, each in a process of its own, as a task is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from benchmarks.bench import FEEDS, PERIOD, Bench, say
from benchmarks.figures import Figure
from padan.paths import PROJECT
from padan.steps import StepContext

MOST_MB = 700
_MB = 1024 * 1024


class Steps:
    """Runs steps as processes and keeps the highest peak by name."""

    def __init__(self, bench: Bench, ctx: StepContext) -> None:
        """Settings for the processes."""
        uri = ctx.settings.warehouse_uri or ""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PADAN_")}
        self._environ = inherited | bench.environ(uri, ctx.settings.home.name)
        self._environ["PYTHONPATH"] = os.pathsep.join([str(PROJECT / "plugins"), str(PROJECT)])
        self.peaks: dict[str, int] = {}
        self.seconds: dict[str, float] = {}

    def run(self, name: str, step: str, *arguments: Any) -> Any:
        """Run one step; return its result."""
        command = [sys.executable, "-m", "benchmarks.one_step", step, json.dumps(arguments)]
        done = subprocess.run(
            command, env=self._environ, cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=True
        )
        told = json.loads(done.stdout.splitlines()[-1])
        self.peaks[name] = max(self.peaks.get(name, 0), told["peak"])
        self.seconds[name] = told["seconds"]
        say(f"  {name}: {told['peak'] / _MB:.0f} MB")
        return told["result"]


def run(bench: Bench) -> Iterator[Figure]:
    """One figure a step and feed; the baseline is a process that does nothing after its imports."""
    with bench.warehouse() as ctx:
        steps = Steps(bench, ctx)
        steps.run("nothing", "nothing")
        for feed in FEEDS:
            landed = steps.run(f"land {feed}", "land", feed)
            # Batches are alike: the first tells what a task needs, the others are read to complete the month.
            for number, batch in enumerate(landed["batches"]):
                name = f"read {feed}" if number == 0 else f"read {feed}, other batches"
                steps.run(name, "read", landed["load_id"], batch)
            steps.run(f"check {feed}", "check", landed["load_id"])
            steps.run(f"load {feed}", "load", landed["load_id"])
        version = steps.run("reconcile", "reconcile", PERIOD)["version"]
        steps.run("publish", "publish", PERIOD, version)
    nothing = steps.peaks.pop("nothing")
    for name, peak in steps.peaks.items():
        yield Figure(
            f"memory: {name}",
            f"{peak / _MB:.0f} MB",
            f"imports alone {nothing / _MB:.0f} MB",
            peak / nothing,
            f"< {MOST_MB} MB",
            peak < MOST_MB * _MB,
        )
