"""rekonsiliasi.xlsx and rekonsiliasi-lengkap.xlsx: every open case on one sheet a cause, to fill in and send back."""

from __future__ import annotations

import io
from itertools import groupby
from pathlib import Path

from xlsxwriter.workbook import Workbook

from padan.products.labels import Labels
from padan.products.month import Month
from padan.products.sheets.case_book import CaseBook
from padan.products.sheets.case_texts import case_texts
from padan.products.sheets.file import OPTIONS, properties, stored_again, styles
from padan.products.sheets.results import add_results
from padan.products.sheets.table import TableSheets, sheet_name
from padan.products.texts import read_texts
from padan.products.workbooks import beside, people, summary
from padan.products.workbooks.cases import CaseSheets


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
    summary.add_summary(made, style, month, labels, texts, sheets, book.totals, full=full)
    summary.add_bridge(made, style, month, labels, texts)
    tables = TableSheets(made, style, month, texts)
    say = case_texts(month, labels, texts, book.choices)
    cases = CaseSheets(tables, book, texts, say, full=full)
    counts = {}
    for cause in labels.causes:
        if cause in by_cause:
            cases.add(sheets[cause], cause, by_cause[cause])
            counts[sheets[cause]] = len(by_cause[cause])
    names = texts["sheets"]
    counts[names["contradictions"]] = beside.add_contradictions(tables, book, texts, say)
    counts[names["results"]] = add_results(tables, book, texts, say, full=full)
    counts[names["in_process"]] = beside.add_in_process(tables, book, texts, say)
    if full:
        counts |= people.add_lists(tables, book, texts, say)
    counts[names["verdicts"]] = beside.add_verdicts(tables, book, texts, say)
    cases.add_choices()
    made.close()

    path.touch(mode=0o600)
    path.write_bytes(stored_again(content.getvalue()))
    return {sheet: count for sheet, count in counts.items() if count}
