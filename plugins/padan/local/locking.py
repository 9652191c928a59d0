"""A lock between processes, held by an open file."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from padan.local.errors import LocalError

_POLL_SECONDS = 0.1


@contextmanager
def file_lock(path: Path, timeout: float, doing: str) -> Iterator[None]:
    """Holds `path` locked; the kernel frees it when the process dies, so no lock is ever stale.

    Args:
        path: lock file, made if missing and never removed.
        timeout: seconds to wait for whoever holds it.
        doing: what the lock guards, for the message.

    Raises:
        LocalError: it was still held after `timeout` seconds.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _acquire(descriptor, path, timeout, doing)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, path: Path, timeout: float, doing: str) -> None:
    deadline = time.monotonic() + timeout
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise LocalError(
                    f"another process is still {doing} after {timeout:.0f} s (it holds {path}); "
                    "wait for it to end, or end it, then try again"
                ) from None
            time.sleep(_POLL_SECONDS)
