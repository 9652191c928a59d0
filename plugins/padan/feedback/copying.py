"""Cells from one workbook into another, and what of a sender's workbook may not come along.

openpyxl offers no public way to walk only the cells that there are, or to copy a cell without weighing its text
anew for a formula; hence the underscores, and `Any` where its stubs do not know them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from typing import Any

from openpyxl.cell import MergedCell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.worksheet import Worksheet

from padan.intake.cells import is_blank, is_number

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
TEXT_FORMAT = "@"
_LONGEST_CELL = 32767
_LONGEST_NUMBER = 15
"""Digits that a spreadsheet keeps of a number."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONSTANT = re.compile(r"""[\w$:.,;'"!\s-]*""")
"""A choice or reference; brackets, signs and calls make a formula."""
_WIDEST, _NARROWEST = 42, 5


def make_harmless(book: Any) -> None:
    """Drops whatever computes, runs or reaches outside; cells, formatting, merges and widths stay."""
    for chart in list(book.chartsheets):
        book.remove(chart)
    book._external_links = []
    for names in (book.defined_names, *(sheet.defined_names for sheet in book.worksheets)):
        for name in list(names):
            text = names[name].attr_text or ""
            if not _CONSTANT.fullmatch(text) or names[name].xlm or names[name].function:
                del names[name]
    for sheet in book.worksheets:
        _clean_sheet(sheet)


def _clean_sheet(sheet: Any) -> None:
    sheet._charts = []
    sheet._pivots = []
    sheet._hyperlinks = []
    sheet.protection.disable()
    sheet.legacy_drawing = None
    choices = sheet.data_validations
    choices.dataValidation = [
        rule for rule in choices.dataValidation if _harmless([rule.formula1, rule.formula2])
    ]
    kept = [(area.sqref, rule) for area in sheet.conditional_formatting for rule in area.rules]
    sheet.conditional_formatting = type(sheet.conditional_formatting)()
    for area, rule in kept:
        if _harmless(rule.formula):
            sheet.conditional_formatting.add(str(area), rule)
    for cell in _cells(sheet):
        if isinstance(cell, MergedCell):
            continue
        cell._hyperlink = None
        put_text_safely(cell)


def _harmless(formulas: Iterable[Any]) -> bool:
    return all(formula is None or _CONSTANT.fullmatch(str(formula)) for formula in formulas)


def _cells(sheet: Worksheet) -> list[Any]:
    """The cells that there are; asking the sheet for its rows would make all that there are not."""
    return list(sheet._cells.values())


def put_text_safely(cell: Any) -> None:
    """What begins like a formula is a text, and says so to the spreadsheet that opens it."""
    value = cell.value
    if (
        cell.data_type == "f"
        or not isinstance(value, str | int | float | bool | CellRichText | type(None))
        and not hasattr(value, "isoformat")
        and not hasattr(value, "total_seconds")
    ):
        cell.value = None
    elif isinstance(value, str) and value.startswith(FORMULA_SIGNS):
        cell.data_type = "s"
        style = copy(cell._style)
        style.quotePrefix = 1
        cell._style = style


def storable(text: str) -> str:
    """The text as a workbook can hold it: no control signs, no more than a cell takes."""
    return _NOT_IN_XML.sub("\ufffd", text)[:_LONGEST_CELL]


def write_text(cell: Any, text: str) -> None:
    """A text cell, whatever the text looks like."""
    cell.value = None
    cell._value = storable(text)
    cell.data_type = "s"
    cell.number_format = TEXT_FORMAT
    put_text_safely(cell)


def copy_sheet(source: Worksheet, target: Worksheet, keep: Sequence[int] | None) -> dict[int, int]:
    """Copies cells with their formatting, widths, heights, merges and state; returns the moved rows."""
    moved = {} if keep is None else {old: new for new, old in enumerate(keep, start=1)}
    for cell in _cells(source):
        row = moved.get(cell.row, None if moved else cell.row)
        if row is None or isinstance(cell, MergedCell):
            continue
        new: Any = target.cell(row=row, column=cell.column)
        new._value = cell._value
        new.data_type = cell.data_type
        if cell.has_style:
            _copy_style(cell, new)
        if cell.comment is not None and keep is None:
            new.comment = copy(cell.comment)
    for letter, width in source.column_dimensions.items():
        target.column_dimensions[letter] = ColumnDimension(
            target, index=letter, width=width.width, hidden=width.hidden, min=width.min, max=width.max,
            customWidth=width.customWidth,
        )  # fmt: skip
    for number, height in source.row_dimensions.items():
        row = moved.get(number, None if moved else number)
        if row is not None and height.height is not None:
            target.row_dimensions[row].height = height.height
    merge_again(
        [(m.min_row, m.min_col, m.max_row, m.max_col) for m in source.merged_cells.ranges], target, moved
    )
    target.sheet_state = source.sheet_state
    return moved


def _copy_style(cell: Any, new: Any) -> None:
    new.font = copy(cell.font)
    new.fill = copy(cell.fill)
    new.border = copy(cell.border)
    new.alignment = copy(cell.alignment)
    new.number_format = cell.number_format
    if cell.quotePrefix:
        style = copy(new._style)
        style.quotePrefix = 1
        new._style = style


def write_cells(
    rows: Sequence[Sequence[str]], target: Worksheet, keep: Sequence[int] | None, as_text: frozenset[int]
) -> dict[int, int]:
    """Writes read cells: text stays text; a number stays one unless it is a NIK, No KK or too long for one."""
    moved = {} if keep is None else {old: new for new, old in enumerate(keep, start=1)}
    widths: dict[int, int] = {}
    style: Any = None
    for number in keep if keep is not None else range(1, len(rows) + 1):
        row = moved.get(number, number)
        for position, text in enumerate(rows[number - 1]):
            if is_blank(text):
                continue
            cell: Any = target.cell(row=row, column=position + 1)
            if is_number(text) and position not in as_text and len(text) <= _LONGEST_NUMBER:
                cell.value = float(text) if "." in text or "e" in text else int(text)
            elif style is None or text.startswith(FORMULA_SIGNS):
                write_text(cell, text)
                style = style or (None if text.startswith(FORMULA_SIGNS) else cell._style)
            else:
                # The same style again, which is faster than to look it up for each of a list's cells.
                cell._value, cell.data_type, cell._style = storable(text), "s", copy(style)
            widths[position] = max(widths.get(position, 0), _line_width(text, rows[number - 1], position))
    for position, width in widths.items():
        column = target.column_dimensions[get_column_letter(position + 1)]
        column.width = min(max(width + 2, _NARROWEST), _WIDEST)
    return moved


def _line_width(text: str, cells: Sequence[str], position: int) -> int:
    """The longest line; a text with nothing to its right flows over the next columns and needs no width."""
    if position == 0 and all(is_blank(cell) for cell in cells[1:]):
        return 0
    return max(len(line) for line in text.splitlines() or [""])


def merge_again(merges: Iterable[Any], target: Worksheet, moved: Mapping[int, int]) -> None:
    """Merges again what was merged, where all its rows are there and still stand together.

    Args:
        merges: (top, left, bottom, right), all from 1; or the intake's `Merge`, whose columns count from 0.
        target: the sheet.
        moved: old row → new row; empty where none moved.
    """
    for merge in merges:
        top, left, bottom, right = merge if isinstance(merge, tuple) and not hasattr(merge, "left") else (
            merge.top, merge.left + 1, merge.bottom, merge.right + 1,
        )  # fmt: skip
        rows = [moved.get(row, 0) if moved else row for row in range(top, bottom + 1)]
        if all(rows) and rows[-1] - rows[0] == bottom - top:
            target.merge_cells(start_row=rows[0], end_row=rows[-1], start_column=left, end_column=right)


def own_column(sheet: Worksheet, position: int) -> ColumnDimension:
    """The width of one column by itself: senders' files tell widths of whole ranges, which may not overlap."""
    index = position + 1
    for letter, width in list(sheet.column_dimensions.items()):
        low, high = width.min or 0, width.max or 0
        if not low <= index <= high or low == high:
            continue
        del sheet.column_dimensions[letter]
        for start, end in ((low, index - 1), (index, index), (index + 1, high)):
            if start <= end:
                name = get_column_letter(start)
                sheet.column_dimensions[name] = ColumnDimension(
                    sheet, index=name, width=width.width, hidden=width.hidden, min=start, max=end,
                    customWidth=width.customWidth,
                )  # fmt: skip
        break
    return sheet.column_dimensions[get_column_letter(index)]
