"""A workbook that comes back, sheet by sheet, as it may look after an officer worked with it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from padan.identity.case_codes import case_code
from padan.intake.containers import Sheet
from padan.intake.reading import tools_for
from padan.intake.records import FileReading, Refusal, SourceRef
from padan.intake.verdicts.workbook import COLUMNS, TABLE, read_verdict_file

ONE, TWO = case_code("BGR", "2026-01", 1), case_code("BGR", "2026-01", 2)
HEAD = "Kode kasus | Nama | Putusan Disnaker | Putusan BPJS | Diisi oleh | Tanggal putusan | Catatan"
SUMMARY = """
Rekonsiliasi jaminan sosial
Bulan iuran | Januari 2026
Versi | 3

Diisi oleh (Disnaker) | Siti
Tanggal (Disnaker) | 3 Februari 2026
Diisi oleh (BPJS) |
Tanggal (BPJS) |
"""
TOOLS = tools_for("case_verdicts", "32.01", date(2026, 2, 10))


def sheet(name: str, text: str, *, hidden: bool = False, member: str = "") -> Sheet:
    """A sheet drawn as text: cells with | between."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").splitlines()]
    return Sheet(name, hidden, rows, member)


def read(*sheets: Sheet, collection: str = "2026-01") -> tuple[FileReading, list[dict[str, Any]]]:
    """The reading, and its rows as records."""
    reading = FileReading()
    read_verdict_file(list(sheets), SourceRef("balasan.xlsx", collection, None), TOOLS, reading)
    return reading, [dict(zip(COLUMNS, row, strict=True)) for row in reading.tables[TABLE].rows]


def test_both_offices_on_one_row() -> None:
    cases = f"{HEAD}\n{ONE} | SITI | Setuju | Data diperbaiki | | | lihat surat"
    reading, rows = read(sheet("Ringkasan", SUMMARY), sheet("Padan, isian berbeda", cases))
    told = [(r["office"], r["verdict"], r["decided_by"], r["decided_on"], r["note"]) for r in rows]
    assert told == [
        ("disnaker", "agree", "Siti", date(2026, 2, 3), "lihat surat"),
        ("branch", "data_mended", None, None, "lihat surat"),
    ]
    assert {(r["declared_period"], r["declared_version"]) for r in rows} == {("2026-01", 3)}
    assert (reading.outcome, reading.rows, reading.declared_period) == ("read", 2, "2026-01")


def test_the_row_goes_before_the_summary() -> None:
    cases = f"{HEAD}\n{ONE} | | Setuju | | Rina | 2026-02-05 |"
    _, (row,) = read(sheet("Ringkasan", SUMMARY), sheet("Kasus", cases))
    assert (row["decided_by"], row["decided_on"]) == ("Rina", date(2026, 2, 5))


def test_rows_without_a_verdict_are_counted_only() -> None:
    cases = f"{HEAD}\n{ONE} | SITI | | | | |\n\n{TWO} | UDIN | Setuju | | | |"
    reading, rows = read(sheet("Ringkasan", SUMMARY), sheet("Kasus", cases))
    assert [(row["case_code"], row["row_number"]) for row in rows] == [(TWO, 4)]
    assert reading.furniture["unanswered"] == 1


def test_titles_above_columns_between_heads_repeated_and_hidden_sheets() -> None:
    cases = (
        "LAPORAN | | | |\n\nNo | Putusan BPJS | Prioritas | Kode kasus\n"
        f"1 | Didaftarkan | tinggi | {ONE.lower()}\n"
        f"No | Putusan BPJS | Prioritas | Kode kasus\n2 | Perlu dokumen | | {TWO}"
    )
    reading, rows = read(sheet("Kasus", cases, hidden=True))
    assert [(row["case_code"], row["verdict"], row["row_number"]) for row in rows] == [
        (ONE, "registered", 4),
        (TWO, "needs_document", 6),
    ]
    assert reading.furniture["repeated_header"] == 1
    assert {row["declared_version"] for row in rows} == {None}, "the summary sheet was removed"


def test_our_own_sheet_of_verdicts_names_nobody() -> None:
    """Its heads 'Diisi oleh' and 'Tanggal putusan' are no answers."""
    told = "Kode kasus (tertulis) | Diisi oleh | Tanggal putusan | Berkas\nX | Budi | 01-02-2026 | a.xlsx"
    cases = f"{HEAD}\n{ONE} | | | Didaftarkan | | |"
    _, (row,) = read(sheet("Kasus", cases), sheet("Putusan", told))
    assert (row["decided_by"], row["decided_on"]) == (None, None)


def test_a_zip_of_two_workbooks_has_two_summaries() -> None:
    cases = f"{HEAD}\n{ONE} | | Setuju | | | |"
    other = SUMMARY.replace("Siti", "Dewi")
    _, rows = read(
        sheet("Ringkasan", SUMMARY, member="a.xlsx"),
        sheet("Kasus", cases, member="a.xlsx"),
        sheet("Kasus", cases, member="b.xlsx"),
        sheet("Ringkasan", other, member="b.xlsx"),
    )
    assert [(row["member"], row["decided_by"]) for row in rows] == [("a.xlsx", "Siti"), ("b.xlsx", "Dewi")]


@pytest.mark.parametrize(
    ("code", "fault"), [("", "missing"), ("SITI", "no_code"), (ONE[:-1] + "?", "no_code"), (ONE, None)]
)
def test_a_verdict_without_a_case_is_kept_with_its_fault(code: str, fault: str | None) -> None:
    _, (row,) = read(sheet("Kasus", f"{HEAD}\n{code} | SITI | Setuju | | | |"))
    assert (row["case_fault"], row["verdict"]) == (fault, "agree")


def test_nothing_of_the_people_is_kept() -> None:
    cases = f"{HEAD} | NIK\n{ONE} | SITI AMINAH | Setuju | | | | | 3201055203800001"
    _, (row,) = read(sheet("Kasus", cases))
    assert not [value for value in row.values() if "SITI" in str(value) or "3201055203800001" in str(value)]


@pytest.mark.parametrize(
    ("sheets", "collection", "code"),
    [
        ([sheet("Ringkasan", SUMMARY)], "2026-01", "no_case_table"),
        ([sheet("Kasus", "Kode kasus | Nama\nX | SITI")], "2026-01", "no_case_table"),
        ([sheet("Ringkasan", SUMMARY), sheet("Kasus", HEAD)], "2026-02", "wrong_month"),
    ],
)
def test_what_is_refused(sheets: list[Sheet], collection: str, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        read(*sheets, collection=collection)
