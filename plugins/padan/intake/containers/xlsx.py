"""Excel workbooks (.xlsx), read with calamine. Formulas are never evaluated: the stored result is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import python_calamine

from padan.intake.cells import row_texts
from padan.intake.containers.package import check_package
from padan.intake.containers.sheet import Sheet
from padan.intake.records import Refusal


def workbook_sheets(path: Path, limits: Mapping[str, int]) -> Iterator[list[Sheet]]:
    """The workbook's worksheets in their order; chart sheets and dialogs hold no cells and are left out.

    Raises:
        Refusal: truncated, unsafe, too large, locked by a password, or not a workbook at all.
    """
    check_package(path, limits)
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(path)
    except python_calamine.PasswordError:
        raise Refusal("password_protected", found="Excel .xlsx") from None
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        # The reader's own words may quote cells: only the class of the failure is told.
        raise Refusal("truncated", found=type(error).__name__) from None
    try:
        yield [
            _sheet(workbook, index, meta)
            for index, meta in enumerate(workbook.sheets_metadata)
            if _holds_cells(meta)
        ]
    finally:
        workbook.close()


def _holds_cells(meta: Any) -> bool:
    return bool(meta.typ == python_calamine.SheetTypeEnum.WorkSheet)


def _sheet(workbook: Any, index: int, meta: Any) -> Sheet:
    hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
    return Sheet(meta.name, hidden, _rows(workbook, index))


def _rows(workbook: Any, index: int) -> Iterator[list[str]]:
    """Rows from row 1 and cells from column A, whatever the first filled cell is."""
    try:
        sheet = workbook.get_sheet_by_index(index)
    except (python_calamine.CalamineError, ValueError) as error:
        raise Refusal("truncated", found=type(error).__name__) from None
    if sheet.start is None:
        return
    margin = [""] * sheet.start[1]
    for row in sheet.iter_rows():
        yield margin + row_texts(row)
