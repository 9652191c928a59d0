"""What a worker process does to itself: it dies with its parent, and may use only so much memory."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys

_PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int) -> None:
    """Ends this process when its parent ends, however that happens; where the system cannot, EOF will do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)  # it ended before we asked


def limit_memory(size: int | None) -> None:
    """Limits the address space of this process; None lifts the limit."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    soft = hard if size is None else size if hard == resource.RLIM_INFINITY else min(size, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def no_core_dump() -> None:
    """A core file would hold the people of the file that was being read."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
