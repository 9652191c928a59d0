"""Is a workbook's zip package whole, harmless and of a sane size? Checked before a parser touches it.

What counts is content: cells that hold something, and bytes as they really unpack (the zip's own directory
may lie). Blank formatted cells and false dimensions count for nothing.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from padan.intake.containers.content import Content, opened
from padan.intake.containers.detect import BROKEN_ZIP, MACRO
from padan.intake.records import Refusal

_CHUNK = 1 << 20
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_WIDE_SIGNS = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
"""How XML in UTF-16 starts: no program writes a workbook so, and it would hide what is forbidden."""
_FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ROW_NUMBER = re.compile(rb"<(?:\w+:)?row\s(?:[^>]*?\s)?r=\"(\d+)\"")
_WIDE = re.compile(rb'\sr="[A-Z]{2,3}\d')
_LAST_COLUMN_OF_LETTERS = (26, 702, 16384)
"""Z, ZZ and XFD: the last columns whose names have one, two and three letters."""
_FILLED = re.compile(rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r=\"([A-Z]{1,3})(\d+)\"[^>/]*>\s*<(?:\w+:)?(?:v|is|f)[ >]")


@dataclass
class Package:
    """What the check found.

    Attributes:
        far_cells: whether a sheet's cells lie so far apart that laying it out would take too much memory.
        macro: whether it holds a program.
    """

    far_cells: bool = False
    macro: bool = False


def check_package(content: Content, limits: Mapping[str, int]) -> Package:
    """Whether the package may be parsed.

    Raises:
        Refusal: truncated, password_protected, unsafe_content or too_large.
    """
    package = Package()
    try:
        with opened(content) as file, zipfile.ZipFile(file) as archive:
            _check_entries(archive, limits, package)
    except BROKEN_ZIP as error:
        raise Refusal("truncated", found=type(error).__name__) from None
    return package


def _check_entries(archive: zipfile.ZipFile, limits: Mapping[str, int], package: Package) -> None:
    check_number_of_entries(archive, limits)
    unpacked = 0
    for entry in archive.infolist():
        if entry.flag_bits & 1:
            raise Refusal("password_protected", found="ZIP")
        name = entry.filename.lower()
        package.macro |= name == MACRO
        if not name.endswith((".xml", ".rels", ".vml")):
            continue  # pictures and the like are never opened
        extent = _Extent() if _SHEET.fullmatch(name) else None
        for number, chunk in enumerate(_chunks(archive, entry)):
            unpacked += len(chunk)
            if unpacked > limits["unpacked_bytes"]:
                raise too_much_unpacked(limits)
            check_xml(chunk, first=number == 0)
            if extent is not None:
                extent.add(chunk)
        if extent is not None and extent.too_large(limits["content_cells"]):
            package.far_cells |= _lies_far_apart(archive, entry, limits["content_cells"])


def check_number_of_entries(archive: zipfile.ZipFile, limits: Mapping[str, int]) -> None:
    """Raises a Refusal (too_large) where there are more than any office program writes."""
    entries = len(archive.infolist())
    if entries > limits["zip_entries"]:
        raise Refusal("too_large", found=f"{entries} ZIP", expected=f"{limits['zip_entries']} ZIP")


def too_much_unpacked(limits: Mapping[str, int]) -> Refusal:
    """The refusal of a zip that unpacks to too much."""
    most = limits["unpacked_bytes"]
    return Refusal("too_large", found=f"> {most} B", expected=f"{most} B")


def check_xml(chunk: bytes, *, first: bool) -> None:
    """Raises a Refusal (unsafe_content) where XML declares entities, or may hide that it does."""
    if first and chunk.startswith(_WIDE_SIGNS):
        raise Refusal("unsafe_content", found="XML UTF-16")
    if b"<!" in chunk and _FORBIDDEN.search(chunk):
        raise Refusal("unsafe_content", found="XML DOCTYPE/ENTITY")


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


def _lies_far_apart(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bool:
    """The slow, exact look at a sheet whose corner lies far out: only cells that hold something count.

    Returns:
        Whether the rectangle around them, which a parser would lay out, is too large for it.

    Raises:
        Refusal: too_large; the cells are too many, or the rows, each as long as its last cell is far out.
    """
    last_columns: dict[int, int] = {}
    cells = 0
    for chunk in _chunks(archive, entry):
        for letters, number in _FILLED.findall(chunk):
            row, column = int(number), _column_number(letters)
            last_columns[row] = max(column, last_columns.get(row, 0))
            cells += 1
            if cells > limit:
                break
    laid_out = max(cells, max(last_columns, default=0), sum(last_columns.values()))
    if laid_out > limit:
        raise Refusal("too_large", found=f"{laid_out}", expected=f"{limit}")
    return max(last_columns, default=0) * max(last_columns.values(), default=0) > limit


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
