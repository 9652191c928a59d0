"""A file's bytes, wherever they are: a landed file, or a member of a zip held in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

Content = Path | BytesIO


@contextmanager
def opened(content: Content) -> Iterator[BinaryIO]:
    """The bytes from their start."""
    if isinstance(content, Path):
        with content.open("rb") as file:
            yield file
    else:
        content.seek(0)
        yield content


def size_of(content: Content) -> int:
    """How many bytes there are."""
    return content.stat().st_size if isinstance(content, Path) else content.getbuffer().nbytes
