"""Is it alive, and how to end it: processes and their sessions."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

import psutil

_POLL_SECONDS = 0.05
_PROC = Path("/proc")


def is_running(pid: int) -> bool:
    """Whether `pid` is a process that can still do something.

    In a container whose first process reaps nothing, a dead child stays a zombie for ever: signals still
    reach it, so only the state in /proc tells (elsewhere the signal is all there is).
    """
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return _state(pid) not in ("Z", "X")


def _state(pid: int) -> str:
    try:
        stat = (_PROC / str(pid) / "stat").read_text("utf-8", errors="replace")
    except OSError:
        return "" if not _PROC.is_dir() else "X"
    # The command's name stands in parentheses and may hold spaces and parentheses itself.
    return stat.rpartition(")")[2].split()[0]


def command_of(pid: int) -> str:
    """The name of the program that `pid` runs, '' where it cannot be told."""
    try:
        return (_PROC / str(pid) / "comm").read_text("utf-8", errors="replace").strip()
    except OSError:
        return ""


def wait_until_gone(pid: int, timeout: float) -> bool:
    """Waits until `pid` has ended; False if it has not after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while is_running(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def reap(pid: int) -> None:
    """Takes an ended child off the process table; only its parent can, and for others this does nothing."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


def session_members(session: int) -> list[int]:
    """The live processes of a session: a component, its workers and their tasks.

    Airflow gives every task a process group of its own, so that is not enough; the session stays the same.
    """
    return [pid for pid in _all_pids() if _session_of(pid) == session and is_running(pid)]


def end_sessions(sessions: list[int], patience: float) -> None:
    """Ends every process of these sessions, and what those started elsewhere: first asked, then killed."""
    doomed = {pid for session in sessions for pid in _with_descendants(session)}
    for session in sessions:
        _signal(session, signal.SIGTERM)
    deadline = time.monotonic() + patience
    while any(is_running(session) for session in sessions) and time.monotonic() < deadline:
        time.sleep(_POLL_SECONDS)
    # What a component started while it was being asked to end is in its session too.
    for session in sessions:
        doomed.update(session_members(session))
    for pid in sorted(doomed):
        _signal(pid, signal.SIGKILL)
    for pid in sorted(doomed):
        wait_until_gone(pid, patience)


def _with_descendants(leader: int) -> set[int]:
    found = set(session_members(leader))
    with contextlib.suppress(psutil.NoSuchProcess):
        found.update(child.pid for child in psutil.Process(leader).children(recursive=True))
    return found


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _all_pids() -> list[int]:
    return list(psutil.pids())


def _session_of(pid: int) -> int:
    try:
        return os.getsid(pid)
    except (ProcessLookupError, PermissionError):
        return -1
