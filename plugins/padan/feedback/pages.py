"""A sent file's sheets as sheets of a new workbook: its own formatting where it is .xlsx, else its cells as text."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from padan.feedback import copying, packages, words
from padan.feedback.model import SentFile
from padan.feedback.positions import field_columns
from padan.intake.containers import Kind, Sheet, detect, open_sheets
from padan.intake.limits import load_limits

FORMATTED = (Kind.XLSX, Kind.XLSM)
"""Kinds whose formatting is kept; macros are dropped."""
_NAME_LENGTH = 31
_REFUSED_SIGNS = re.compile(r"[\[\]:*?/\\']")


@dataclass
class Page:
    """One sheet of the new workbook and where it came from.

    Attributes:
        sheet: the sheet.
        source: (member, sheet) in the file that was sent.
        moved: row number in the file → row number here, where rows of others were left out; else empty.
        formatting_lost: whether the sender's own formatting could not be kept.
    """

    sheet: Worksheet
    source: tuple[str, str]
    moved: Mapping[int, int] = field(default_factory=dict)
    formatting_lost: bool = False

    def row(self, number: int) -> int:
        """Where a row of the file stands here."""
        return self.moved.get(number, number)


class Pages:
    """Collects the sheets of all files of a village in one workbook."""

    def __init__(self, from_cells: bool) -> None:
        """`from_cells`: keep no formatting, because the formatted way failed before."""
        self._from_cells = from_cells
        self._limits = load_limits()
        self._book: Workbook | None = None
        self._names: set[str] = set()

    @property
    def book(self) -> Workbook:
        """The workbook; empty, without any sheet, while no file came in."""
        if self._book is None:
            self._book = Workbook()
            for sheet in list(self._book.worksheets):
                self._book.remove(sheet)
        return self._book

    def add(self, file: SentFile) -> list[Page]:
        """The file's sheets, behind those of the files before.

        Raises:
            Refusal: the file cannot be opened.
        """
        has_formatting = detect(file.stored) in FORMATTED
        source = self._formatted(file) if has_formatting and not self._from_cells else None
        if source is None:
            return self._add_cells(file, has_formatting)
        if self._book is None and not file.shared:
            self._book = source
            self._names = {sheet.title.upper() for sheet in source.worksheets}
            return [Page(sheet, ("", sheet.title)) for sheet in source.worksheets]
        return [page for sheet in source.worksheets if (page := self._copy(sheet, file)) is not None]

    def _formatted(self, file: SentFile) -> Workbook | None:
        """The file as a workbook with its formatting; None where that is too much to hold, or damaged."""
        with open_sheets(file.stored, self._limits):
            pass  # the reader's own checks of the package come before any other parser
        content = packages.trimmed(file.stored, self._limits["formatted_cells"])
        if content is None:
            return None
        with warnings.catch_warnings():
            # What openpyxl cannot keep (extensions of newer versions of Excel) it says as warnings.
            warnings.simplefilter("ignore")
            try:
                # Stored results instead of formulas; no macros, no copies of other workbooks.
                book = load_workbook(content, data_only=True, keep_vba=False, keep_links=False)
            except (ValueError, TypeError, KeyError, AttributeError, IndexError):
                # openpyxl is strict about styles that Excel forgives: the cells are still readable without them.
                return None
        for sheet in [sheet for sheet in book.worksheets if _is_summary(sheet.title, sheet.cell(1, 1).value)]:
            book.remove(sheet)
        copying.make_harmless(book)
        return book

    def _copy(self, sheet: Worksheet, file: SentFile) -> Page | None:
        source = ("", sheet.title)
        if not _concerns(source, file):
            return None
        target = self.book.create_sheet(self._free_name(sheet.title))
        keep = kept_rows(sheet.max_row, source, file)
        moved = copying.copy_sheet(sheet, target, keep)
        return Page(target, source, moved)

    def _add_cells(self, file: SentFile, formatting_lost: bool) -> list[Page]:
        pages = []
        with open_sheets(file.stored, self._limits) as sheets:
            sheets_of = Counter(sheet.member for sheet in sheets)
            for sheet in sheets:
                source = (sheet.member, sheet.name)
                rows = list(sheet.rows)
                if _concerns(source, file) and not _is_summary(sheet.name, rows and rows[0] and rows[0][0]):
                    # A member's name may be all that tells whose or which group's list it is.
                    alone = bool(sheet.member) and sheets_of[sheet.member] == 1
                    wanted = "" if alone else sheet.name
                    page = self._write(sheet, rows, source, file, wanted or _stem(sheet.member or file.path))
                    page.formatting_lost = formatting_lost
                    pages.append(page)
        return pages

    def _write(
        self, sheet: Sheet, rows: list[list[str]], source: tuple[str, str], file: SentFile, wanted: str
    ) -> Page:
        target = self.book.create_sheet(self._free_name(wanted))
        if sheet.hidden:
            target.sheet_state = "hidden"
        keep = kept_rows(len(rows), source, file)
        moved = copying.write_cells(rows, target, keep, text_columns(source, file, rows))
        copying.merge_again(sheet.merges, target, moved)
        return Page(target, source, moved)

    def _free_name(self, wanted: str) -> str:
        """A name that no other sheet has: at most 31 signs, none of those that spreadsheets refuse."""
        plain = " ".join(_REFUSED_SIGNS.sub(" ", wanted).split()) or "Daftar"
        name, number = plain[:_NAME_LENGTH].strip(), 1
        while name.upper() in self._names:
            number += 1
            ending = f" ({number})"
            name = plain[: _NAME_LENGTH - len(ending)].strip() + ending
        self._names.add(name.upper())
        return name


def _is_summary(name: str, first_cell: object) -> bool:
    """Whether a sheet is the summary that we ourselves put in front of an earlier workbook."""
    said = words.texts("koreksi")
    return (name, first_cell) == (said["sheet"], said["summary"]["heading"])


def kept_rows(last: int, source: tuple[str, str], file: SentFile) -> list[int] | None:
    """Row numbers that are shown, in order; None for all: only a shared file has rows of others."""
    if not file.shared:
        return None
    others = {at[2] for at in file.others if at[:2] == source}
    return [number for number in range(1, last + 1) if number not in others]


def _concerns(source: tuple[str, str], file: SentFile) -> bool:
    """Of a shared file only sheets with own rows: its other sheets may hold anybody."""
    return not file.shared or any(row.at[:2] == source for row in file.rows)


def text_columns(source: tuple[str, str], file: SentFile, rows: list[list[str]]) -> frozenset[int]:
    """Positions of NIK and No KK, whose numbers become text, so that no spreadsheet damages them again."""
    found: set[int] = set()
    for table in tables_of(source, file):
        columns = field_columns(table, lambda number: rows[number - 1] if number <= len(rows) else [], ())
        found |= {columns[name] for name in ("nik", "family_card_number") if name in columns}
    return frozenset(found)


def tables_of(source: tuple[str, str], file: SentFile) -> list[dict[str, Any]]:
    """The tables of one sheet, as the file's layout tells them."""
    return [
        table
        for table in file.layout
        if (str(table.get("member", "")), str(table.get("sheet", ""))) == source
    ]


def _stem(path: str) -> str:
    return PurePosixPath(path).stem
