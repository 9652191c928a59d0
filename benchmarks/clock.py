"""Time spent: on the wall, and as CPU of this process with its workers, and of the PostgreSQL server.

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
    """Seconds: on the wall, CPU of this process with its workers, CPU of the server with all its backends."""

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
        wall, own, server = time.perf_counter(), self._own_seconds(), self._server_seconds()
        yield spent
        spent.wall = time.perf_counter() - wall
        spent.own = self._own_seconds() - own
        spent.server = self._server_seconds() - server

    def _own_seconds(self) -> float:
        """CPU of this process and of the processes it started, but for the server's."""
        return _seconds(psutil.Process(), but=self.server_pid)

    def _server_seconds(self) -> float:
        return _seconds(psutil.Process(self.server_pid))


def _seconds(process: psutil.Process, but: int | None = None) -> float:
    """CPU of a process, of its children that ended and of those that run, and theirs."""
    total = float(sum(process.cpu_times()[:4]))
    for child in process.children():
        if child.pid != but:
            try:
                total += _seconds(child)
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
