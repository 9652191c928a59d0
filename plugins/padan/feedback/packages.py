"""A sender's .xlsx package without the blank cells that somebody formatted down to the end of the sheet."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO

_CELL = re.compile(rb"<(?:\w+:)?(?:c|row)[ />]")
_BLANK_CELL = re.compile(rb"<(?:\w+:)?c(?:\s[^>]*)?/>|<((?:\w+:)?)c(?:\s[^>]*)?></\1c>")
_BLANK_ROW = re.compile(rb"<(?:\w+:)?row(?:\s[^>]*)?/>|<((?:\w+:)?)row(?:\s[^>]*)?>\s*</\1row>")
_ROW_END = re.compile(rb"</(?:\w+:)?row>")
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_CHUNK = 1 << 20


def trimmed(path: Path, most_cells: int) -> BytesIO | None:
    """The package, without blank cells and rows where it has more cells than may be held.

    Args:
        path: a workbook that passed the reader's checks.
        most_cells: cells and rows, blank ones included, that a parser may hold.

    Returns:
        The package in memory; None where even what is not blank is too much.
    """
    whole = path.read_bytes()
    if _cells(BytesIO(whole)) <= most_cells:
        return BytesIO(whole)
    content = _without_blanks(BytesIO(whole))
    return content if _cells(content) <= most_cells else None


def _cells(package: BytesIO) -> int:
    count = 0
    with zipfile.ZipFile(package) as archive:
        for name in archive.namelist():
            if _SHEET_PART.fullmatch(name):
                with archive.open(name) as part:
                    count += sum(len(_CELL.findall(chunk)) for chunk in _chunks(part))
    package.seek(0)
    return count


def _without_blanks(package: BytesIO) -> BytesIO:
    result = BytesIO()
    with (
        zipfile.ZipFile(package) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for name in source.namelist():
            if not _SHEET_PART.fullmatch(name):
                target.writestr(name, source.read(name))
                continue
            with source.open(name) as part, target.open(name, "w") as kept:
                for chunk in _chunks(part):
                    kept.write(_BLANK_ROW.sub(b"", _BLANK_CELL.sub(b"", chunk)))
    result.seek(0)
    return result


def _chunks(part: IO[bytes]) -> Iterator[bytes]:
    """The part as it unpacks, cut behind a row, so that no element is split; else before an element."""
    rest = b""
    while block := part.read(_CHUNK):
        block = rest + block
        ends = [match.end() for match in _ROW_END.finditer(block, max(0, len(block) - 65536))]
        cut = ends[-1] if ends else max(block.rfind(b"<"), 0)
        rest = block[cut:]
        yield block[:cut]
    yield rest
