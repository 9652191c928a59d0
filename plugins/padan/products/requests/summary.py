"""The first sheet of pengajuan-bpjs.xlsx: how much is asked, how much of last month's was done, how to use the file."""

from __future__ import annotations

from collections import Counter
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from padan.products.labels import Labels
from padan.products.month import Month
from padan.products.sheets.case_book import CaseBook
from padan.products.sheets.summary import set_up_print, write_about, write_head
from padan.products.texts import read_texts

RESULTS = ("done", "not_done", "done_differently", "not_needed")


def add_summary(
    book: Workbook,
    style: dict[str, Any],
    month: Month,
    labels: Labels,
    texts: dict[str, Any],
    cases: CaseBook,
) -> None:
    """Adds the summary."""
    words = texts["summary"]
    sheet = book.add_worksheet(texts["sheets"]["summary"])
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 6, 20)
    row = write_about(sheet, style, month, labels, words)
    row = _asked(sheet, style, texts, cases, row + 1)
    row = _results(sheet, style, month, texts, cases, row + 1)
    sheet.write_string(row + 1, 0, words["how_heading"], style["heading"])
    row += 1
    for line in (*words["how"], words["private"]):
        row += 1
        sheet.merge_range(row, 0, row, 6, line, style["wrap"])
        sheet.set_row(row, 15 if len(line) < 150 else 28)
    set_up_print(sheet, f"&L{texts['confidential']}&R{texts['footer']}")


def _asked(sheet: Worksheet, style: dict[str, Any], texts: dict[str, Any], cases: CaseBook, row: int) -> int:
    words = texts["summary"]
    sheet.write_string(row, 0, words["asked"], style["heading"])
    row += 1
    write_head(
        sheet, style, row, [words["kind"], words["count"], words["first"], words["again"], words["oldest"]]
    )
    for kind, title in texts["kinds"].items():
        row += 1
        times = [request["times"] for request in cases.requests if request["kind"] == kind]
        sheet.write_string(row, 0, title, style["text"])
        figures = (len(times), times.count(1), sum(1 for one in times if one > 1), max(times, default=0))
        for place, figure in enumerate(figures, start=1):
            sheet.write_number(row, place, figure, style["number"])
    row += 1
    sheet.write_string(row, 0, words["total"], style["bold"])
    sheet.write_number(row, 1, len(cases.requests), style["number_bold"])
    return row + 1


def _results(
    sheet: Worksheet, style: dict[str, Any], month: Month, texts: dict[str, Any], cases: CaseBook, row: int
) -> int:
    words = texts["summary"]
    sheet.write_string(row, 0, words["results"], style["heading"])
    row += 1
    if not cases.results:
        sheet.write_string(row, 0, words["none_before"], style["text"])
        return row + 1
    names = read_texts(month.language, "workbook")["request_results"]
    write_head(sheet, style, row, [words["kind"], words["count"], *(names[result] for result in RESULTS)])
    for kind, title in texts["kinds"].items():
        row += 1
        found = Counter(result["result"] for result in cases.results if result["kind"] == kind)
        sheet.write_string(row, 0, title, style["text"])
        for place, figure in enumerate((found.total(), *(found[result] for result in RESULTS)), start=1):
            sheet.write_number(row, place, figure, style["number"])
    return row + 1
