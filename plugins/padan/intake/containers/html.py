"""HTML called .xls: what web applications give away as Excel. Nothing is fetched, nothing is run.

All tables of a page are one sheet, one below the other, as Excel shows them; a line of text outside of them is a
row of its own, because it may name the village. The page may be nested badly: what is left open ends with
whatever cannot stand inside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html.parser import HTMLParser

from padan.intake.cells import NumberText, number_text
from padan.intake.containers.content import Content, opened
from padan.intake.containers.delimited import decoded
from padan.intake.containers.grid import Grid
from padan.intake.containers.sheet import Sheet, Sheets

_READ_SIGNS = 1 << 16
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "center",
        "blockquote",
    ]
    + ["pre", "hr", "form", "header", "footer", "section"]
)
_CELLS = frozenset({"td", "th"})
_NOT_SHOWN = frozenset({"script", "style", "title", "head", "select", "template", "object", "xml"})
_ALWAYS_SHOWN = frozenset({"body", "table"})
"""They end a head or a title that nobody closed."""
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BREAK = "\v"
_CUT = re.compile(r"[\d.,]+E\+?\d+|#+", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d{1,17}(\.\d+)?(E\+?\d{1,2})?", re.IGNORECASE)
_MOST_SPAN = 1000
_MOST_ROWS = 65534
"""The most columns and rows that one cell may span, as browsers have it."""


@contextmanager
def html_sheets(content: Content, limits: Mapping[str, int]) -> Iterator[Sheets]:
    """The page as one sheet without a name.

    Raises:
        Refusal: too_large; more cells than a file may hold.
    """
    page = _Page(limits)
    with opened(content) as file, decoded(file) as text:
        while piece := text.read(_READ_SIGNS):
            page.feed(piece)
    page.close()
    page.end()
    yield Sheets([Sheet("", False, page.grid.rows, merges=page.grid.merges())])


class _Page(HTMLParser):
    """Walks through a page and writes its text into a grid."""

    def __init__(self, limits: Mapping[str, int]) -> None:
        super().__init__(convert_charrefs=True)
        self.grid = Grid(limits["content_cells"], limits["columns"])
        self._hidden = ""
        self._words: list[str] = []
        self._cell: dict[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that opens, and thereby ends what cannot stand around it."""
        if self._hidden:
            if tag not in _ALWAYS_SHOWN:
                return
            self._hidden = ""
        if tag in _NOT_SHOWN:
            self._hidden = tag
        elif tag == "table":
            self._start_table()
        elif tag == "tr":
            self._end_row()
            self.grid.new_row()
        elif tag in _CELLS:
            self._end_cell()
            self._end_line()
            self._cell = {name: value or "" for name, value in attrs}
        elif tag == "br" or tag in _BLOCKS:
            self._break()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<td/>` is a cell, and empty."""
        self.handle_starttag(tag, attrs)
        if tag in _CELLS or tag in _NOT_SHOWN:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """A tag that closes; one that was never opened closes nothing."""
        if self._hidden:
            self._hidden = "" if tag == self._hidden else self._hidden
        elif tag in _CELLS:
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag == "table":
            self._end_row()
            self.grid.end_spans()
        elif tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        """Text; outside of a table's cells a line is a row."""
        if not self._hidden:
            self._words.append(data)

    def end(self) -> None:
        """The page is over."""
        self._end_row()
        self.grid.end_spans()

    def _start_table(self) -> None:
        """A table within a cell comes below the row of that cell; a cell that only holds a table is no row."""
        self._end_cell()
        if self.grid.row is not None and not any(self.grid.row):
            self.grid.drop_row()
        self._end_row()
        self.grid.end_spans()

    def _break(self) -> None:
        if self._cell is None:
            self._end_line()
        else:
            self._words.append(_BREAK)

    def _text(self) -> str:
        """The words so far as a browser shows them: spaces squeezed, lines where the page breaks them."""
        lines = _SPACES.sub(" ", "".join(self._words)).split(_BREAK)
        self._words.clear()
        return "\n".join(line.strip(" ") for line in lines if line.strip(" "))

    def _end_line(self) -> None:
        text = self._text()
        if not text:
            return
        row = self.grid.row
        if row is None:
            self.grid.new_row()
        self.grid.add(text)
        if row is None:
            self.grid.end_row()

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        told, text = self._cell, self._text()
        self._cell = None
        if self.grid.row is None:
            self.grid.new_row()
        self.grid.add(
            _stored(told, text), _span(told, "colspan", _MOST_SPAN), _span(told, "rowspan", _MOST_ROWS)
        )

    def _end_row(self) -> None:
        self._end_cell()
        self._end_line()
        self.grid.end_row()


def _span(told: Mapping[str, str], name: str, most: int) -> int:
    digits = told.get(name, "").strip()
    return min(max(int(digits), 1), most) if digits.isascii() and digits.isdigit() and len(digits) < 9 else 1


def _stored(told: Mapping[str, str], text: str) -> str:
    """The cell's text, or the number behind it where Excel's own pages show it cut."""
    if "x:num" not in told:
        return text
    if text.isascii() and text.isdigit():
        return NumberText(text)
    number = told["x:num"]
    return number_text(float(number)) if _CUT.fullmatch(text) and _NUMBER.fullmatch(number) else text
