"""The sheets of rekonsiliasi.xlsx and rekonsiliasi-lengkap.xlsx that hold cases: one sheet a cause, one row a case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import RowMapping
from xlsxwriter.worksheet import Worksheet

from padan.products.masking import masked_nik
from padan.products.sheets.case_book import CaseBook
from padan.products.sheets.case_texts import CaseTexts
from padan.products.sheets.duplicates import kept_row, why_kept
from padan.products.sheets.table import Cell, Column, Kind, TableSheets
from padan.products.sheets.verdict_choices import MOST_CANDIDATES, OFFICES, letter_of

WIDTHS: dict[str, float] = {
    "case_code": 19,
    "village": 18,
    "district": 15,
    "name": 28,
    "nik": 20,
    "kpj": 14,
    "birth_date": 12,
    "sex": 6,
    "reason": 34,
    "kept_row": 44,
    "differences": 44,
    "evidence": 48,
    "partner_name": 28,
    "partner_nik": 20,
    "partner_kpj": 14,
    "partner_record": 30,
    "age": 7,
    "change": 13,
    "given_disnaker": 26,
    "given_branch": 26,
    "verdict_disnaker": 24,
    "verdict_branch": 24,
    "decided_by": 20,
    "decided_on": 14,
    "note": 30,
    "owner": 22,
    "group": 18,
    "funder": 24,
    "rupiah": 11,
    "village_code": 14,
    "opened": 10,
    "side": 8,
    "file_period": 11,
    "file": 34,
    "sheet": 14,
    "row": 7,
    "partner_address": 34,
}
"""Columns in their order, with their width in characters: what the case is, what is said of it, where it stands."""

FULL_ONLY = frozenset({"kpj", "birth_date", "sex", "partner_nik", "partner_kpj", "differences", "evidence"})
"""Columns that only named officers see."""

CANDIDATE_WIDTH = 44
LAST_PRINTED = "note"
"""What follows says where a row stands: for the screen."""

NUMBERS = ("row", "rupiah", "age")
ANSWERS = ("verdict_disnaker", "verdict_branch", "decided_by", "note")
ALWAYS = frozenset({"case_code", "village", "reason", "nik", "name", "decided_on", *ANSWERS})
NOTHING: tuple[Cell, ...] = (None, "", ())
WRAPPED = ("reason", "kept_row", "differences", "evidence")


class CaseSheets:
    """Adds the sheets of cases to a workbook.

    Args of the constructor:
        tables: the workbook.
        book: what to show.
        texts: words of workbook.yaml.
        say: cells in words.
        full: whether NIKs, cards, differences and evidence are shown.
    """

    def __init__(
        self, tables: TableSheets, book: CaseBook, texts: dict[str, Any], say: CaseTexts, *, full: bool
    ) -> None:
        """Keeps what every sheet needs."""
        self._tables = tables
        self._book = book
        self._texts = texts
        self._say = say
        self._full = full
        self._lists: list[tuple[str, ...]] = []

    def add(self, title: str, cause: str, cases: Sequence[RowMapping]) -> None:
        """Adds the sheet of one cause."""
        shown = [
            min(len(self._book.candidates.get(case["case_code"], [])), MOST_CANDIDATES) for case in cases
        ]
        rows = [self._values(case) for case in cases]
        # A column that says nothing of any of them only widens the sheet.
        columns = [
            column
            for column in self._columns(max(shown) if cause == "ambiguous" else 0)
            if column.key in ALWAYS or any(row.get(column.key) not in NOTHING for row in rows)
        ]
        keys = [column.key for column in columns]
        sheet = self._tables.add(title, columns, rows, printed=columns[: keys.index(LAST_PRINTED) + 1])
        for office in OFFICES:
            place = keys.index(f"verdict_{office}")
            offered = [self._book.choices.offered(office, cause, number) for number in shown]
            for first, last, words in _runs(offered):
                self._offer(sheet, place, first + 1, last + 1, words, keys[place])

    def add_choices(self) -> None:
        """Adds the hidden sheet that the drop-down lists read."""
        sheet = self._tables.book.add_worksheet(self._texts["sheets"]["choices"])
        for place, words in enumerate(self._lists):
            for number, word in enumerate(words):
                sheet.write_string(number, place, word)
        sheet.hide()

    def _columns(self, candidates: int) -> list[Column]:
        titles = self._texts["columns"]
        columns: list[Column] = []
        for key, width in WIDTHS.items():
            if key in FULL_ONLY and not self._full:
                continue
            title = titles["nik_full"] if key == "nik" and self._full else titles[key]
            columns.append(Column(key, title, width, _kind(key)))
            if key == "evidence":
                columns += [
                    Column(
                        f"candidate_{rank}",
                        titles["candidate"].format(letter=letter_of(rank)),
                        CANDIDATE_WIDTH,
                        "wrap",
                    )
                    for rank in range(1, candidates + 1)
                ]
        return columns

    def _values(self, case: RowMapping) -> dict[str, Cell]:
        say = self._say
        kept = self._book.kept.get(case["case_code"])
        values: dict[str, Cell] = {
            **say.place(case["village_code"]),
            "case_code": case["case_code"],
            "owner": say.labels.of("owners", case["owner"]),
            "group": say.names.group(case["participant_group"]),
            "funder": say.names.funder(case["funding_source"]),
            "reason": why_kept(kept, say) if kept else say.reason(case["reason"]) or say.why_out(case),
            "kept_row": kept_row(kept, say, full=self._full) if kept else None,
            "name": case["written_name"],
            "side": say.labels.of("sides", case["row_side"]) if case["row_side"] else None,
            "file_period": case["file_period"],
            "file": case["path"],
            "sheet": case["sheet"],
            "row": case["row_number"],
            "rupiah": case["rupiah"],
            "partner_name": case["partner_name"],
            "partner_record": say.partner_record(case),
            "partner_address": say.partner_address(case),
            "opened": case["opened_period"],
            "age": case["age_days"],
            "change": say.labels.of("case_change", case["change"]),
            "given_disnaker": say.given(case, "disnaker"),
            "given_branch": say.given(case, "branch"),
        }
        return values | (
            self._full_values(case) if self._full else {"nik": masked_nik(case["nik"], case["nik_raw"])}
        )

    def _full_values(self, case: RowMapping) -> dict[str, Cell]:
        say = self._say
        candidates = self._book.candidates.get(case["case_code"], [])
        values: dict[str, Cell] = {
            "nik": case["nik"] or case["nik_raw"],
            "kpj": case["kpj"],
            "birth_date": say.day(case["birth_date"]),
            "sex": case["sex"],
            "partner_nik": case["partner_nik"] or case["partner_nik_raw"],
            "partner_kpj": case["partner_kpj"],
            "differences": say.differences(case),
            "evidence": say.evidence(case, candidates),
        }
        for candidate in candidates[:MOST_CANDIDATES]:
            values[f"candidate_{candidate['rank']}"] = say.candidate(candidate)
        return values

    def _offer(
        self, sheet: Worksheet, place: int, first: int, last: int, words: tuple[str, ...], key: str
    ) -> None:
        if words not in self._lists:
            self._lists.append(words)
        letter = _column_letter(self._lists.index(words))
        choices = self._texts["sheets"]["choices"]
        sheet.data_validation(
            first,
            place,
            last,
            place,
            {
                "validate": "list",
                "source": f"='{choices}'!${letter}$1:${letter}${len(words)}",
                "input_title": self._texts["columns"][key],
                "input_message": self._texts["verdict_help"],
                "error_title": self._texts["columns"][key],
                "error_message": self._texts["verdict_error"],
                # Words near the list's are read too: a copy from a letter must not be refused by the sheet.
                "error_type": "warning",
            },
        )


def _kind(key: str) -> Kind:
    if key == "decided_on":
        return "day_answer"
    if key in ANSWERS:
        return "answer"
    if key in NUMBERS:
        return "number"
    return "wrap" if key in WRAPPED else "text"


def _runs(offered: Sequence[tuple[str, ...]]) -> Iterable[tuple[int, int, tuple[str, ...]]]:
    """Neighbouring rows with the same choices: first row, last row (from 0), choices."""
    at = 0
    for words, group in groupby(offered):
        count = sum(1 for _ in group)
        yield at, at + count - 1, words
        at += count


def _column_letter(place: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
