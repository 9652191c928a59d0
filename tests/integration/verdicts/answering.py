"""What officers do with a workbook of cases: fill in cells, sort, delete, add, and save it under another name."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

WIB = ZoneInfo("Asia/Jakarta")
CODE = "Kode kasus"
HEADS = {"disnaker": "Putusan Disnaker", "branch": "Putusan BPJS"}


@dataclass
class Answers:
    """A workbook on an officer's desk."""

    source: Path
    book: Workbook = field(init=False)

    def __post_init__(self) -> None:
        self.book = openpyxl.load_workbook(self.source)

    def sign(self, **told: str) -> Answers:
        """Fill in the summary sheet, e.g. decided_by_disnaker='Siti'; labels as the sheet prints them."""
        labels = {
            "decided_by_disnaker": "Diisi oleh (Disnaker)",
            "decided_on_disnaker": "Tanggal (Disnaker)",
            "decided_by_branch": "Diisi oleh (BPJS)",
            "decided_on_branch": "Tanggal (BPJS)",
        }
        sheet = self.book["Ringkasan"]
        for key, value in told.items():
            row = next(row for row in sheet.iter_rows() if row[0].value == labels[key])
            row[1].value = value
        return self

    def say(self, office: str, said: dict[str, str], **beside: str) -> Answers:
        """Fill in verdicts by case code; beside: further cells of those rows, by their heads with _ for a space."""
        left = dict(said)
        for sheet in self.sheets():
            for row in range(2, sheet.max_row + 1):
                code = sheet.cell(row, place(sheet, CODE)).value
                if code in left:
                    sheet.cell(row, place(sheet, HEADS[office])).value = left.pop(code)
                    for head, value in beside.items():
                        sheet.cell(row, place(sheet, head.replace("_", " "))).value = value
        assert left == {}, "every code stands in the workbook"
        return self

    def retype(self, code: str, typed: str) -> Answers:
        """Write another code where one stood."""
        for sheet in self.sheets():
            for row in range(2, sheet.max_row + 1):
                cell = sheet.cell(row, place(sheet, CODE))
                if cell.value == code:
                    cell.value = typed
        return self

    def rearrange(self) -> Answers:
        """Sort every sheet upside down, add columns in front and between, hide rows, and throw sheets away."""
        for sheet in self.sheets():
            rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
            head, body = rows[0], [row for row in reversed(rows[1:])]
            sheet.delete_rows(1, sheet.max_row)
            sheet.append(["LAPORAN KEPADA PIMPINAN"])
            sheet.append(["Prioritas", *head[:3], "Dicek?", *head[3:]])
            for number, row in enumerate(body, start=1):
                sheet.append([number, *row[:3], "ya", *row[3:]])
            sheet.row_dimensions[3].hidden = True
        for title in ("Jembatan", "Dalam proses"):
            if title in self.book.sheetnames:
                del self.book[title]
        return self

    def sheets(self) -> list[Worksheet]:
        """Sheets of cases."""
        return [
            sheet
            for sheet in self.book
            if sheet.cell(1, 1).value == CODE and HEADS["branch"] in [cell.value for cell in sheet[1]]
        ]

    def save(self, path: Path, received: str) -> None:
        """Save it at the source, received at a local day and hour."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.book.save(path)
        moment = datetime.fromisoformat(received).replace(tzinfo=WIB).timestamp()
        os.utime(path, (moment, moment))


def place(sheet: Worksheet, head: str) -> int:
    """The column under a head, from 1."""
    return next(cell.column for cell in sheet[1] if cell.value == head)


def table(path: Path, sheet: str) -> list[dict[str, object]]:
    """A sheet of one of our workbooks as records."""
    rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    head = next(rows)
    return [{str(key): value for key, value in zip(head, row, strict=True)} for row in rows]
