"""Is a workbook's zip package whole, harmless and of a sane size? Checked before a parser touches it.

What counts is content: cells that hold something, and bytes as they really unpack (the zip's own directory
may lie). Blank formatted cells and false dimensions count for nothing.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from padan.intake.containers.detect import BROKEN_ZIP
from padan.intake.records import Refusal

_CHUNK = 1 << 20
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ROW_NUMBER = re.compile(rb"<(?:\w+:)?row\s(?:[^>]*?\s)?r=\"(\d+)\"")
_WIDE = re.compile(rb'\sr="[A-Z]{2,3}\d')
_LAST_COLUMN_OF_LETTERS = (26, 702, 16384)
"""Z, ZZ and XFD: the last columns whose names have one, two and three letters."""
_FILLED = re.compile(rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r=\"([A-Z]{1,3})(\d+)\"[^>/]*>\s*<(?:\w+:)?(?:v|is|f)[ >]")


def check_package(path: Path, limits: Mapping[str, int]) -> None:
    """Raises a Refusal (truncated, unsafe_content, too_large) unless the package may be parsed."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_entries(archive, limits)
    except BROKEN_ZIP as error:
        raise Refusal("truncated", found=type(error).__name__) from None


def _check_entries(archive: zipfile.ZipFile, limits: Mapping[str, int]) -> None:
    entries = archive.infolist()
    if len(entries) > limits["zip_entries"]:
        raise Refusal("too_large", found=f"{len(entries)} ZIP", expected=f"{limits['zip_entries']} ZIP")
    unpacked = 0
    for entry in entries:
        if entry.flag_bits & 1:
            raise Refusal("password_protected", found="ZIP")
        name = entry.filename.lower()
        if not name.endswith((".xml", ".rels", ".vml")):
            continue  # pictures and the like are never opened
        extent = _Extent() if _SHEET.fullmatch(name) else None
        for chunk in _chunks(archive, entry):
            unpacked += len(chunk)
            if unpacked > limits["unpacked_bytes"]:
                raise Refusal(
                    "too_large",
                    found=f"> {limits['unpacked_bytes']} B",
                    expected=f"{limits['unpacked_bytes']} B",
                )
            if b"<!" in chunk and _FORBIDDEN.search(chunk):
                raise Refusal("unsafe_content", found="XML DOCTYPE/ENTITY")
            if extent is not None:
                extent.add(chunk)
        if extent is not None and extent.too_large(limits["content_cells"]):
            _check_filled(archive, entry, limits["content_cells"])


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The entry as it unpacks, cut between elements so that no pattern is split."""
    rest = b""
    with archive.open(entry) as file:
        while block := file.read(_CHUNK):
            block = rest + block
            cut = block.rfind(b"</row>") + 1 or block.rfind(b">") + 1 or len(block)
            rest = block[cut:]
            yield block[:cut]
            if len(rest) > 8 * _CHUNK:
                yield rest
                rest = b""
    yield rest


@dataclass
class _Extent:
    """The corner of a sheet from a quick look: never smaller than the corner of its content."""

    rows: int = 0
    column: int = _LAST_COLUMN_OF_LETTERS[0]
    cells: int = 0

    def add(self, chunk: bytes) -> None:
        """Looks at one more piece of the sheet."""
        self.rows = max([self.rows + chunk.count(b"<row"), *map(int, _ROW_NUMBER.findall(chunk))])
        if self.column < _LAST_COLUMN_OF_LETTERS[-1] and _WIDE.search(chunk):
            longest = max(len(cell.strip()) for cell in _WIDE.findall(chunk)) - len(b'r="A')
            self.column = max(self.column, _LAST_COLUMN_OF_LETTERS[longest - 1])
        self.cells += chunk.count(b"<v>") + chunk.count(b"<is>")

    def too_large(self, limit: int) -> bool:
        """Whether the exact look is needed."""
        return self.rows * self.column > limit or self.cells > limit


def _check_filled(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> None:
    """The slow, exact look at a sheet whose corner lies far out: only cells that hold something count."""
    row = column = cells = 0
    for chunk in _chunks(archive, entry):
        for letters, number in _FILLED.findall(chunk):
            row, column, cells = max(row, int(number)), max(column, _column_number(letters)), cells + 1
    # A parser lays the sheet out from its first to its last cell, so the rectangle is what memory must hold.
    if row * column > limit or cells > limit:
        raise Refusal("too_large", found=f"{row} x {column}", expected=f"{limit}")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
