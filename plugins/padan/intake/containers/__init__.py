"""Containers: a file's bytes → sheets of text cells.

One module a container, found by content and never by the file's extension (`detect`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from padan.intake.containers.archive import archive_sheets
from padan.intake.containers.content import Content, size_of
from padan.intake.containers.delimited import text_sheets
from padan.intake.containers.detect import Kind, detect
from padan.intake.containers.html import html_sheets
from padan.intake.containers.opendocument import opendocument_sheets
from padan.intake.containers.sheet import Merge, Sheet, Sheets
from padan.intake.containers.workbook import compound_sheets, package_sheets
from padan.intake.records import Refusal

Reader = Callable[[Content, Mapping[str, int]], AbstractContextManager[Sheets]]

READERS: dict[Kind, Reader] = {
    Kind.XLSX: package_sheets,
    Kind.XLSM: package_sheets,
    Kind.XLS: compound_sheets,
    Kind.ODS: opendocument_sheets,
    Kind.HTML: html_sheets,
    Kind.TEXT: text_sheets,
}

_REFUSED_AS: dict[Kind, str] = {
    Kind.EMPTY: "empty_file",
    Kind.TRUNCATED: "truncated",
    Kind.PASSWORD: "password_protected",
}
"""Kinds with a message of their own; whatever else has no reader is unreadable, with its kind named."""


@contextmanager
def open_sheets(path: Path, limits: Mapping[str, int], *, streamed: bool = False) -> Iterator[Sheets]:
    """The file's sheets in their order; their rows can be read once, while the block lasts.

    Args:
        path: the landed bytes.
        limits: name → value of include/reference/intake_limits.csv.
        streamed: read an .xlsx row by row, for lists too long to be laid out in memory.

    Raises:
        Refusal: the content is not readable, not safe or too large; also while rows are read.
    """
    size = size_of(path)
    if size > limits["file_bytes"]:
        raise Refusal("too_large", found=f"{size} B", expected=f"{limits['file_bytes']} B")

    def open_one(content: Content, kind: Kind) -> AbstractContextManager[Sheets]:
        reader = READERS.get(kind)
        if reader is None:
            raise Refusal(_REFUSED_AS.get(kind, "unreadable"), found=kind.value)
        if reader is package_sheets:
            return package_sheets(content, limits, streamed=streamed)
        return reader(content, limits)

    kind = detect(path)
    opened_file = archive_sheets(path, limits, open_one) if kind is Kind.ZIP else open_one(path, kind)
    with opened_file as sheets:
        yield sheets


__all__ = ["READERS", "Kind", "Merge", "Sheet", "Sheets", "detect", "open_sheets"]
