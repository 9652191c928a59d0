"""A worker's side: `python -m padan.workers.child <parent's pid> <modules to import ahead>...`."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Callable, Generator, Iterator
from functools import cache
from pathlib import Path
from types import GeneratorType, TracebackType
from typing import Any, BinaryIO

from padan.workers.limits import die_with_parent, limit_memory, no_core_dump
from padan.workers.protocol import Call, pack, read_frame

_FRAMES_TOLD = 6


def main(arguments: list[str]) -> None:
    """Answers calls from stdin on stdout until the parent closes its side."""
    die_with_parent(int(arguments[0]))
    no_core_dump()
    calls, answers = _take_pipes()
    for module in arguments[1:]:
        importlib.import_module(module)
    # Cells hold no cycles; looking for some among a hundred thousand of them takes a sixth of the time.
    gc.disable()
    while True:
        try:
            call: Call = read_frame(calls)
        except EOFError:
            return
        limit_memory(call.memory_bytes)
        broken = False
        for message in _answer(call):
            broken = message[0] == "memory"
            if broken:
                limit_memory(None)
            _write_all(answers, pack(message))
        if broken:
            return
        limit_memory(None)
        _tidy_up()


def _tidy_up() -> None:
    """Frees what the call left in cycles; what outlives it is kept for the next ones, and not looked at again."""
    gc.collect()
    gc.freeze()


def _take_pipes() -> tuple[BinaryIO, int]:
    """The pipes' own ends; what a library prints goes nowhere instead of between the frames."""
    calls = os.fdopen(os.dup(0), "rb")
    answers = os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    return calls, answers


def _write_all(pipe: int, frame: bytes) -> None:
    rest = memoryview(frame)
    while rest:
        rest = rest[os.write(pipe, rest) :]


def _answer(call: Call) -> Iterator[tuple[str, Any]]:
    try:
        value = _function(call.function)(*call.args)
        if isinstance(value, GeneratorType):
            value = yield from _parts(value)
    except MemoryError:
        yield ("memory", None)
    except BaseException as error:  # noqa: BLE001 - a panic of a Rust library is no Exception
        yield ("failed", (type(error).__name__, _where(error.__traceback__)))
    else:
        yield ("done", value)


def _parts(values: Iterator[Any]) -> Generator[tuple[str, Any], None, Any]:
    while True:
        try:
            part = next(values)
        except StopIteration as end:
            return end.value
        yield ("part", part)


@cache
def _function(name: str) -> Callable[..., Any]:
    module, _, attribute = name.partition(":")
    function: Callable[..., Any] = getattr(importlib.import_module(module), attribute)
    return function


def _where(traceback: TracebackType | None) -> str:
    """The innermost places of a traceback, without any text of the exception."""
    places = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        places.append(f"{Path(code.co_filename).name}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return " < ".join(reversed(places[-_FRAMES_TOLD:]))


if __name__ == "__main__":
    main(sys.argv[1:])
