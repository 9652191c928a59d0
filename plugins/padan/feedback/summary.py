"""Ringkasan, the first sheet of a workbook given back: what was sent, what is wrong most often, what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from padan.contracts import Rule
from padan.feedback import words
from padan.feedback.copying import write_text
from padan.feedback.marks import LEVELS
from padan.feedback.model import CorrectionJob, SentFile

_WIDTHS = (44, 20, 44, 44, 30)
_SHOWN = 3
_DARK = "1F3A5F"
_WIDE = 5
_LINE_HEIGHT = 14.5


@dataclass(frozen=True)
class Seen:
    """What became of opening the files: which could not be given back, and whether formatting was lost."""

    not_opened: frozenset[str]
    lost_formatting: bool


def add_summary(book: Workbook, job: CorrectionJob, seen: Seen) -> Worksheet:
    """Adds the sheet in front of all others and shows it first."""
    said = words.texts("koreksi")
    for sheet in book.worksheets:
        if sheet.title.upper() == said["sheet"].upper():
            sheet.title = f"{sheet.title} (2)"
    page = _Page(book.create_sheet(said["sheet"], 0), said)
    _heading(page, job)
    _files(page, job)
    _refused(page, job, seen)
    if any(file.rows for file in job.files):
        _counts(page, job)
        _commonest(page, job)
        _all_faults(page, job)
    _changes(page, job)
    _legend(page, job)
    _how(page, job, alone=len(book.worksheets) == 1)
    page.finish()
    book.active = 0
    for sheet in book.worksheets[1:]:
        sheet.sheet_view.tabSelected = False
    return page.sheet


@cache
def _font(size: int, bold: bool = False, color: str = "000000") -> Font:
    return Font(name="Calibri", size=size, bold=bold, color=color)


class _Page:
    """Writes the sheet from top to bottom."""

    def __init__(self, sheet: Worksheet, said: dict[str, Any]) -> None:
        self.sheet, self.said, self.row = sheet, said, 0
        for letter, width in zip("ABCDE", _WIDTHS, strict=True):
            sheet.column_dimensions[letter].width = width

    def line(self, text: str, font: Font | None = None) -> None:
        """One text over the whole width."""
        self.row += 1
        self._cell(1, text, font)
        self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=1, end_column=_WIDE)
        self._height([(text, sum(_WIDTHS))])

    def blank(self) -> None:
        """An empty row."""
        self.row += 1

    def section(self, text: str) -> None:
        """The head of a section, behind an empty row."""
        self.blank()
        self.line(text, _font(12, True, _DARK))

    def heads(self, texts: Sequence[str]) -> None:
        """Heads of a table."""
        self.row += 1
        for column, text in enumerate(texts, start=1):
            cell = self._cell(column, text, _font(11, True, "FFFFFF"))
            cell.fill = PatternFill("solid", fgColor=_DARK)

    def entries(self, values: Sequence[str | int], bold: bool = False) -> None:
        """A row of a table: numbers stay numbers."""
        self.row += 1
        side = Side(style="thin", color="D5DAE0")
        for column, value in enumerate(values, start=1):
            if isinstance(value, int):
                cell: Any = self.sheet.cell(self.row, column, value)
                cell.font = _font(11)
                cell.number_format = "#,##0"
                cell.alignment = Alignment(vertical="top", horizontal="left")
            else:
                cell = self._cell(column, value, _font(11, bold and column == 1))
            cell.border = Border(bottom=side)
        self._height([(str(value), _WIDTHS[column]) for column, value in enumerate(values)])

    def _cell(self, column: int, text: str, font: Font | None) -> Any:
        cell = self.sheet.cell(self.row, column)
        write_text(cell, text)
        cell.number_format = "General"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = font or _font(11)
        return cell

    def _height(self, texts: Sequence[tuple[str, int]]) -> None:
        """Rows as high as their texts: merged and wrapped cells do not grow by themselves everywhere."""
        lines = max(sum(1 + len(line) // width for line in text.split("\n")) for text, width in texts)
        size = 1.4 if (self.sheet.cell(self.row, 1).font.size or 0) > 11 else 1
        self.sheet.row_dimensions[self.row].height = round(lines * _LINE_HEIGHT * size + 3, 1)

    def finish(self) -> None:
        """Page setup: one page wide."""
        setup = self.sheet.page_setup
        setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight = "landscape", 9, 1, 0
        self.sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        self.sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.4, bottom=0.4)
        self.sheet.sheet_view.showGridLines = False


def _heading(page: _Page, job: CorrectionJob) -> None:
    place = job.place
    page.line(page.said["summary"]["heading"], _font(16, True, _DARK))
    page.line(
        words.place_title(page.said, place.name, place.kind, place.district, place.code),
        _font(12, True),
    )
    page.line(page.said["summary"]["month"].format(month=words.figures().period(job.period)), _font(12))


def _files(page: _Page, job: CorrectionJob) -> None:
    said = page.said["summary"]
    page.section(said["files"])
    page.heads(said["file_columns"])
    for file in job.files:
        received = said["received"].format(
            date=words.figures().date(file.received_at.date()), time=f"{file.received_at:%H.%M}"
        )
        state = "nil" if file.nil and file.state == "standing" else file.state
        page.entries([file.path, len(file.rows), received, said["states"][state]])


def _refused(page: _Page, job: CorrectionJob, seen: Seen) -> None:
    said = page.said["summary"]
    problems = [file for file in job.files if file.problem[0]]
    if problems:
        page.section(said["refused"])
    for file in problems:
        what, remedy = file.problem
        page.entries([said["what"], ""], bold=True)
        _beside(page, what)
        page.entries([said["remedy"], ""], bold=True)
        _beside(page, remedy)
        follows = file.returned and file.path not in seen.not_opened
        page.line(said["follows"] if follows else said["not_follows"])
    if seen.lost_formatting:
        page.line(said["plain"])


def _beside(page: _Page, text: str) -> None:
    """A long text beside its label, over the rest of the width."""
    page._cell(2, text, None)
    page.sheet.merge_cells(start_row=page.row, end_row=page.row, start_column=2, end_column=_WIDE)
    page._height([(text, sum(_WIDTHS[1:]))])


def _counts(page: _Page, job: CorrectionJob) -> None:
    said = page.said["summary"]
    rows = [row for file in job.files for row in file.rows]
    rejected = sum(row.rejected for row in rows)
    loud = {rule_id for rule_id, rule in words.rules().items() if rule.severity != "notice"}
    mending = sum(not loud.isdisjoint(row.rules) for row in rows)
    page.section(said["counts"])
    for label, number in (
        ("read", len(rows)),
        ("accepted", len(rows) - rejected),
        ("rejected", rejected),
        ("mending", mending),
    ):
        page.entries([said[label], number], bold=True)
    if not mending and not rejected:
        page.line(said["none"], _font(11, True, "1E6B3A"))


def fault_counts(files: Sequence[SentFile]) -> list[tuple[Rule, str, int]]:
    """Rules that rows break, with their loudness and number of rows: loudest first, then most rows."""
    counts: Counter[tuple[str, str]] = Counter()
    for file in files:
        for row in file.rows:
            for rule_id in row.rules:
                if rule_id in words.rules():
                    counts[rule_id, words.severity_of(words.rules()[rule_id], row.rejected)] += 1
    found = [(words.rules()[rule_id], level, number) for (rule_id, level), number in counts.items()]
    return sorted(found, key=lambda entry: (LEVELS.index(entry[1]), -entry[2], entry[0].position))


def _commonest(page: _Page, job: CorrectionJob) -> None:
    said = page.said["summary"]
    loud = [entry for entry in fault_counts(job.files) if entry[1] != "notice"]
    found = sorted(loud, key=lambda entry: -entry[2])[:_SHOWN]
    if not found:
        return
    page.section(said["commonest"])
    page.heads(said["commonest_columns"])
    for rule, _, number in found:
        what = f"{rule.title.id}. {rule.message.id}"
        page.entries([what, number, rule.why.id, rule.remedy.id, rule.example])


def _all_faults(page: _Page, job: CorrectionJob) -> None:
    said = page.said["summary"]
    found = fault_counts(job.files)
    if not found:
        return
    page.section(said["all"])
    page.heads(said["all_columns"])
    for rule, level, number in found:
        owner = words.owner_title(page.said, rule.owner)
        page.entries([rule.title.id, number, page.said["levels"][level], owner, rule.id])


def _changes(page: _Page, job: CorrectionJob) -> None:
    said = page.said["summary"]
    if not job.changes.counts:
        return
    page.section(said["changes"])
    for kind, label in said["change_kinds"].items():
        page.entries([label, job.changes.counts.get(kind, 0)], bold=True)


def _legend(page: _Page, job: CorrectionJob) -> None:
    if not any(row.rules for file in job.files for row in file.rows):
        return
    page.section(page.said["summary"]["legend"])
    for level in LEVELS:
        page.entries([page.said["levels"][level]])
        page.sheet.cell(page.row, 1).fill = PatternFill("solid", fgColor=page.said["fills"][level])
    page.line(page.said["summary"]["legend_note"].format(note_head=page.said["note_head"]))


def _how(page: _Page, job: CorrectionJob, alone: bool) -> None:
    said = page.said["summary"]
    page.section(said["how"])
    for number, step in enumerate(said["steps_alone" if alone else "steps"], start=1):
        text = step.format(
            key_head=page.said["key_head"], file=job.target.name, month=words.figures().period(job.period)
        )
        page.line(f"{number}. {text}")
