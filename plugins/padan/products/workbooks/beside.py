"""The sheets beside those of cases: contradictions, verdicts read, people in process."""

from __future__ import annotations

from typing import Any

from padan.products.sheets.case_book import CaseBook
from padan.products.sheets.case_texts import CaseTexts
from padan.products.sheets.table import Cell, TableSheets, columns

CONTRADICTIONS = {
    "case_code": 19, "cause": 28, "district": 15, "village": 18, "village_code": 14,
    "disnaker_said": 30, "branch_said": 30,
}  # fmt: skip
VERDICTS = {
    "case_written": 20, "office": 22, "verdict_written": 24, "read_as": 24, "taken": 16, "why": 60, "near": 26,
    "decided_by": 22, "decided_on": 13, "file": 34, "sheet": 24, "row": 7,
}  # fmt: skip
IN_PROCESS = {
    "district": 18,
    "village": 22,
    "village_code": 14,
    "since": 12,
    "age_months": 12,
    "limit_months": 12,
    "persons": 9,
    "rupiah": 15,
}
NUMBERS = ("row", "age_months", "limit_months", "persons", "rupiah")
WRAPPED = ("why",)


def add_contradictions(tables: TableSheets, book: CaseBook, texts: dict[str, Any], say: CaseTexts) -> int:
    """Adds the agenda of the offices' meeting; returns the number of cases on it."""
    rows: list[dict[str, Cell]] = [
        {
            **say.place(row["village_code"]),
            "case_code": row["case_code"],
            "cause": say.labels.of("causes", row["cause"]),
            "disnaker_said": say.given(row, "disnaker"),
            "branch_said": say.given(row, "branch"),
        }
        for row in book.contradictions
    ]
    if rows:
        tables.add(texts["sheets"]["contradictions"], columns(CONTRADICTIONS, texts["columns"]), rows)
    return len(rows)


def add_verdicts(tables: TableSheets, book: CaseBook, texts: dict[str, Any], say: CaseTexts) -> int:
    """Adds what became of every verdict that came: taken, or why not; returns their number."""
    words = texts["verdict_states"]
    rows: list[dict[str, Cell]] = [
        {
            "case_written": row["case_written"],
            "office": say.labels.of("owners", row["office"]),
            "verdict_written": row["verdict_written"],
            "read_as": say.choices.said(row["office"], row["verdict"], row["candidate"]),
            "taken": words[_state(row)],
            "why": "\n".join(say.reason(rule) for rule in row["rules"]),
            "near": row["near"],
            "decided_by": row["decided_by"],
            "decided_on": say.day(row["decided_on"]),
            "file": f"{row['file_period']}/{row['path']}",
            "sheet": row["sheet"],
            "row": row["row_number"],
        }
        # What was not taken comes first: it is what somebody must mend.
        for row in sorted(book.verdicts, key=lambda row: bool(row["taken"]))
    ]
    if rows:
        tables.add(texts["sheets"]["verdicts"], columns(VERDICTS, texts["columns"], NUMBERS, WRAPPED), rows)
    return len(rows)


def _state(row: Any) -> str:
    """Whether a verdict counts, or why it does not: a later one does, or the case has become something else."""
    if not row["taken"]:
        return "not_taken"
    if not row["counts"]:
        return "replaced"
    return "counts" if row["governs"] else "past"


def add_in_process(tables: TableSheets, book: CaseBook, texts: dict[str, Any], say: CaseTexts) -> int:
    """Adds who is still being registered, counted by village: no exceptions; returns the number of people."""
    rows: list[dict[str, Cell]] = [
        {
            **say.place(row["village_code"]),
            "since": row["presence_since"],
            "age_months": row["age_months"],
            "limit_months": row["limit_months"],
            "persons": row["persons"],
            "rupiah": row["rupiah"],
        }
        for row in book.in_process
    ]
    if rows:
        tables.add(texts["sheets"]["in_process"], columns(IN_PROCESS, texts["columns"], NUMBERS), rows)
    return sum(row["persons"] for row in book.in_process)
