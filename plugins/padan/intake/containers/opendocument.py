"""OpenDocument spreadsheets (.ods), parsed as a stream: repeated rows and cells, merges and hidden sheets.

Formulas are never evaluated: the stored result is read. A document type or an entity refuses the file.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from xml.parsers import expat

from padan.intake.containers.content import Content, opened
from padan.intake.containers.detect import BROKEN_ZIP
from padan.intake.containers.opendocument_cells import Attributes, cell_value, repeated
from padan.intake.containers.package import check_number_of_entries, too_much_unpacked
from padan.intake.containers.sheet import Merge, Sheet, Sheets
from padan.intake.records import Refusal

_CHUNK = 1 << 20
_MANIFEST = "META-INF/manifest.xml"
_NOT_OF_THE_CELL = frozenset({"annotation", "shapes", "tracked-changes", "frame", "custom-shape"})
_CELLS = frozenset({"table-cell", "covered-table-cell"})


@contextmanager
def opendocument_sheets(content: Content, limits: Mapping[str, int]) -> Iterator[Sheets]:
    """The document's tables in their order.

    Raises:
        Refusal: truncated, locked by a password, unsafe, too large, or not a spreadsheet.
    """
    document = _Document(limits)
    parser = expat.ParserCreate(namespace_separator="|")
    parser.buffer_text = True
    parser.StartElementHandler = document.start
    parser.EndElementHandler = document.end
    parser.CharacterDataHandler = document.text
    parser.StartDoctypeDeclHandler = _refuse_declarations
    parser.EntityDeclHandler = _refuse_declarations
    try:
        with opened(content) as file, zipfile.ZipFile(file) as archive:
            check_number_of_entries(archive, limits)
            _check_kind(archive)
            unpacked = 0
            with archive.open("content.xml") as xml:
                while chunk := xml.read(_CHUNK):
                    unpacked += len(chunk)
                    if unpacked > limits["unpacked_bytes"]:
                        raise too_much_unpacked(limits)
                    parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except (expat.ExpatError, KeyError, *BROKEN_ZIP) as error:
        raise Refusal("truncated", found=type(error).__name__) from None
    yield document.sheets


def _check_kind(archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    if _MANIFEST in names and b"encryption-data" in archive.read(_MANIFEST):
        raise Refusal("password_protected", found="OpenDocument .ods")
    kind = archive.read("mimetype")[:100]
    if b"spreadsheet" not in kind:
        raise Refusal("unreadable", found="OpenDocument")


def _refuse_declarations(*_: object) -> None:
    raise Refusal("unsafe_content", found="XML DOCTYPE/ENTITY")


class _Document:
    """Builds sheets from the parser's events."""

    def __init__(self, limits: Mapping[str, int]) -> None:
        self.sheets = Sheets()
        self._limits = limits
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._table: _Table | None = None
        self._depth = 0
        """Of tables: one inside a cell is not a sheet of its own."""
        self._aside = 0
        """Of elements whose text is no part of the cell: notes, drawings."""
        self._cell: Attributes = {}
        self._paragraphs: list[list[str]] = []
        self._in_cell = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        name = tag.rpartition("|")[2]
        if self._aside or name in _NOT_OF_THE_CELL:
            self._aside += 1
            return
        told = {key.rpartition("|")[2]: value for key, value in attributes.items()}
        if name == "table":
            self._depth += 1
            if self._depth == 1:
                hidden = told.get("style-name", "") in self._hidden_styles
                self._table = _Table(told.get("name", ""), hidden, self._limits)
        elif self._table is None:
            self._note_style(name, told)
        elif self._depth > 1:
            return
        elif name == "table-row":
            self._table.start_row(repeated(told, "number-rows-repeated"))
        elif name in _CELLS:
            self._cell, self._paragraphs, self._in_cell = told, [], True
        elif name == "p":
            self._paragraphs.append([])
        elif self._paragraphs:
            if name == "s":
                self._paragraphs[-1].append(" " * min(repeated(told, "c"), 1000))
            elif name in ("tab", "line-break"):
                self._paragraphs[-1].append("\t" if name == "tab" else "\n")

    def end(self, tag: str) -> None:
        """An element closes."""
        if self._aside:
            self._aside -= 1
            return
        name = tag.rpartition("|")[2]
        if name == "table":
            self._depth -= 1
            if self._depth == 0 and self._table is not None:
                self.sheets.append(self._table.sheet())
                self._table = None
        elif self._table is None or self._depth > 1:
            return
        elif name in _CELLS:
            text = "\n".join("".join(paragraph) for paragraph in self._paragraphs)
            self._table.add(cell_value(self._cell, text), self._cell)
            self._paragraphs, self._in_cell = [], False
        elif name == "table-row":
            self._table.end_row()

    def text(self, words: str) -> None:
        """Text between elements."""
        if self._paragraphs and self._in_cell and not self._aside and self._depth == 1:
            self._paragraphs[-1].append(words)

    def _note_style(self, name: str, told: Attributes) -> None:
        if name == "style":
            self._style = told.get("name", "")
        elif name == "table-properties" and told.get("display") == "false":
            self._hidden_styles.add(self._style)


class _Table:
    """One sheet in the making. Blank cells and rows count for nothing until something stands behind them."""

    def __init__(self, name: str, hidden: bool, limits: Mapping[str, int]) -> None:
        self._name, self._hidden, self._limits = name, hidden, limits
        self._rows: list[list[str]] = []
        self._merges: list[Merge] = []
        self._row: list[str] = []
        self._blank_cells = self._blank_rows = 0
        self._times = 1
        self._cells = 0

    def start_row(self, times: int) -> None:
        """A row that stands so many times."""
        self._row, self._blank_cells, self._times = [], 0, times

    def add(self, text: str, told: Attributes) -> None:
        """A cell, which may be repeated or span others."""
        times = repeated(told, "number-columns-repeated")
        columns, rows = repeated(told, "number-columns-spanned"), repeated(told, "number-rows-spanned")
        if columns > 1 or rows > 1:
            top, left = len(self._rows) + self._blank_rows + 1, len(self._row) + self._blank_cells
            self._merges.append(Merge(top, left, top + rows - 1, left + columns - 1))
        if not text:
            self._blank_cells += times
            return
        width = len(self._row) + self._blank_cells + times
        self._cells += (width - len(self._row)) * self._times
        height = len(self._rows) + self._blank_rows + self._times
        if (
            self._cells > self._limits["content_cells"]
            or width > self._limits["columns"]
            or height > self._limits["rows"]
        ):
            raise Refusal(
                "too_large", found=f"{height} x {width}", expected=f"{self._limits['content_cells']}"
            )
        self._row += [""] * self._blank_cells + [text] * times
        self._blank_cells = 0

    def end_row(self) -> None:
        """The row is over."""
        if not self._row:
            self._blank_rows += self._times
            return
        self._rows += [[] for _ in range(self._blank_rows)]
        self._blank_rows = 0
        self._rows += [list(self._row) for _ in range(self._times)]

    def sheet(self) -> Sheet:
        """The sheet, without the blank rows at its end."""
        return Sheet(self._name, self._hidden, self._rows, merges=tuple(sorted(self._merges)))
