"""The sheet that tells what the branch did with what it was asked the month before: in two kinds of workbook."""

from __future__ import annotations

from typing import Any

from padan.products.sheets.case_book import CaseBook
from padan.products.sheets.case_texts import CaseTexts
from padan.products.sheets.table import Cell, TableSheets, columns

RESULTS = {
    "case_code": 19, "kind": 18, "result": 24, "district": 15, "village": 18, "name": 28, "nik": 20, "kpj": 14,
    "reason": 34, "now": 30, "asked": 10, "since": 12, "times": 8,
}  # fmt: skip


def add_results(
    tables: TableSheets, book: CaseBook, texts: dict[str, Any], say: CaseTexts, *, full: bool
) -> int:
    """Adds what the branch did with each thing asked the month before; returns their number."""
    rows: list[dict[str, Cell]] = [
        {
            **say.place(row["village_code"]),
            "case_code": row["case_code"],
            "kind": texts["request_kinds"][row["kind"]],
            "result": texts["request_results"][row["result"]],
            "name": row["name"],
            "nik": row["nik"] if full else say.masked(row["nik"]),
            "kpj": row["kpj"] if full else None,
            "reason": say.reason(row["reason"]),
            "now": _now(row, say),
            "asked": row["asked_period"],
            "since": row["first_period"],
            "times": row["times"],
        }
        for row in book.results
    ]
    widths = {key: width for key, width in RESULTS.items() if full or key != "kpj"}
    titles = texts["columns"] | ({"nik": texts["columns"]["nik_full"]} if full else {})
    if rows:
        tables.add(texts["sheets"]["results"], columns(widths, titles, ("times",)), rows)
    return len(rows)


def _now(row: Any, say: CaseTexts) -> str:
    """What the branch shows of the person now."""
    if row["outcome_now"] is None:
        return str(say.texts["nothing_at_branch"])
    parts = [say.labels.of("branch_status", row["status_now"]), say.labels.of("outcomes", row["outcome_now"])]
    if row["reason_now"]:
        parts.append(say.reason(row["reason_now"]))
    return "; ".join(parts)
