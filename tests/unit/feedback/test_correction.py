"""koreksi/<village_code>.xlsx: the sender's own sheets with marks, and nothing that computes."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from tests.support.returned import correction, grid, marked_cells, reading_of, rows_of, sent_file
from tests.unit.feedback.conftest import HEAD_ROW, HEADS, PEOPLE, Write

from padan.feedback.correction import build_correction
from padan.feedback.model import CorrectionJob

SECOND, THIRD = HEAD_ROW + 2, HEAD_ROW + 3
SHORT_NIK = {SECOND: ("NIK-02",)}
NOTE, KEY = len(HEADS) + 1, len(HEADS) + 2


def built(job: CorrectionJob) -> Any:
    build_correction(job)
    return openpyxl.load_workbook(job.target)


def test_the_senders_cells_and_formatting_stay(workbook: Write, tmp_path: Path) -> None:
    def dress(book: Any) -> None:
        sheet = book.active
        sheet["C5"].font = Font(name="Arial", size=14, bold=True)
        sheet["A1"].fill = PatternFill("solid", fgColor="00FF00")
        sheet.merge_cells("A1:E1")
        sheet.column_dimensions["C"].width = 33
        sheet["F4"], sheet["F5"] = "EKSTRA", 17.5
        sheet["D5"] = datetime(1980, 3, 12)
        book.create_sheet("RAHASIA").sheet_state = "hidden"

    sent = sent_file(workbook(dress))
    book = built(correction(tmp_path / "..", sent, target=tmp_path / "k.xlsx"))
    assert book.sheetnames == ["Ringkasan", "DATA", "RAHASIA"]
    assert book["RAHASIA"].sheet_state == "hidden"
    sheet = book["DATA"]
    assert (sheet["C5"].font.name, sheet["C5"].font.size, sheet["C5"].font.bold) == ("Arial", 14, True)
    assert sheet["A1"].fill.fgColor.rgb == "0000FF00"
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:E1"]
    assert sheet.column_dimensions["C"].width == 33
    assert (sheet["F5"].value, sheet["D5"].value) == (17.5, datetime(1980, 3, 12))
    assert [cell.value for cell in sheet[HEAD_ROW]][-2:] == ["PERLU DIPERBAIKI", "KUNCI PADAN"]


def test_a_fault_is_coloured_explained_and_named_beside_the_table(workbook: Write, tmp_path: Path) -> None:
    sent = sent_file(workbook(), SHORT_NIK)
    sheet = built(correction(tmp_path, sent))["DATA"]
    [cell] = marked_cells(sheet)
    assert (cell.coordinate, cell.value, cell.number_format) == (f"B{SECOND}", "320105", "@")
    assert cell.fill.fgColor.rgb.endswith("F8B4AB")
    assert cell.border.left.style == "thick"
    for part in ("NIK-02", "WAJIB", "Jumlah angka NIK bukan 16", "Kenapa", "Contoh", "desa"):
        assert part in cell.comment.text
    assert sheet.cell(SECOND, NOTE).value == "WAJIB NIK (NIK-02)"
    assert sheet.cell(THIRD, NOTE).value is None


def test_every_row_has_its_key_in_a_hidden_column(workbook: Write, tmp_path: Path) -> None:
    sent = sent_file(workbook())
    sheet = built(correction(tmp_path, sent))["DATA"]
    keys = [sheet.cell(HEAD_ROW + number, KEY).value for number in (1, 2, 3)]
    assert keys == [row.key for row in sent.rows]
    assert sheet.column_dimensions["G"].hidden
    assert not sheet.column_dimensions["F"].hidden


def test_widths_told_for_a_range_of_columns_do_not_overlap(workbook: Write, tmp_path: Path) -> None:
    def widen(book: Any) -> None:
        width = book.active.column_dimensions["E"]
        width.min, width.max, width.width = 5, 16384, 12

    target = tmp_path / "k.xlsx"
    build_correction(correction(tmp_path, sent_file(workbook(widen)), target=target))
    widths = openpyxl.load_workbook(target)["DATA"].column_dimensions.values()
    ranges = sorted((width.min, width.max, width.hidden) for width in widths if width.min >= 5)
    assert [(low, high) for low, high, _ in ranges] == [(5, 5), (6, 6), (7, 7), (8, 16384)]
    assert [hidden for _, _, hidden in ranges] == [False, False, True, False]


def test_nothing_computes_or_reaches_outside(workbook: Write, tmp_path: Path) -> None:
    def arm(book: Any) -> None:
        sheet = book.active
        sheet["F5"] = '=HYPERLINK("http://evil.example","klik")'
        sheet["F6"].hyperlink = "http://evil.example/x"
        sheet["F6"].value = "tautan"
        sheet["F7"] = "@SUM(1)"
        book.defined_names["jauh"] = DefinedName("jauh", attr_text="'[1]Sheet1'!$A$1")
        book.defined_names["hitung"] = DefinedName("hitung", attr_text='EXEC("calc")')
        book.defined_names["dekat"] = DefinedName("dekat", attr_text="DATA!$A$1:$A$3")
        sheet.add_data_validation(DataValidation("list", formula1='INDIRECT("A"&1)', sqref="H1"))
        sheet.add_data_validation(DataValidation("list", formula1='"L,P"', sqref="E5:E9"))
        sheet.conditional_formatting.add("A1", FormulaRule(formula=['WEBSERVICE("http://evil.example")']))
        sheet.conditional_formatting.add("B1", CellIsRule("equal", ["5"]))

    target = tmp_path / "k.xlsx"
    build_correction(correction(tmp_path, sent_file(workbook(arm)), target=target))
    with zipfile.ZipFile(target) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheets = b"".join(content for name, content in parts.items() if name.startswith("xl/worksheets/sheet"))
    assert b"<f>" not in sheets
    assert b"<f " not in sheets
    assert not [name for name, content in parts.items() if b"evil.example" in content or b"EXEC" in content]
    assert not [name for name in parts if "externalLink" in name or "vba" in name.lower()]
    book = openpyxl.load_workbook(target)
    assert list(book.defined_names) == ["dekat"]
    sheet = book["DATA"]
    assert [rule.formula1 for rule in sheet.data_validations.dataValidation] == ['"L,P"']
    assert sheet["F7"].value == "@SUM(1)"
    assert sheet["F7"].quotePrefix


@pytest.mark.parametrize("make", ["workbook", "text_file"])
def test_what_looks_like_a_formula_stays_text(
    make: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    sent = sent_file(request.getfixturevalue(make)())
    build_correction(correction(tmp_path, sent))
    book = openpyxl.load_workbook(tmp_path / "32.01.05.2003.xlsx")
    cell = book.worksheets[1].cell(THIRD, 3)
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


def test_a_text_file_becomes_a_workbook_of_text_cells(text_file: Write, tmp_path: Path) -> None:
    sent = sent_file(text_file(), SHORT_NIK, path="Kec. X/Daftar Januari.csv")
    sheet = built(correction(tmp_path, sent))["Daftar Januari"]
    rows = [[sheet.cell(HEAD_ROW + n, c + 1).value for c in range(len(HEADS))] for n in (1, 2, 3)]
    assert rows == [[str(cell) for cell in row] for row in PEOPLE]
    assert {sheet.cell(HEAD_ROW + 1, column).number_format for column in (2, 3)} == {"@"}
    assert [cell.coordinate for cell in marked_cells(sheet)] == [f"B{SECOND}"]


def test_several_files_follow_one_another(workbook: Write, text_file: Write, tmp_path: Path) -> None:
    long = "LEMBAR DENGAN NAMA YANG PANJANG"
    first = workbook(lambda book: setattr(book.active, "title", long), "a.xlsx")
    second = workbook(lambda book: setattr(book.active, "title", long), "b.xlsx")
    files = [
        sent_file(first, path="32.01.05.2003 a.xlsx"),
        sent_file(second, SHORT_NIK, path="32.01.05.2003 b.xlsx"),
        sent_file(text_file(), path="32.01.05.2003 dusun [3].csv"),
    ]
    book = built(correction(tmp_path, *files))
    assert book.sheetnames == ["Ringkasan", long, "LEMBAR DENGAN NAMA YANG PAN (2)", "32.01.05.2003 dusun 3"]
    assert all(len(name) <= 31 for name in book.sheetnames)
    assert [len(list(marked_cells(sheet))) for sheet in book.worksheets] == [0, 0, 1, 0]


def test_a_village_does_not_see_another_villages_people(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["KECAMATAN BABAKAN MADANG"])
    sheet.append(["NIK", "NAMA", "DESA"])
    sheet.append(["3201051203800001", "SITI AMINAH", "SENTUL"])
    sheet.append(["3201051203800002", "BUDI ORANG LAIN", "BOJONG KONENG"])
    sheet.append(["3201051203800003", "UJANG", "SENTUL"])
    sheet["B4"].font = Font(bold=True)
    sheet["B5"].font = Font(italic=True)
    book.create_sheet("LAIN").append(["BUDI ORANG LAIN"])
    book.save(tmp_path / "kecamatan.xlsx")
    sent = sent_file(tmp_path / "kecamatan.xlsx", {5: ("NIK-12",)}, path="kecamatan.xlsx")
    assert (len(sent.rows), len(sent.others)) == (2, 1)
    target = tmp_path / "k.xlsx"
    result = built(correction(tmp_path, sent, target=target))
    assert result.sheetnames == ["Ringkasan", "Sheet"]
    names = [row[1] for row in grid(target, "Sheet")]
    assert names == [None, "NAMA", "SITI AMINAH", "UJANG"]
    assert result["Sheet"]["B4"].font.italic
    assert result["Sheet"]["E4"].value == sent.rows[1].key or result["Sheet"]["F4"].value == sent.rows[1].key
    assert b"ORANG LAIN" not in b"".join(
        zipfile.ZipFile(target).read(n) for n in zipfile.ZipFile(target).namelist()
    )


def test_what_comes_back_loses_our_old_marks(workbook: Write, tmp_path: Path) -> None:
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    build_correction(correction(tmp_path, sent_file(workbook(), SHORT_NIK), target=first))
    book = openpyxl.load_workbook(first)
    book["DATA"][f"B{SECOND}"].value = "3201051001750002"
    book["DATA"]["C5"].comment = Comment("titipan", "Operator")
    book.save(first)
    sent = sent_file(first)
    assert {row.at[1] for row in sent.rows} == {"DATA"}, "our own summary is no list"
    book = built(correction(tmp_path, sent, target=second))
    assert book.sheetnames == ["Ringkasan", "DATA"]
    sheet = book["DATA"]
    assert list(marked_cells(sheet)) == []
    assert sheet["C5"].comment.text == "titipan"
    assert sheet[f"B{SECOND}"].fill.fill_type is None
    heads = [cell.value for cell in sheet[HEAD_ROW]]
    assert heads == [*HEADS, "PERLU DIPERBAIKI", "KUNCI PADAN"]
    assert [sheet.cell(HEAD_ROW + n, KEY).value for n in (1, 2, 3)] == [row.key for row in sent.rows]


def test_it_is_read_again_as_it_was_sent(workbook: Write, tmp_path: Path) -> None:
    local = workbook()
    build_correction(correction(tmp_path, sent_file(local, SHORT_NIK)))
    back = reading_of(tmp_path / "32.01.05.2003.xlsx", "32.01.05.2003.xlsx")
    assert back.outcome == "read"
    said = [(row["nik_raw"], row["name_raw"], row["birth_date_raw"]) for row in rows_of(back)]
    assert said == [(row[1], row[2], row[3]) for row in PEOPLE]


def test_the_same_job_gives_the_same_bytes(workbook: Write, tmp_path: Path) -> None:
    sent = sent_file(workbook(), SHORT_NIK)
    job = correction(tmp_path, sent)
    results = [build_correction(job), build_correction(job)]
    assert results[0].sha256 == results[1].sha256
    assert (results[0].rows, results[0].marked) == (3, 1)
    assert job.target.stat().st_mode & 0o777 == 0o600


def test_a_wide_blank_area_is_left_behind(
    workbook: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit_cells(monkeypatch, 40)
    sent = sent_file(workbook(format_far), SHORT_NIK)
    book = built(correction(tmp_path, sent))
    sheet = book["DATA"]
    assert sheet.max_row == HEAD_ROW + 3
    assert sheet["D5"].value == datetime(1980, 3, 12)
    assert sheet["C5"].font.bold
    assert [cell.coordinate for cell in marked_cells(sheet)] == [f"B{SECOND}"]


def test_what_is_too_much_even_without_blanks_comes_from_its_cells(
    workbook: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit_cells(monkeypatch, 10)
    sent = sent_file(workbook(format_far), SHORT_NIK)
    book = built(correction(tmp_path, sent))
    assert not book["DATA"]["C5"].font.bold
    assert [cell.coordinate for cell in marked_cells(book["DATA"])] == [f"B{SECOND}"]
    assert any("Bentuk asli" in str(cell.value) for row in book["Ringkasan"] for cell in row)


def format_far(book: Any) -> None:
    book.active["C5"].font = Font(bold=True)
    book.active["D5"] = datetime(1980, 3, 12)
    for row in range(10, 60):
        book.active.cell(row, 1).fill = PatternFill("solid", fgColor="FFFF00")


def limit_cells(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    from padan.feedback import pages

    limits = {**pages.load_limits(), "formatted_cells": number}
    monkeypatch.setattr(pages, "load_limits", lambda: limits)


def test_a_damaged_style_costs_the_formatting_only(workbook: Write, tmp_path: Path) -> None:
    local = workbook()
    damaged = tmp_path / "damaged.xlsx"
    with zipfile.ZipFile(local) as source, zipfile.ZipFile(damaged, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/styles.xml":
                content = content.replace(b"<fills", b"<fills x='1'").replace(
                    b'patternType="gray125"', b'patternType="bogus"'
                )
            target.writestr(name, content)
    sent = sent_file(damaged, SHORT_NIK)
    sheet = built(correction(tmp_path, sent))["DATA"]
    assert [cell.coordinate for cell in marked_cells(sheet)] == [f"B{SECOND}"]
