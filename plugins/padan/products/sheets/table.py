"""One table on a sheet of a workbook: header, rows, filter, print set-up. Every workbook of cases is made of these."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Literal

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from padan.products.month import Month
from padan.products.numbers import numbers
from padan.products.sheets.differences import Marked

Kind = Literal["text", "wrap", "number", "answer", "day_answer"]
Cell = str | int | Marked | None

CELL_LIMIT = 32767
"""Characters that a cell of a workbook can hold."""
FORMULA_STARTS = ("=", "+", "-", "@")
_HEAD_HEIGHT = 30
_LINE_HEIGHT = 13.5
_MOST_LINES = 12
_PAGE_WIDTH = 220
"""Characters that a printed page holds side by side before they are too small to read."""
_FILLED = 0.9
"""Share of a line that words fill before the next begins."""


@dataclass(frozen=True)
class Column:
    """One column: key of its values, title, width in characters, and what its cells hold."""

    key: str
    title: str
    width: float
    kind: Kind = "text"


def columns(
    widths: Mapping[str, float],
    titles: Mapping[str, str],
    figures: Collection[str] = (),
    wrapped: Collection[str] = (),
) -> list[Column]:
    """The columns of a table, in the order of their widths; the rest of them hold short words."""
    return [
        Column(key, titles[key], width, "number" if key in figures else "wrap" if key in wrapped else "text")
        for key, width in widths.items()
    ]


def sheet_name(label: str) -> str:
    """A label as the name of a sheet: at most 31 characters, none of those that spreadsheets refuse."""
    return "".join(" " if letter in "[]:*?/\\'" else letter for letter in label)[:31].strip()


class TableSheets:
    """Adds sheets with one table each to a workbook."""

    def __init__(
        self, book: Workbook, style: Mapping[str, Any], month: Month, texts: Mapping[str, Any]
    ) -> None:
        """Keeps what every sheet needs; `texts` has footer and confidential."""
        self.book = book
        self.style = style
        self._month = month
        self._texts = texts

    def add(
        self,
        title: str,
        columns: Sequence[Column],
        rows: Sequence[Mapping[str, Cell]],
        printed: Sequence[Column] | None = None,
    ) -> Worksheet:
        """Adds a sheet: row 1 is the header, then one row a mapping; the first columns may be all that is printed."""
        sheet = self.book.add_worksheet(title)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            head = "head_number" if column.kind == "number" else "head"
            sheet.write_string(0, place, column.title, self.style[head])
        sheet.set_row(0, _HEAD_HEIGHT)
        for number, row in enumerate(rows, start=1):
            if (lines := _lines(columns, row)) > 1:
                sheet.set_row(number, _LINE_HEIGHT * lines)
            for place, column in enumerate(columns):
                self._write(sheet, number, place, column.kind, row.get(column.key))
        if rows:
            sheet.autofilter(0, 0, len(rows), len(columns) - 1)
        sheet.freeze_panes(1, 1)
        on_paper = columns if printed is None else printed
        sheet.print_area(0, 0, len(rows), len(on_paper) - 1)
        self._set_up_print(sheet, title, sum(column.width for column in on_paper))
        return sheet

    def _write(self, sheet: Worksheet, row: int, place: int, kind: Kind, value: Cell) -> None:
        if kind in ("answer", "day_answer"):
            sheet.write_blank(row, place, None, self.style[kind])
        elif value is None or value == "" or value == ():
            sheet.write_blank(row, place, None, self.style["text"])
        elif kind == "number":
            sheet.write_number(row, place, value, self.style["number"])
        elif isinstance(value, tuple):
            self._write_marked(sheet, row, place, value)
        else:
            text = str(value)[:CELL_LIMIT]
            # Somebody who edits such a cell would otherwise turn it into a formula.
            quoted = "quoted" if text.startswith(FORMULA_STARTS) else kind
            sheet.write_string(row, place, text, self.style["wrapped" if quoted == "wrap" else quoted])

    def _write_marked(self, sheet: Worksheet, row: int, place: int, marked: Marked) -> None:
        """Text in which the marked pieces stand out."""
        form = self.style["wrapped"]
        if len(marked) == 1:
            sheet.write_string(row, place, marked[0][0], form)
            return
        pieces: list[Any] = []
        for text, stands_out in marked:
            pieces += [self.style["differs" if stands_out else "plain"], text]
        sheet.write_rich_string(row, place, *pieces, form)

    def _set_up_print(self, sheet: Worksheet, title: str, width: float) -> None:
        period = numbers(self._month.language).period(self._month.period)
        heading = f"{title} – {period} – v{self._month.version}".replace("&", "&&")
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        sheet.fit_to_pages(ceil(width / _PAGE_WIDTH), 0)
        sheet.repeat_rows(0)
        sheet.repeat_columns(0)
        sheet.set_header(f"&L&B{heading}")
        sheet.set_footer(f"&L{self._texts['confidential']}&R{self._texts['footer']}")


def _lines(columns: Sequence[Column], row: Mapping[str, Cell]) -> int:
    """Lines that the row's longest wrapped cell takes: not every program finds that out by itself."""
    most = 1
    for column in columns:
        value = row.get(column.key)
        if isinstance(value, tuple) or (column.kind == "wrap" and isinstance(value, str)):
            text = "".join(piece for piece, _ in value) if isinstance(value, tuple) else value
            width = column.width * _FILLED
            most = max(most, sum(max(1, ceil(len(line) / width)) for line in text.split("\n")))
    return min(most, _MOST_LINES)
