"""The answer to one call: its parts as they come, and its result."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from padan.workers.protocol import Call, Result


class Reply:
    """Filled by the pool while somebody waits for it."""

    def __init__(self, call: Call, wait: Callable[[Reply], None]) -> None:
        """`wait` lets the pool work until this reply has something new."""
        self.call = call
        self.attempts = 0
        self.started = False
        self.held_bytes = 0
        self._wait = wait
        self._parts: deque[tuple[Any, int]] = deque()
        self._result: Result | None = None
        self._wanted = True

    @property
    def finished(self) -> bool:
        """Whether the result is there."""
        return self._result is not None

    @property
    def news(self) -> bool:
        """Whether there is something to take."""
        return bool(self._parts) or self.finished

    def parts(self) -> Iterator[Any]:
        """The parts in their order, as they come; may be left off and taken up again."""
        while True:
            if self._parts:
                part, length = self._parts.popleft()
                self.held_bytes -= length
                yield part
            elif self.finished:
                return
            else:
                self._wait(self)

    def result(self) -> Result:
        """The result; parts that were not taken are dropped."""
        self._wanted = False
        self._parts.clear()
        self.held_bytes = 0
        while self._result is None:
            self._wait(self)
        return self._result

    def add(self, part: Any, length: int) -> None:
        """The pool's: one more part has come."""
        self.started = True
        if self._wanted:
            self._parts.append((part, length))
            self.held_bytes += length

    def finish(self, result: Result) -> None:
        """The pool's: the call is over."""
        self._result = result
