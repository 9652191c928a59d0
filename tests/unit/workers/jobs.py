"""What the workers of these tests are told to do."""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import python_calamine


def double(number: int) -> int:
    return 2 * number


def pid() -> int:
    return os.getpid()


def sleep(seconds: float) -> str:
    time.sleep(seconds)
    return "rested"


def spin_in_c(seconds: float) -> None:
    """Holds the interpreter's lock, as a parser in another language does."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        sum(range(10**7))


def eat(size: int) -> int:
    return len(bytearray(size))


def fall(number: int) -> None:
    os.kill(os.getpid(), number)


def fall_once(mark: str) -> str:
    if Path(mark).exists():
        return "second time"
    Path(mark).touch()
    os.kill(os.getpid(), signal.SIGKILL)
    return ""


def fail(words: str) -> None:
    raise ValueError(words)


def leave() -> None:
    sys.exit(3)


def count(to: int, size: int = 1) -> Iterator[bytes]:
    for number in range(to):
        yield bytes([number % 256]) * size
    return to


def count_then_fall(to: int) -> Iterator[int]:
    yield from range(to)
    os.kill(os.getpid(), signal.SIGSEGV)


def chatter() -> str:
    print("words between the frames")
    os.system("echo and from a program")
    return "quiet"


def environment() -> dict[str, str]:
    return dict(os.environ)


def core_limit() -> tuple[int, int]:
    return resource.getrlimit(resource.RLIMIT_CORE)


def send(value: Any) -> Any:
    return value


class Evil:
    """Unpickled by the parent, it would call a function of the worker's choice."""

    def __init__(self, mark: str) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return (os.mkdir, (self.mark,))


def evil(mark: str) -> Evil:
    return Evil(mark)


def modules() -> list[str]:
    return sorted(sys.modules)


def read_workbook(path: str) -> int:
    return len(python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python())
