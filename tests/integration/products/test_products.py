"""All products of a made-up month, opened again by other programs than those that made them."""

from __future__ import annotations

import hashlib
import json
import re
import stat
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader
from sqlalchemy import Connection, text
from tests.integration.products.world import PERIOD, World

from padan.products import ProductError, build
from padan.products.labels import labels
from padan.products.month import read_month
from padan.products.numbers import numbers
from padan.products.record.report import write_report
from padan.products.record.signatures import Signature, Signed

REGENCY = "32.01"
PRINTED = ("difference_to_printed_total", "printed_total")
WORKBOOKS = ["rekonsiliasi.xlsx", "rekonsiliasi-lengkap.xlsx", "pengajuan-bpjs.xlsx"]
NAMES = ["berita-acara.pdf", *WORKBOOKS, "rekonsiliasi.html", "manifest.json", "seal.json"]


@pytest.fixture
def folder(connection: Connection, tmp_path: Path) -> Path:
    made = tmp_path / "v1"
    made.mkdir()
    assert [path.name for path in build(connection, PERIOD, 1, made, "id", REGENCY)] == NAMES
    return made


def people(connection: Connection, line: str) -> int:
    statement = "SELECT sum(persons) FROM mart.gap_bridge WHERE level = 'regency' AND line = :line"
    return int(connection.execute(text(statement), {"line": line}).scalar_one())


def pdf_text(path: Path) -> str:
    pages = "\n".join(page.extract_text() for page in PdfReader(path).pages)
    return re.sub(r"\s+", " ", pages)


def test_the_same_month_gives_the_same_bytes(connection: Connection, folder: Path, tmp_path: Path) -> None:
    again = tmp_path / "elsewhere" / "again"
    again.mkdir(parents=True)
    build(connection, PERIOD, 1, again, "id", REGENCY)
    for name in NAMES:
        assert (again / name).read_bytes() == (folder / name).read_bytes(), name


def test_every_exception_stands_in_the_workbook_once(folder: Path, world: World) -> None:
    book = openpyxl.load_workbook(folder / "rekonsiliasi.xlsx")
    causes = labels("id").words["causes"]
    expected = Counter(causes[row.outcome] for row in world.exceptions())
    sheets = [sheet for sheet in book if sheet.title in causes.values()]
    found = {sheet.title: sheet.max_row - 1 for sheet in sheets}
    assert found == dict(expected)
    assert {sheet.title for sheet in book} - set(found) == {
        "Ringkasan",
        "Jembatan",
        "Dalam proses",
        "Pilihan",
    }
    codes = [cell.value for sheet in sheets for cell in sheet["A"][1:]]
    assert len(set(codes)) == len(codes) == sum(expected.values())


