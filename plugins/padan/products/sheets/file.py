"""A workbook as a file: options, formats, what it says of itself, and bytes that are the same everywhere."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, time
from typing import Any

from xlsxwriter.workbook import Workbook

from padan.products.month import Month
from padan.products.numbers import numbers

OPTIONS = {
    "in_memory": True,
    # What a village typed stays text, whatever it begins with.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


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


def styles(book: Workbook) -> dict[str, Any]:
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
        "head_number": {**head, "text_wrap": True, "align": "right"},
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
