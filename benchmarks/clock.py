"""Time spent: on the wall, and as CPU of this process and of the PostgreSQL server.

On a machine shared with others CPU time tells more than the wall; the targets are judged by the wall.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil


@dataclass
class Spent:
    """Seconds: on the wall, CPU of this process, CPU of the server with all its backends."""

    wall: float = 0.0
    own: float = 0.0
    server: float = 0.0

    @property
    def cpu(self) -> float:
        """CPU of both."""
        return self.own + self.server

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.wall + other.wall, self.own + other.own, self.server + other.server)

    def __str__(self) -> str:
        return f"{self.wall:.2f} s ({self.cpu:.2f} s CPU)"


@dataclass(frozen=True)
class Clock:
    """Measures blocks of work against one server."""

    server_pid: int

    @contextmanager
    def measure(self) -> Iterator[Spent]:
        """Fills the Spent it gives once the block ends."""
        spent = Spent()
        wall, own, server = time.perf_counter(), time.process_time(), self._server_seconds()
        yield spent
        spent.wall = time.perf_counter() - wall
        spent.own = time.process_time() - own
        spent.server = self._server_seconds() - server

    def _server_seconds(self) -> float:
        """CPU of the server, of its backends that ended (its children's time) and of those that run."""
        postmaster = psutil.Process(self.server_pid)
        total = float(sum(postmaster.cpu_times()[:4]))
        for backend in postmaster.children(recursive=True):
            try:
                total += sum(backend.cpu_times()[:2])
            except psutil.NoSuchProcess:
                continue
        return total


def median(clock: Clock, times: int, work: Callable[[], object]) -> Spent:
    """The run of `work`, done several times, whose time on the wall is the median."""
    runs = []
    for _ in range(times):
        with clock.measure() as spent:
            work()
        runs.append(spent)
    middle = statistics.median_low([run.wall for run in runs])
    return next(run for run in runs if run.wall == middle)
