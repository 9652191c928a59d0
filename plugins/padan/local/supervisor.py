"""Starts several programs, watches them, and leaves none of them behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, TracebackType

import psutil

from padan.local.errors import LocalError
from padan.local.processes import end_sessions, is_running

PATIENCE_SECONDS = 12.0
_ENDING_SIGNALS = (signal.SIGTERM, signal.SIGHUP)
_TAIL_CHARACTERS = 3000
_POLL_SECONDS = 0.5


@dataclass(frozen=True)
class Component:
    """One program: its name, its command, the file that takes its output."""

    name: str
    command: Sequence[str]
    log: Path


class Supervisor:
    """A context in which the components run; leaving it, however that comes about, ends them all."""

    def __init__(self, environment: Mapping[str, str], record: Path) -> None:
        """Starts nothing yet.

        Args:
            environment: the whole environment of every component.
            record: file that names the running components, so that the next start can end those of a
                supervisor that was killed and could not end them itself.
        """
        self._environment = dict(environment)
        self._record = record
        self._running: dict[str, tuple[Component, subprocess.Popen[bytes]]] = {}

    def __enter__(self) -> Supervisor:
        """Ends what an earlier, killed supervisor left."""
        end_leftovers(self._record)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends every component."""
        self.stop()

    @property
    def log_folder(self) -> str:
        """Where the components' output is."""
        return ", ".join(sorted({str(component.log.parent) for component, _ in self._running.values()}))

    def start(self, component: Component) -> None:
        """Starts one component in a session of its own, so that Ctrl-C reaches the supervisor alone."""
        component.log.parent.mkdir(parents=True, exist_ok=True)
        with component.log.open("ab") as log, _signals_held_back():
            process = subprocess.Popen(
                list(component.command),
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            self._running[component.name] = (component, process)
            self._write_record()

    def check(self) -> None:
        """Raises LocalError, with the end of its output, if a component has ended."""
        for component, process in self._running.values():
            if process.poll() is not None:
                raise LocalError(
                    f"Airflow's {component.name} ended with code {process.returncode}; "
                    f"the end of {component.log}:\n{tail(component.log)}"
                )

    def stop(self) -> None:
        """Ends every component and all they started. Further signals have to wait until that is done."""
        with _signals_held_back():
            processes = [process for _, process in self._running.values()]
            end_sessions([process.pid for process in processes], PATIENCE_SECONDS)
            for process in processes:
                process.wait()
            self._running.clear()
            self._record.unlink(missing_ok=True)

    def _write_record(self) -> None:
        started = [
            {"pid": process.pid, "created": psutil.Process(process.pid).create_time()}
            for _, process in self._running.values()
        ]
        self._record.parent.mkdir(parents=True, exist_ok=True)
        self._record.write_text(json.dumps(started), "utf-8")


def end_leftovers(record: Path) -> None:
    """Ends the components named in `record`, if they are still the same processes."""
    if not record.exists():
        return
    sessions = []
    for entry in json.loads(record.read_text("utf-8")):
        pid = int(entry["pid"])
        # The leader of a session may be dead while its members live: then nobody else can have its number.
        if not is_running(pid) or _created(pid) == entry["created"]:
            sessions.append(pid)
    end_sessions(sessions, PATIENCE_SECONDS)
    record.unlink()


def tail(path: Path) -> str:
    """The last lines of a log."""
    return path.read_text("utf-8", errors="replace")[-_TAIL_CHARACTERS:].strip() if path.exists() else ""


@contextmanager
def ending_signals() -> Iterator[None]:
    """Within it SIGTERM and SIGHUP raise SystemExit, so that every `finally` runs, as with Ctrl-C."""

    def leave(number: int, _: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, leave) for number in _ENDING_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _signals_held_back() -> Iterator[None]:
    """Between starting a process and noting it, and while ending them, nothing may interrupt.

    Handlers, not a signal mask: a started program would inherit the mask and could not be ended.
    """
    held: list[signal.Signals] = []

    def hold(number: int, _: FrameType | None) -> None:
        held.append(signal.Signals(number))

    before = {number: signal.signal(number, hold) for number in (*_ENDING_SIGNALS, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for first in held[:1]:
            os.kill(os.getpid(), first)


def _created(pid: int) -> float:
    try:
        return float(psutil.Process(pid).create_time())
    except psutil.NoSuchProcess:
        return 0.0


def wait_for(what: str, ready: Callable[[], bool], seconds: float, watch: Supervisor) -> None:
    """Waits until `ready()` is true while every component lives.

    Raises:
        LocalError: a component ended, or it took longer than `seconds`.
    """
    deadline = time.monotonic() + seconds
    while not ready():
        watch.check()
        if time.monotonic() > deadline:
            raise LocalError(f"{what} took longer than {seconds:.0f} s; the logs are in {watch.log_folder}")
        time.sleep(_POLL_SECONDS)
