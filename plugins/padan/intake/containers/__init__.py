"""Containers: a file's bytes → sheets of text cells.

One module a container, found by content and never by the file's extension (`detect`). A kind that Padan
knows but does not read yet is refused under its own name; reading it means one more module and one line in
`READERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from padan.intake.containers.delimited import text_sheets
from padan.intake.containers.detect import Kind, detect
from padan.intake.containers.sheet import Sheet
from padan.intake.containers.xlsx import workbook_sheets
from padan.intake.records import Refusal

Reader = Callable[[Path, Mapping[str, int]], "Iterator[list[Sheet]]"]

READERS: dict[Kind, Reader] = {
    Kind.XLSX: workbook_sheets,
    Kind.TEXT: text_sheets,
}

_REFUSED_AS: dict[Kind, str] = {
    Kind.EMPTY: "empty_file",
    Kind.TRUNCATED: "truncated",
    Kind.PASSWORD: "password_protected",
    Kind.MACRO: "has_macro",
    Kind.PDF: "unreadable",
    Kind.IMAGE: "unreadable",
    Kind.WORD: "unreadable",
    Kind.BINARY: "unreadable",
}
"""Kinds that no reader will ever open; every other kind without a reader is only not read yet."""


@contextmanager
def open_sheets(path: Path, limits: Mapping[str, int]) -> Iterator[list[Sheet]]:
    """The file's sheets in their order; their rows can be read once, while the block lasts.

    Raises:
        Refusal: the content is not readable, not read yet, not safe or too large.
    """
    size = path.stat().st_size
    if size > limits["file_bytes"]:
        raise Refusal("too_large", found=f"{size} B", expected=f"{limits['file_bytes']} B")
    kind = detect(path)
    reader = READERS.get(kind)
    if reader is None:
        raise Refusal(_REFUSED_AS.get(kind, "container_not_yet_read"), found=kind.value)
    yield from reader(path, limits)


__all__ = ["Kind", "READERS", "Sheet", "detect", "open_sheets"]
