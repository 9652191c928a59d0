"""pengajuan-bpjs.xlsx: what the branch is asked to do, one sheet a kind, and what it did with last month's requests."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import RowMapping
from xlsxwriter.workbook import Workbook

from padan.products.labels import Labels
from padan.products.month import Month
from padan.products.requests.rows import ROWS
from padan.products.requests.summary import add_summary
from padan.products.sheets.case_book import CaseBook
from padan.products.sheets.case_texts import CaseTexts, case_texts
from padan.products.sheets.file import OPTIONS, properties, stored_again, styles
from padan.products.sheets.results import add_results
from padan.products.sheets.table import TableSheets, columns
from padan.products.texts import read_texts

KINDS = ("register", "change", "stop", "reactivate")
_ASKED = {"reason": 50, "first_asked": 12, "times": 7}
_PLACE = {"village": 18, "district": 15, "village_code": 14}
_MONEY = {"group": 18, "funder": 24, "rupiah": 11}
_MEMBER = {"case_code": 19, "kpj": 14, "nik": 19, "name": 28}
WIDTHS: dict[str, dict[str, int]] = {
    "register": {
        "case_code": 19, "nik": 19, "nik_note": 34, "name": 28, "birth_place": 14, "birth_date": 12, "sex": 6,
        "family_card": 19, "address": 28,
        "rt": 5, "rw": 5, **_PLACE, "occupation": 18, "phone": 15, "programme": 12, **_MONEY, **_ASKED,
    },
    "change": {**_MEMBER, **_PLACE, "field": 16, "from": 30, "to": 30, "marked": 44, **_ASKED},
    "stop": {**_MEMBER, "birth_date": 12, **_PLACE, **_MONEY, "exit_since": 12, "kept_kpj": 16, **_ASKED},
    "reactivate": {**_MEMBER, "birth_date": 12, **_PLACE, **_MONEY, "status": 16, "paid_to": 14, **_ASKED},
}  # fmt: skip
NUMBERS = ("rupiah", "times")
IF_TOLD = ("nik_note",)
"""Columns that are left out where they say nothing of anybody."""
WRAPPED = ("reason", "marked", "nik_note")


def write_requests(month: Month, labels: Labels, book: CaseBook, path: Path) -> dict[str, int]:
    """Writes the workbook, mode 0600.

    Returns:
        Sheet → number of rows on it.
    """
    texts = read_texts(month.language, "pengajuan")
    content = io.BytesIO()
    made = Workbook(content, OPTIONS)
    made.set_properties(properties(month, texts["title"], texts["subject"]))
    style = styles(made)
    add_summary(made, style, month, labels, texts, book)
    tables = TableSheets(made, style, month, texts)
    words = read_texts(month.language, "workbook")
    say = case_texts(month, labels, words, book.choices)
    counts = {}
    for kind in KINDS:
        requests = [request for request in book.requests if request["kind"] == kind]
        if requests:
            title = texts["sheets"][kind]
            counts[title] = _add(tables, title, kind, requests, texts, say)
    title = texts["sheets"]["results"]
    results = add_results(
        tables, book, {**words, "sheets": {**words["sheets"], "results": title}}, say, full=True
    )
    made.close()
    path.touch(mode=0o600)
    path.write_bytes(stored_again(content.getvalue()))
    return counts | ({title: results} if results else {})


def _add(
    tables: TableSheets,
    title: str,
    kind: str,
    requests: Sequence[RowMapping],
    texts: dict[str, Any],
    say: CaseTexts,
) -> int:
    rows = [row for request in requests for row in ROWS[kind](request, texts, say)]
    widths = {
        key: width
        for key, width in WIDTHS[kind].items()
        if key not in IF_TOLD or any(row.get(key) for row in rows)
    }
    tables.add(title, columns(widths, texts["columns"], NUMBERS, WRAPPED), rows)
    return len(rows)
