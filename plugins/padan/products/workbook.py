"""rekonsiliasi.xlsx: every open case of the month on one sheet a cause, to fill in and send back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime, time
from itertools import groupby
from pathlib import Path
from typing import Any

import xlsxwriter
from sqlalchemy import RowMapping
from xlsxwriter.workbook import Workbook

from padan.products import workbook_cases, workbook_summary
from padan.products.errors import ProductError
from padan.products.labels import Labels
from padan.products.month import Month
from padan.products.numbers import numbers
from padan.products.places import names
from padan.products.texts import read_texts

OPTIONS = {
    "in_memory": True,
    # What a village typed stays text, whatever it begins with.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_workbook(
    month: Month, labels: Labels, exceptions: Sequence[RowMapping], path: Path
) -> dict[str, int]:
    """Writes the workbook.

    Args:
        month: the version.
        labels: words of its language.
        exceptions: rows of exceptions.sql, ordered by cause.
        path: file to write, mode 0600 since it holds names.

    Returns:
        Sheet → number of cases on it.

    Raises:
        ProductError: the cases found are not as many as the month's summary counts.
    """
    if len(exceptions) != month.head["open_cases"]:
        raise ProductError(
            f"{month.period} version {month.version} has {len(exceptions)} open cases with rows, but its "
            f"summary counts {month.head['open_cases']}; run the reconciliation of the month again"
        )
    texts = read_texts(month.language, "workbook")
    by_cause = {cause: list(rows) for cause, rows in groupby(exceptions, key=lambda row: str(row["cause"]))}
    sheets = {cause: sheet_name(labels.of("causes", cause)) for cause in labels.causes}
    for cause in by_cause:
        labels.of("causes", cause)

    content = io.BytesIO()
    book = Workbook(content, OPTIONS)
    book.set_properties(_properties(month, texts))
    style = styles(book)
    figures = numbers(month.language)
    workbook_summary.add_summary(book, style, month, labels, texts, sheets)
    workbook_summary.add_bridge(book, style, month, labels, texts)
    writer = workbook_cases.CaseSheets(book, style, month, labels, texts, names(month, labels), figures)
    counts = {}
    for cause in labels.causes:
        if cause in by_cause:
            writer.add(sheets[cause], by_cause[cause])
            counts[sheets[cause]] = len(by_cause[cause])
    writer.add_choices()
    book.close()

    path.touch(mode=0o600)
    path.write_bytes(stored_again(content.getvalue()))
    return counts


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
    kinds: dict[str, dict[str, Any]] = {
        "title": {"bold": True, "font_size": 15, "font_color": "#1F3A5F"},
        "heading": {"bold": True, "font_size": 11, "font_color": "#1F3A5F"},
        "head": {**head, "text_wrap": True},
        "head_number": {**head, "align": "right"},
        "text": line,
        "quoted": {**line, "quote_prefix": True},
        "wrap": {"text_wrap": True},
        "bold": {**line, "bold": True},
        "indent": {**line, "indent": 1, "font_color": "#4A5563"},
        "number": {**line, **number},
        "number_bold": {**line, **number, "bold": True},
        "sign": {**line, "align": "center"},
        "answer": {**line, "bg_color": "#FFF8DC"},
        "warning": {"bold": True, "font_color": "#A33B20"},
    }
    return {name: book.add_format({**base, **kind}) for name, kind in kinds.items()}


def _properties(month: Month, texts: dict[str, Any]) -> dict[str, Any]:
    period = numbers(month.language).period(month.period)
    return {
        "title": texts["title"].format(period=period),
        "subject": texts["subject"].format(period=period, version=month.version),
        "author": "Padan",
        "created": datetime.combine(month.cut_off, time()),
    }
