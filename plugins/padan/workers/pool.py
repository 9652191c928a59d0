"""A pool of workers: calls go out in order, results come back in order, a few ahead.

One thread does everything, when somebody waits for a reply: threads would not survive the forks around them.
The clock of a call runs only while somebody waits, so a slow database never costs a file its time.
"""

from __future__ import annotations

import atexit
import os
import select
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from padan.workers.protocol import Breach, Call, Done, Failed, Kind, Result
from padan.workers.reply import Reply
from padan.workers.worker import Worker

_AHEAD = 16
"""Replies per worker that may wait for their turn."""
_HELD_BYTES = 4 << 20
"""A reply whose turn has not come is not read further than this."""
_ATTEMPTS = 2
"""A process may die of something else than the file: an operator, a machine without memory."""


class WorkerPool:
    """Workers, started when they are first needed, reused, and replaced after a breach."""

    def __init__(self, size: int, memory_bytes: int, seconds: float, preload: Sequence[str] = ()) -> None:
        """Starts nothing yet.

        Args:
            size: how many processes at most.
            memory_bytes: address space a worker may use, unless a call says otherwise.
            seconds: time a call may take, unless it says otherwise.
            preload: modules a worker imports before its first call.
        """
        self._size, self._memory, self._seconds, self._preload = size, memory_bytes, seconds, preload
        self._workers: list[Worker] = []
        self._waiting: deque[Reply] = deque()
        self._owner = os.getpid()
        self.started = 0

    def __enter__(self) -> WorkerPool:
        """The pool itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Ends every worker."""
        self.close()

    def limit(self, memory_bytes: int, seconds: float) -> None:
        """Other limits for the calls to come."""
        self._memory, self._seconds = memory_bytes, seconds

    def close(self) -> None:
        """Ends every worker; in a process forked from the pool's own, only forgets them."""
        while self._workers:
            worker = self._workers.pop()
            if os.getpid() == self._owner:
                worker.close()
        self._waiting.clear()

    def run(self, calls: Iterable[Call]) -> Iterator[Result]:
        """One result a call, in the order of the calls; parts of generator functions are dropped."""
        return (reply.result() for reply in self.stream(calls))

    def stream(self, calls: Iterable[Call]) -> Iterator[Reply]:
        """One reply a call, in the order of the calls; a reply is to be used up before the next is taken."""
        more = iter(calls)
        ahead: deque[Reply] = deque()
        try:
            while True:
                while len(ahead) < _AHEAD * self._size and (call := next(more, None)) is not None:
                    ahead.append(Reply(self._within_limits(call), self._work_until_news))
                    self._waiting.append(ahead[-1])
                if not ahead:
                    return
                self._hand_out()
                reply = ahead.popleft()
                yield reply
                reply.result()
        finally:
            # Left off in the middle: what the workers still do is of no use to anybody.
            if any(not reply.finished for reply in ahead) or self._busy():
                self.close()

    def _within_limits(self, call: Call) -> Call:
        return replace(
            call,
            memory_bytes=call.memory_bytes or self._memory,
            seconds=call.seconds or self._seconds,
        )

    def _busy(self) -> list[Worker]:
        return [worker for worker in self._workers if worker.given]

    def _hand_out(self) -> None:
        """Gives waiting calls to the workers, the idlest first."""
        self._workers = [worker for worker in self._workers if worker.given or self._usable(worker)]
        while self._waiting:
            idle = [worker for worker in self._workers if not worker.given]
            if not idle and len(self._workers) < self._size:
                idle = [self._start()]
            worker = min(idle or self._workers, key=lambda one: len(one.given))
            if not worker.takes() or not worker.give(self._waiting[0]):
                return
            self._waiting.popleft()

    def _usable(self, worker: Worker) -> bool:
        """Whether an idle worker is still there: somebody may have ended it meanwhile."""
        if worker.alive:
            return True
        worker.close()
        return False

    def _start(self) -> Worker:
        worker = Worker(self._preload)
        self._workers.append(worker)
        self.started += 1
        return worker

    def _work_until_news(self, wanted: Reply) -> None:
        """Takes what the workers send until `wanted` has something new."""
        while not wanted.news:
            self._hand_out()
            since = time.monotonic()
            heard = [
                worker
                for worker in self._busy()
                if worker.given[0][0].held_bytes < _HELD_BYTES
                or any(reply is wanted for reply, _ in worker.given)
            ]
            if not heard:
                raise RuntimeError(
                    "the pool was closed before this reply came: use a reply within its stream"
                )
            ready = _ready(heard, min(_seconds(worker) - worker.spent for worker in heard))
            spent = time.monotonic() - since
            for worker in heard:
                worker.spent += spent
                if worker.fileno() in ready:
                    self._receive(worker)
                elif worker.spent >= _seconds(worker):
                    self._lose(worker, Breach("time"))

    def _receive(self, worker: Worker) -> None:
        try:
            for kind, content, length in worker.receive():
                if not worker.given:
                    raise EOFError  # an answer to nothing
                self._take(worker, kind, content, length)
        except EOFError:
            if worker.given:
                self._lose(worker, Breach("memory" if worker.ran_out_of_memory() else "died"))

    def _take(self, worker: Worker, kind: Kind, content: Any, length: int) -> None:
        reply = worker.given[0][0]
        if kind == "part":
            reply.add(content, length)
            return
        if kind == "memory":
            self._lose(worker, Breach("memory"))
            return
        worker.given.popleft()
        worker.spent = 0.0
        reply.finish(Failed(*content) if kind == "failed" else Done(content))

    def _lose(self, worker: Worker, breach: Breach) -> None:
        """A worker is gone: its first call bears the blame, the others wait for another worker."""
        self._workers.remove(worker)
        worker.close()
        (reply, _), *others = worker.given
        worker.given.clear()
        self._waiting.extendleft(other for other, _ in reversed(others))
        reply.attempts += 1
        if breach.kind == "died" and not reply.started and reply.attempts < _ATTEMPTS:
            self._waiting.appendleft(reply)
        else:
            reply.finish(breach)


def _ready(workers: Sequence[Worker], seconds: float) -> set[int]:
    """The pipes that have something to say within so many seconds."""
    poll = select.poll()
    for worker in workers:
        poll.register(worker.fileno(), select.POLLIN)
    return {pipe for pipe, _ in poll.poll(max(seconds, 0.0) * 1000)}


def _seconds(worker: Worker) -> float:
    seconds = worker.given[0][0].call.seconds
    assert seconds is not None
    return seconds


_shared: dict[tuple[int, int, tuple[str, ...]], WorkerPool] = {}
_in_use: set[int] = set()


@contextmanager
def shared_pool(size: int, memory_bytes: int, seconds: float, preload: Sequence[str]) -> Iterator[WorkerPool]:
    """The process's own pool of that size, kept until the process ends: starting a worker costs half a second.

    A process that was forked from another has none of its workers. A pool that is in use is not shared.
    """
    key = (os.getpid(), size, tuple(preload))
    pool = _shared.get(key)
    if pool is None:
        pool = _shared[key] = WorkerPool(size, memory_bytes, seconds, preload)
        atexit.register(pool.close)
    if id(pool) in _in_use:
        with WorkerPool(size, memory_bytes, seconds, preload) as own:
            yield own
        return
    pool.limit(memory_bytes, seconds)
    _in_use.add(id(pool))
    try:
        yield pool
    except BaseException:
        pool.close()
        raise
    finally:
        _in_use.discard(id(pool))
