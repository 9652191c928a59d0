"""rekonsiliasi.xlsx and rekonsiliasi-lengkap.xlsx: every open case on one sheet a cause, to fill in and send back."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, time
from itertools import groupby
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.workbook import Workbook

from padan.products import workbook_summary, workbook_verdicts
from padan.products.case_book import CaseBook
from padan.products.case_texts import case_texts
from padan.products.labels import Labels
from padan.products.month import Month
from padan.products.numbers import numbers
from padan.products.table_sheet import TableSheets
from padan.products.texts import read_texts
from padan.products.workbook_cases import CaseSheets

OPTIONS = {
    "in_memory": True,
    # What a village typed stays text, whatever it begins with.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_workbook(
    month: Month, labels: Labels, book: CaseBook, path: Path, *, full: bool = False
) -> dict[str, int]:
    """Writes the workbook.

    Args:
        month: the version.
        labels: words of its language.
        book: its cases and verdicts.
        path: file to write, mode 0600 since it holds names.
        full: with NIKs, card numbers, differences and evidence, for named officers; else NIKs are masked.

    Returns:
        Sheet → number of rows on it.
    """
    texts = read_texts(month.language, "workbook")
    by_cause = {cause: list(rows) for cause, rows in groupby(book.cases, key=lambda row: str(row["cause"]))}
    sheets = {cause: sheet_name(labels.of("causes", cause)) for cause in labels.causes}
    for cause in by_cause:
        labels.of("causes", cause)

    content = io.BytesIO()
    made = Workbook(content, OPTIONS)
    made.set_properties(properties(month, texts["title_full" if full else "title"], texts["subject"]))
    style = styles(made)
    workbook_summary.add_summary(made, style, month, labels, texts, sheets, book.totals, full=full)
    workbook_summary.add_bridge(made, style, month, labels, texts)
    tables = TableSheets(made, style, month, texts)
    say = case_texts(month, labels, texts, book.choices)
    cases = CaseSheets(tables, book, texts, say, full=full)
    counts = {}
    for cause in labels.causes:
        if cause in by_cause:
            cases.add(sheets[cause], cause, by_cause[cause])
            counts[sheets[cause]] = len(by_cause[cause])
    names = texts["sheets"]
    counts[names["contradictions"]] = workbook_verdicts.add_contradictions(tables, book, texts, say)
    counts[names["results"]] = workbook_verdicts.add_results(tables, book, texts, say, full=full)
    counts[names["in_process"]] = workbook_verdicts.add_in_process(tables, book, texts, say)
    counts[names["verdicts"]] = workbook_verdicts.add_verdicts(tables, book, texts, say)
    cases.add_choices()
    made.close()

    path.touch(mode=0o600)
    path.write_bytes(stored_again(content.getvalue()))
    return {sheet: count for sheet, count in counts.items() if count}


def sheet_name(label: str) -> str:
    """A label as the name of a sheet: at most 31 characters, none of those that spreadsheets refuse."""
    return "".join(" " if letter in "[]:*?/\\'" else letter for letter in label)[:31].strip()


def stored_again(content: bytes) -> bytes:
    """The same archive with fixed times, members in order and uncompressed.

    Compressed bytes depend on the zlib a machine has; stored ones are the same everywhere.
    """
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_STORED) as target,
    ):
        for name in source.namelist():
            member = zipfile.ZipInfo(name, ZIP_EPOCH)
            member.create_system = 3
            member.external_attr = 0o600 << 16
            target.writestr(member, source.read(name))
    return result.getvalue()


def styles(book: xlsxwriter.Workbook) -> dict[str, Any]:
    """The formats of all sheets by name."""
    base = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
    line = {"bottom": 1, "bottom_color": "#D5DAE0"}
    head = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3A5F", "valign": "vcenter"}
    number = {"num_format": "#,##0", "align": "right"}
    answer = {**line, "bg_color": "#FFF8DC"}
    kinds: dict[str, dict[str, Any]] = {
        "title": {"bold": True, "font_size": 15, "font_color": "#1F3A5F"},
        "heading": {"bold": True, "font_size": 11, "font_color": "#1F3A5F"},
        "head": {**head, "text_wrap": True},
        "head_number": {**head, "align": "right"},
        "text": line,
        "quoted": {**line, "quote_prefix": True},
        "wrap": {"text_wrap": True},
        "wrapped": {**line, "text_wrap": True},
        "plain": {},
        "differs": {"bold": True, "font_color": "#B3261E"},
        "bold": {**line, "bold": True},
        "indent": {**line, "indent": 1, "font_color": "#4A5563"},
        "number": {**line, **number},
        "number_bold": {**line, **number, "bold": True},
        "sign": {**line, "align": "center"},
        "answer": answer,
        "day_answer": {**answer, "num_format": "dd-mm-yyyy"},
        "warning": {"bold": True, "font_color": "#A33B20"},
    }
    return {name: book.add_format({**base, **kind}) for name, kind in kinds.items()}


def properties(month: Month, title: str, subject: str) -> dict[str, Any]:
    """What the file says of itself; its day is the month's, never the clock's."""
    period = numbers(month.language).period(month.period)
    return {
        "title": title.format(period=period),
        "subject": subject.format(period=period, version=month.version),
        "author": "Padan",
        "created": datetime.combine(month.cut_off, time()),
    }
