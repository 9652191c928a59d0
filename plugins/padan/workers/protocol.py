"""What goes through the pipes between a pool and its workers: pickles, each behind its length.

A worker handles hostile content, so nothing that comes from it may name a function: the parent unpickles
plain values and Padan's own classes, nothing else.
"""

from __future__ import annotations

import io
import pickle
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Literal

_LENGTH = struct.Struct("<Q")
_LONGEST = 1 << 28
_FOREIGN_CLASSES = frozenset({("datetime", "date"), ("datetime", "datetime"), ("decimal", "Decimal")})

Kind = Literal["part", "done", "failed", "memory"]


@dataclass(frozen=True)
class Call:
    """One thing to do in a worker.

    Attributes:
        function: 'module:name'; what a generator function yields comes as parts, what it returns is the value.
        args: picklable.
        memory_bytes: address space the worker may use for it; None takes the pool's.
        seconds: how long it may take; None takes the pool's.
    """

    function: str
    args: tuple[Any, ...] = ()
    memory_bytes: int | None = None
    seconds: float | None = None


@dataclass(frozen=True)
class Done:
    """The call returned."""

    value: Any


@dataclass(frozen=True)
class Breach:
    """The call cost a worker: it outran its memory or its time, or the process died of it twice."""

    kind: Literal["memory", "time", "died"]


@dataclass(frozen=True)
class Failed:
    """The call raised. Its text might quote a cell, so only the class and the place come back."""

    error: str
    where: str


Result = Done | Breach | Failed


def pack(message: object) -> bytes:
    """A frame: the message's pickle behind its length."""
    body = pickle.dumps(message, protocol=5)
    return _LENGTH.pack(len(body)) + body


def read_frame(stream: BinaryIO) -> Any:
    """The next frame of a blocking stream of the parent's.

    Raises:
        EOFError: the other side is gone.
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    return pickle.loads(stream.read(length))  # noqa: S301 - written by the parent


class FrameBuffer:
    """Frames of a worker, put together from whatever its pipe gives."""

    def __init__(self) -> None:
        """Starts empty."""
        self._held = bytearray()

    def add(self, piece: bytes) -> Iterator[tuple[Kind, Any, int]]:
        """Yields every frame that the piece completes: kind, content, bytes.

        Raises:
            EOFError: this is no frame of ours; nothing more can be understood.
        """
        self._held += piece
        while len(self._held) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._held)
            end = _LENGTH.size + length
            if length > _LONGEST:
                raise EOFError
            if len(self._held) < end:
                return
            body = bytes(memoryview(self._held)[_LENGTH.size : end])
            del self._held[:end]
            yield *_load(body), length


def _load(body: bytes) -> tuple[Kind, Any]:
    try:
        kind, content = _Unpickler(io.BytesIO(body)).load()
    except Exception as error:  # a broken pickle may raise anything
        raise EOFError from error
    return kind, content


class _Unpickler(pickle.Unpickler):
    """Builds plain values and instances of Padan's classes; a name of anything else is refused."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _FOREIGN_CLASSES or (module.startswith("padan.") and "." not in name):
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"a worker may not send {module}.{name}")
