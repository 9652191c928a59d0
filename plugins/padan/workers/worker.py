"""A worker as the pool sees it: a process, its pipes, and the calls it has been given."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from padan.workers.protocol import FrameBuffer, Kind, pack
from padan.workers.reply import Reply

_PIPE_BYTES = 1 << 20
"""A worker may get so far ahead while the parent is busy with the database."""
_READ_BYTES = 1 << 20
_CALLS_AHEAD = 8
_CALL_BYTES_AHEAD = 32 << 10
"""Less than a pipe holds: writing calls must never wait for a worker that waits for us."""
_OUT_OF_MEMORY = (b"memory allocation of", b"MemoryError", b"out of memory")
_HANDED_ON = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TZ",
    "TMPDIR",
    "PYTHONPYCACHEPREFIX",
    "PYTHONDONTWRITEBYTECODE",
)


class Worker:
    """One process. `given` are the calls it has, the first being at work, each with its frame's length."""

    def __init__(self, preload: Sequence[str]) -> None:
        """Starts the process; it imports while the first call is on its way."""
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the worker
        self._process = subprocess.Popen(
            [sys.executable, "-s", "-m", "padan.workers.child", str(os.getpid()), *preload],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._words,
            env=_environment(),
            bufsize=0,
        )
        assert self._process.stdin and self._process.stdout
        self._calls, self._answers = self._process.stdin, self._process.stdout
        _widen(self._answers.fileno())
        self._buffer = FrameBuffer()
        self.given: deque[tuple[Reply, int]] = deque()
        self.spent = 0.0

    def fileno(self) -> int:
        """The pipe of its answers, for a selector."""
        return self._answers.fileno()

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def takes(self) -> bool:
        """Whether one more call may be given."""
        ahead = sum(length for _, length in self.given)
        return not self.given or (len(self.given) < _CALLS_AHEAD and ahead < _CALL_BYTES_AHEAD)

    def give(self, reply: Reply) -> bool:
        """Hands over a call; False if its frame is too long to be written ahead."""
        frame = pack(reply.call)
        if self.given and sum(length for _, length in self.given) + len(frame) > _CALL_BYTES_AHEAD:
            return False
        self.given.append((reply, len(frame)))
        with suppress(BrokenPipeError):  # it died: the pool sees that at the end of its answers
            self._calls.write(frame)
        return True

    def receive(self) -> Iterator[tuple[Kind, Any, int]]:
        """Frames that have come.

        Raises:
            EOFError: the process is gone.
        """
        piece = os.read(self.fileno(), _READ_BYTES)
        if not piece:
            raise EOFError
        yield from self._buffer.add(piece)

    def ran_out_of_memory(self) -> bool:
        """Whether a process that fell silent said so: a library in Rust ends the process instead of raising."""
        self._process.kill()
        self._process.wait()
        self._words.seek(0)
        said = self._words.read()
        return any(words in said for words in _OUT_OF_MEMORY)

    def close(self) -> None:
        """Ends the process, whatever it is doing."""
        if self.alive:
            self._process.kill()
        self._process.wait()
        for stream in (self._calls, self._answers, self._words):
            with suppress(BrokenPipeError):  # a call it never read
                stream.close()


def _environment() -> dict[str, str]:
    """Where modules are, and nothing that a hostile file should reach: no URI, no password."""
    environment = {name: os.environ[name] for name in _HANDED_ON if name in os.environ}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    return environment


def _widen(pipe: int) -> None:
    set_size = getattr(fcntl, "F_SETPIPE_SZ", None)
    if set_size is not None:
        with suppress(OSError):  # over the user's share of pipe memory: it only waits a little more often
            fcntl.fcntl(pipe, set_size, _PIPE_BYTES)
