"""Excel workbooks (.xlsx .xlsm .xls), read with calamine. Formulas are never evaluated: the stored result is read.

A program (macro) is never run, kept or handed on; that a workbook holds one is only noticed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import python_calamine

from padan.intake.cells import row_texts
from padan.intake.containers.compound import check_compound
from padan.intake.containers.content import Content
from padan.intake.containers.detect import Kind
from padan.intake.containers.package import check_package
from padan.intake.containers.sheet import Merge, Sheet, Sheets
from padan.intake.containers.streamed import streamed_sheets
from padan.intake.records import Refusal

_SUFFIXES_OF = {Kind.XLSX: {".xlsx", ".xlsm"}, Kind.XLS: {".xls"}}
_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xlsb", ".xlam", ".xls", ".xla", ".ods"})


@contextmanager
def package_sheets(
    content: Content, limits: Mapping[str, int], *, streamed: bool = False
) -> Iterator[Sheets]:
    """An .xlsx or .xlsm, checked before a parser touches it.

    Raises:
        Refusal: truncated, unsafe, too large, locked by a password, or not a workbook at all.
    """
    package = check_package(content, limits)
    # A stray cell far out is no reason to lay out all the blank cells before it.
    reader = (
        streamed_sheets(content) if streamed or package.far_cells else _calamine_sheets(content, Kind.XLSX)
    )
    with reader as sheets:
        sheets.notices["macro"] += package.macro
        yield sheets


@contextmanager
def compound_sheets(content: Content, limits: Mapping[str, int]) -> Iterator[Sheets]:
    """An .xls of Excel 97 to 2003: at most 65,536 x 256 cells, so no layout can be too large.

    Raises:
        Refusal: truncated, locked by a password, or not a workbook at all.
    """
    del limits
    compound = check_compound(content)
    if compound.locked:
        raise Refusal("password_protected", found=Kind.XLS.value)
    with _calamine_sheets(content, Kind.XLS) as sheets:
        sheets.notices["macro"] += compound.macro
        yield sheets


@contextmanager
def _calamine_sheets(content: Content, kind: Kind) -> Iterator[Sheets]:
    if isinstance(content, BytesIO):
        content.seek(0)
    elif content.suffix.lower() in _SUFFIXES - _SUFFIXES_OF[kind]:
        # The parser believes a path's suffix; what the bytes are was found out before.
        content = BytesIO(content.read_bytes())
    with parser_errors(kind):
        workbook = python_calamine.CalamineWorkbook.from_object(content)
    try:
        yield Sheets(
            _sheet(workbook, index, meta, kind)
            for index, meta in enumerate(workbook.sheets_metadata)
            if meta.typ == python_calamine.SheetTypeEnum.WorkSheet  # charts and dialogs hold no cells
        )
    finally:
        workbook.close()


@contextmanager
def parser_errors(kind: Kind) -> Iterator[None]:
    """A parser's error is a refusal; its own words may quote cells, so only the class of the failure is told."""
    try:
        yield
    except python_calamine.PasswordError:
        raise Refusal("password_protected", found=kind.value) from None
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Refusal("truncated", found=type(error).__name__) from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the parser's own word for a damage it did not foresee
            raise Refusal("truncated", found="PanicException") from None
        raise


def _sheet(workbook: Any, index: int, meta: Any, kind: Kind) -> Sheet:
    with parser_errors(kind):
        sheet = workbook.get_sheet_by_index(index)
    hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
    return Sheet(meta.name, hidden, _rows(sheet), merges=_merges(sheet))


def _merges(sheet: Any) -> tuple[Merge, ...]:
    ranges = sheet.merged_cell_ranges or ()
    return tuple(sorted(Merge(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in ranges))


def _rows(sheet: Any) -> Iterator[list[str]]:
    """Rows from row 1 and cells from column A, whatever the first filled cell is."""
    if sheet.start is None:
        return
    margin = [""] * sheet.start[1]
    for row in sheet.iter_rows():
        yield margin + row_texts(row)
