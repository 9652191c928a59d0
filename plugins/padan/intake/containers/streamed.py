"""An .xlsx read row by row with openpyxl: slower than calamine, but no sheet is ever laid out in memory.

For workbooks with a stray cell far out, and for registry versions of 354,000 rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO
from zipfile import BadZipFile

from padan.intake.cells import cell_text, number_text
from padan.intake.containers.content import Content, opened
from padan.intake.containers.sheet import Sheet, Sheets
from padan.intake.records import Refusal

_BROKEN = (
    BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
    SyntaxError,
)
"""What openpyxl raises on a damaged workbook; ElementTree's ParseError is a SyntaxError."""


@contextmanager
def streamed_sheets(content: Content) -> Iterator[Sheets]:
    """The workbook's worksheets; check the package first.

    Raises:
        Refusal: truncated; also while rows are consumed.
    """
    with opened(content) as file:
        book = _workbook(file)
        try:
            yield Sheets(
                Sheet(sheet.title, sheet.sheet_state != "visible", _rows(sheet)) for sheet in book.worksheets
            )
        finally:
            book.close()


def _workbook(file: BinaryIO) -> Any:
    from openpyxl import load_workbook  # takes a second to import, which no ordinary list needs

    try:
        return load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except _BROKEN as error:
        # The reader's own words may quote cells: only the class of the failure is told.
        raise Refusal("truncated", found=type(error).__name__) from None


def _rows(sheet: Any) -> Iterator[list[str]]:
    """Rows from row 1 and cells from column A, whatever size the sheet says it has."""
    sheet.reset_dimensions()
    rows = sheet.iter_rows(values_only=True)
    while True:
        try:
            row = next(rows, None)
        except _BROKEN as error:
            raise Refusal("truncated", found=type(error).__name__) from None
        if row is None:
            return
        yield [value if type(value) is str else _text(value) for value in row]


def _text(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number_text(float(value))
    return cell_text(value)
