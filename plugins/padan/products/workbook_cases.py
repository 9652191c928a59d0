"""The sheets of rekonsiliasi.xlsx that hold cases: one sheet a cause, one row a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from padan.products.labels import Labels
from padan.products.masking import masked_nik
from padan.products.month import Month
from padan.products.numbers import Numbers
from padan.products.places import Names

WIDTHS = {
    "case_code": 19,
    "owner": 21,
    "district": 15,
    "village": 18,
    "village_code": 14,
    "group": 18,
    "funder": 24,
    "reason": 34,
    "name": 28,
    "nik": 20,
    "side": 8,
    "file_period": 11,
    "file": 34,
    "sheet": 14,
    "row": 7,
    "rupiah": 11,
    "partner_name": 28,
    "partner_record": 30,
    "partner_address": 34,
    "opened": 10,
    "age": 7,
    "change": 13,
    "verdict_disnaker": 20,
    "verdict_branch": 20,
    "note": 30,
}
"""Columns in their order, with their width in characters."""

NUMBERS = ("row", "rupiah", "age")
ANSWERS = ("verdict_disnaker", "verdict_branch", "note")
FORMULA_STARTS = ("=", "+", "-", "@")
CELL_LIMIT = 32767
"""Characters that a cell of a workbook can hold."""


class CaseSheets:
    """Adds sheets of cases to a workbook."""

    def __init__(
        self,
        book: Workbook,
        style: dict[str, Any],
        month: Month,
        labels: Labels,
        texts: dict[str, Any],
        names: Names,
        numbers: Numbers,
    ) -> None:
        """Keeps what every sheet needs."""
        self._book = book
        self._style = style
        self._month = month
        self._labels = labels
        self._texts = texts
        self._names = names
        self._numbers = numbers

    def add(self, title: str, cases: Sequence[RowMapping]) -> None:
        """Adds the sheet of one cause; row 1 is the header, then one row a case."""
        sheet = self._book.add_worksheet(title)
        columns = list(WIDTHS)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, WIDTHS[column])
            sheet.write_string(0, place, self._texts["columns"][column], self._style["head"])
        sheet.set_row(0, 30)
        for number, case in enumerate(cases, start=1):
            values = self._values(case)
            for place, column in enumerate(columns):
                self._write(sheet, number, place, column, values.get(column))
        sheet.autofilter(0, 0, len(cases), len(columns) - 1)
        sheet.freeze_panes(1, 1)
        self._offer_verdicts(sheet, columns, len(cases))
        self._set_up_print(sheet, title)

    def add_choices(self) -> None:
        """Adds the hidden sheet that the drop-down lists read."""
        sheet = self._book.add_worksheet(self._texts["sheets"]["choices"])
        for place, office in enumerate(("disnaker", "branch")):
            for number, verdict in enumerate(self._texts["verdicts"][office]):
                sheet.write_string(number, place, verdict)
        sheet.hide()

    def _values(self, case: RowMapping) -> dict[str, str | int | None]:
        names = self._names
        return {
            "case_code": case["case_code"],
            "owner": self._labels.of("owners", case["owner"]),
            "district": names.district_of(case["village_code"]),
            "village": names.village(case["village_code"]),
            "village_code": case["village_code"],
            "group": names.group(case["participant_group"]),
            "funder": names.funder(case["funding_source"]),
            "reason": self._labels.reason(case["reason"], self._month.rules),
            "name": case["written_name"],
            "nik": masked_nik(case["nik"], case["nik_raw"]),
            "side": self._labels.of("sides", case["row_side"]) if case["row_side"] else None,
            "file_period": case["file_period"],
            "file": case["path"],
            "sheet": case["sheet"],
            "row": case["row_number"],
            "rupiah": case["rupiah"],
            "partner_name": case["partner_name"],
            "partner_record": self._partner_record(case),
            "partner_address": self._partner_address(case),
            "opened": case["opened_period"],
            "age": case["age_days"],
            "change": self._labels.of("case_change", case["change"]),
        }

    def _partner_record(self, case: RowMapping) -> str:
        """What the other side has otherwise: village, group, funder, contribution."""
        if case["partner_side"] is None:
            return ""
        parts = []
        if case["partner_village_code"] != case["village_code"]:
            code = case["partner_village_code"]
            parts.append(f"{self._names.village(code)}, {self._names.district_of(code)}")
        if case["partner_group"] != case["participant_group"]:
            parts.append(self._names.group(case["partner_group"]))
        if case["partner_funder"] != case["funding_source"]:
            parts.append(self._names.funder(case["partner_funder"]))
        if case["partner_rupiah"] != case["rupiah"]:
            parts.append(self._numbers.rupiah(case["partner_rupiah"]))
        return "; ".join(parts)

    def _partner_address(self, case: RowMapping) -> str:
        if case["partner_side"] is None:
            return ""
        pattern = self._texts["address" if case["partner_sheet"] else "address_text_file"]
        return str(
            pattern.format(
                file=case["partner_path"], sheet=case["partner_sheet"], row=case["partner_row_number"]
            )
        )

    def _write(self, sheet: Worksheet, row: int, place: int, column: str, value: str | int | None) -> None:
        if column in ANSWERS:
            sheet.write_blank(row, place, None, self._style["answer"])
        elif value is None or value == "":
            sheet.write_blank(row, place, None, self._style["text"])
        elif column in NUMBERS:
            sheet.write_number(row, place, value, self._style["number"])
        else:
            text = str(value)[:CELL_LIMIT]
            # Somebody who edits such a cell would otherwise turn it into a formula.
            style = self._style["quoted" if text.startswith(FORMULA_STARTS) else "text"]
            sheet.write_string(row, place, text, style)

    def _offer_verdicts(self, sheet: Worksheet, columns: list[str], rows: int) -> None:
        choices = self._texts["sheets"]["choices"]
        for letter, office in (("A", "disnaker"), ("B", "branch")):
            place = columns.index(f"verdict_{office}")
            count = len(self._texts["verdicts"][office])
            sheet.data_validation(
                1,
                place,
                rows,
                place,
                {
                    "validate": "list",
                    "source": f"='{choices}'!${letter}$1:${letter}${count}",
                    "input_title": self._texts["columns"][f"verdict_{office}"],
                    "input_message": self._texts["verdict_help"],
                    "error_title": self._texts["columns"][f"verdict_{office}"],
                    "error_message": self._texts["verdict_error"],
                },
            )

    def _set_up_print(self, sheet: Worksheet, title: str) -> None:
        period = self._numbers.period(self._month.period)
        heading = f"{title} – {period} – v{self._month.version}".replace("&", "&&")
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_header(f"&L&B{heading}")
        sheet.set_footer(f"&L{self._texts['confidential']}&R{self._texts['footer']}")