def test_the_workbook_holds_no_formula_and_no_whole_nik(folder: Path, world: World) -> None:
    book = openpyxl.load_workbook(folder / "rekonsiliasi.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert any(str(cell.value).startswith("=CMD()") for cell in cells), "the world has such a name"
    niks = {row.nik for row in world.rows if row.nik}
    assert not [cell for cell in cells if str(cell.value) in niks]
    assert any(re.fullmatch(r"\d{6}•{10}", str(cell.value)) for cell in cells)


def test_a_case_can_be_judged_from_a_list(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "rekonsiliasi.xlsx")
    sheet = book["Belum terdaftar di cabang"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == sheet.dimensions
    head = [cell.value for cell in sheet[1]]
    answers = ["Putusan Disnaker", "Putusan BPJS", "Diisi oleh", "Tanggal putusan", "Catatan"]
    assert head[head.index(answers[0]) :][: len(answers)] == answers
    sources = [rule.formula1 for rule in sheet.data_validations.dataValidation]
    assert sources == ["'Pilihan'!$A$1:$A$5", "'Pilihan'!$B$1:$B$7"]
    assert book["Pilihan"].sheet_state == "hidden"


def test_a_row_of_a_pair_shows_what_the_other_side_has(folder: Path, world: World) -> None:
    sheet = openpyxl.load_workbook(folder / "rekonsiliasi.xlsx")["Padan, isian berbeda"]
    header = [cell.value for cell in sheet[1]]
    rows = [dict(zip(header, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)]
    moved = [row for row in rows if row["Alasan"] == "nama, desa"]
    assert moved
    assert all(row["Nama di pihak lain"] == f"{row['Nama']} PUTRA" for row in moved)
    assert all("ekspor cabang.csv" in row["Letak di pihak lain"] for row in moved)
    cheaper = [row for row in rows if row["Alasan"] == "iuran"]
    assert {row["Catatan di pihak lain"] for row in cheaper} == {"Rp 8.400"}


def test_the_record_states_the_bridge_and_the_manifest(connection: Connection, folder: Path) -> None:
    words = pdf_text(folder / "berita-acara.pdf")
    figures = numbers("id")
    assert "BERITA ACARA REKONSILIASI" in words
    assert "Bulan iuran Januari 2026" in words
    assert "DRAF" in words
    for line in ("submitted", "roster", "rows_at_branch", "covered_at_branch", "printed_total"):
        assert f"{labels('id').line(line)} {figures.integer(people(connection, line))}" in words, line
    assert hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest() in words
    for district in connection.execute(
        text("SELECT district_name FROM core.district WHERE regency_code = '32.01'")
    ).scalars():
        assert district in words


def test_the_record_is_made_with_our_fonts_only_and_dated_by_the_cut_off(folder: Path) -> None:
    reader = PdfReader(folder / "berita-acara.pdf")
    fonts = {str(font["/BaseFont"]) for page in reader.pages for font in _fonts(page)}
    assert fonts
    assert all("SourceSerifPro" in font for font in fonts), fonts
    assert reader.metadata is not None
    assert str(reader.metadata["/CreationDate"]).startswith("D:20260131000000")


def _fonts(page: object) -> list[dict[str, object]]:
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]


def test_the_signed_form_is_no_draft(connection: Connection, tmp_path: Path) -> None:
    month = read_month(connection, PERIOD, 1, "id", REGENCY)
    signatures = tuple(
        Signature(office, person, datetime(2026, 2, 2, 3, tzinfo=UTC))
        for office, person in (("disnaker", "budi"), ("branch", "siti"))
    )
    signed, again = tmp_path / "signed.pdf", tmp_path / "again.pdf"
    for path in (signed, again):
        write_report(month, labels("id"), "a" * 64, path, Signed(signatures, None, "b" * 64))
    words = pdf_text(signed)
    assert "DRAF" not in words
    assert "budi 2 Februari 2026 10.00 WIB" in words
    assert "b" * 64 in words
    assert signed.read_bytes() == again.read_bytes()


def test_the_page_needs_nothing_and_tells_of_nobody(folder: Path, world: World) -> None:
    page = (folder / "rekonsiliasi.html").read_text("utf-8")
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?!#)""", page)
    assert "url(" not in page
    assert "http://" not in page.replace("http://www.w3.org/", "")
    assert "https://" not in page
    assert not re.search(r"(?<![0-9a-f])\d{16}(?![0-9a-f])", page)
    names = {row.name for row in world.rows}
    assert not [name for name in names if name in page]


def test_small_counts_of_a_village_are_hidden(folder: Path) -> None:
    page = (folder / "rekonsiliasi.html").read_text("utf-8")
    parts = [part.partition("</section>")[0] for part in page.split('<div class="villages">')[1:]]
    counts = [count for part in parts for count in re.findall(r'<td class="n">([^<]*)</td>', part)]
    # Of the register two, of the month three figures a village.
    assert len(counts) == 435 * (2 + 3)
    assert "&lt;5" in counts
    assert not [count for count in counts if count.isdigit() and int(count) < 5]


def test_the_manifest_proves_every_product(folder: Path, connection: Connection) -> None:
    content = (folder / "manifest.json").read_bytes()
    manifest = json.loads(content)
    assert list(manifest["products"]) == sorted([*WORKBOOKS, "rekonsiliasi.html"])
    for name, product in manifest["products"].items():
        assert product["sha256"] == hashlib.sha256((folder / name).read_bytes()).hexdigest()
        assert product["bytes"] == (folder / name).stat().st_size
    assert manifest["inputs_sha256"] == "d" * 64
    assert manifest["rows"]["submitted"] == people(connection, "submitted")
    canonical = json.dumps(manifest, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    assert content == canonical
    seal = json.loads((folder / "seal.json").read_bytes())
    assert seal == {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in ("berita-acara.pdf", "manifest.json")
    }


def test_workbooks_are_kept_from_the_group(folder: Path) -> None:
    modes = {name: stat.S_IMODE((folder / name).stat().st_mode) for name in NAMES}
    assert modes == {name: 0o600 if name in WORKBOOKS else 0o640 for name in NAMES}


def test_english_is_a_setting(connection: Connection, tmp_path: Path) -> None:
    build(connection, PERIOD, 1, tmp_path, "en", REGENCY)
    assert "RECORD OF RECONCILIATION" in pdf_text(tmp_path / "berita-acara.pdf")
    assert '<html lang="en">' in (tmp_path / "rekonsiliasi.html").read_text("utf-8")
    assert openpyxl.load_workbook(tmp_path / "rekonsiliasi.xlsx").sheetnames[:2] == ["Summary", "Bridge"]


def test_a_month_without_printed_totals_says_so(connection: Connection, tmp_path: Path) -> None:
    with_totals = tmp_path / "v1"
    with_totals.mkdir()
    build(connection, PERIOD, 1, with_totals, "id", REGENCY)
    assert _bridge_lines(with_totals)[-2:] == [labels("id").line(line) for line in PRINTED]
    connection.execute(
        text("DELETE FROM mart.gap_bridge WHERE line IN ('printed_total', 'difference_to_printed_total')")
    )
    connection.execute(text("UPDATE mart.month_total SET printed_total = NULL"))
    build(connection, PERIOD, 1, tmp_path, "id", REGENCY)
    assert "Cabang tidak mencetak total" in pdf_text(tmp_path / "berita-acara.pdf")
    assert _bridge_lines(tmp_path) == _bridge_lines(with_totals)[:-2]


def _bridge_lines(folder: Path) -> list[str]:
    """Lines of the workbook's bridge; the masked and the full one have the same."""
    first, second = (
        [
            row[1]
            for row in openpyxl.load_workbook(folder / name)["Jembatan"].iter_rows(
                min_row=3, values_only=True
            )
        ]
        for name in WORKBOOKS[:2]
    )
    assert first == second
    return first


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("DELETE FROM mart.month_total", "run the reconciliation of 2026-01 first"),
        (
            "UPDATE mart.month_total SET open_cases = open_cases + 1",
            "run the reconciliation of the month again",
        ),
        ("UPDATE reconciliation.case_state SET cause = 'moon'", "causes.moon"),
        ("DELETE FROM core.parameter WHERE name = 'small_count_below'", "small_count_below"),
    ],
)
def test_an_incomplete_month_makes_no_product(
    connection: Connection, tmp_path: Path, change: str, says: str
) -> None:
    connection.execute(text(change))
    with pytest.raises(ProductError, match=says):
        build(connection, PERIOD, 1, tmp_path, "id", REGENCY)


def test_what_cannot_be_placed_is_called_unknown(connection: Connection, tmp_path: Path) -> None:
    for level, area in (
        ("regency", "32.01"),
        ("district", "32.01.unknown"),
        ("village", "32.01.unknown.unknown"),
    ):
        connection.execute(
            text(
                "INSERT INTO mart.gap_bridge VALUES "
                "(:period, 1, :level, :area, 'unknown', 'unknown', 'rows_at_branch', 7, 117600)"
            ),
            {"period": PERIOD, "level": level, "area": area},
        )
    connection.execute(
        text(
            "UPDATE reconciliation.case_state SET village_code = '32.01.unknown.unknown', "
            "participant_group = 'unknown', funding_source = 'unknown' WHERE cause = 'not_submitted'"
        )
    )
    build(connection, PERIOD, 1, tmp_path, "id", REGENCY)
    assert "tidak diketahui" in pdf_text(tmp_path / "berita-acara.pdf")
    assert '<td class="first">tidak diketahui</td>' in (tmp_path / "rekonsiliasi.html").read_text("utf-8")
    sheet = openpyxl.load_workbook(tmp_path / "rekonsiliasi.xlsx")["Dilindungi tanpa pengajuan"]
    head = [cell.value for cell in sheet[1]]
    villages = {row[head.index("Desa/kelurahan")] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert villages == {"tidak diketahui"}


def test_totals_that_are_not_split_are_not_counted_twice(connection: Connection, tmp_path: Path) -> None:
    connection.execute(
        text(
            "INSERT INTO mart.gap_bridge SELECT period, version, level, area_code, 'all', 'all', line, "
            "sum(persons), sum(rupiah) FROM mart.gap_bridge GROUP BY period, version, level, area_code, line"
        )
    )
    roster = people(connection, "roster") // 2
    build(connection, PERIOD, 1, tmp_path, "id", REGENCY)
    assert f"Roster yang harus dilindungi {numbers('id').integer(roster)}" in pdf_text(
        tmp_path / "berita-acara.pdf"
    )
