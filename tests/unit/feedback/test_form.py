"""formulir/<village_code>.xlsx: next month's list, already filled with the people held."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.support.returned import PLACE, reading_of, rows_of

from padan.feedback.form import build_form, choices
from padan.feedback.gather import following
from padan.feedback.model import FormJob, Person

SITI = Person(
    key="00ff00ff00ff00ff", nik="3201055203800001", family_card_number="3201050101010001",
    name="HJ. SITI AMINAH", birth_place="BOGOR", birth_date="12-03-1980", sex="P", address="KP. SENTUL",
    rt="001", rw="002", occupation="Pedagang", phone="081234567890", participant_group="pekerja_rentan",
    funding_source="apbd_provinsi",
)  # fmt: skip
UJANG = replace(
    SITI, key="11ff00ff00ff00ff", nik="3201051001750002", name="UJANG", sex="L", birth_date="10-01-1975",
    family_card_number=None, address="=1+1", participant_group="marbot", funding_source="apbd_kabupaten",
)  # fmt: skip


@pytest.fixture
def job(tmp_path: Path) -> FormJob:
    return FormJob(PLACE, "2026-02", (SITI, UJANG), tmp_path / f"{PLACE.code}.xlsx")


def sheet_of(job: FormJob) -> Any:
    build_form(job)
    return openpyxl.load_workbook(job.target)["Daftar"]


def heads_of(sheet: Any) -> tuple[int, dict[str, int]]:
    row = next(row for row in sheet.iter_rows() if row[1].value == "NIK")
    return row[0].row, {cell.value: cell.column for cell in row}


def test_it_says_whose_and_which_months_list_it_is(job: FormJob) -> None:
    sheet = sheet_of(job)
    titles = [sheet.cell(row, 1).value for row in range(2, 6)]
    assert titles == [
        "DESA : SENTUL",
        "KECAMATAN : BABAKAN MADANG",
        "KODE DESA : 32.01.05.2003",
        "BULAN : FEBRUARI 2026",
    ]


def test_padan_reads_back_what_it_wrote(job: FormJob) -> None:
    build_form(job)
    reading = reading_of(job.target, "kiriman.xlsx", "2026-02")
    assert (reading.outcome, reading.refusal_code, reading.village_codes) == ("read", None, [PLACE.code])
    assert reading.declared_period == "2026-02"
    rows = rows_of(reading)
    kept = (
        "nik",
        "nik_fault",
        "family_card_number",
        "name_raw",
        "birth_date",
        "sex",
        "address",
        "participant_group",
    )
    assert [tuple(str(row[name]) for name in kept) for row in rows] == [
        ("3201055203800001", "None", "3201050101010001", "HJ. SITI AMINAH", "1980-03-12", "P", "KP. SENTUL",
         "pekerja_rentan"),
        ("3201051001750002", "None", "None", "UJANG", "1975-01-10", "L", "=1+1", "marbot"),
    ]  # fmt: skip
    assert [(row["funding_source"], row["action"]) for row in rows] == [
        ("apbd_provinsi", "lanjut"), ("apbd_kabupaten", "lanjut"),
    ]  # fmt: skip
    assert [row["returned_key"] for row in rows] == [SITI.key, UJANG.key]


def test_numbers_are_text_also_where_nobody_typed_yet(job: FormJob) -> None:
    sheet = sheet_of(job)
    row, heads = heads_of(sheet)
    for name in ("NIK", "NO KK"):
        assert (
            sheet.cell(row + 1, heads[name]).data_type,
            sheet.cell(row + 1, heads[name]).number_format,
        ) == ("s", "@")
        width = next(
            width for width in sheet.column_dimensions.values() if width.min <= heads[name] <= width.max
        )
        assert width.number_format == "@"


def test_choices_and_checks_reach_into_the_empty_rows(job: FormJob) -> None:
    sheet = sheet_of(job)
    row, heads = heads_of(sheet)
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    area = {
        name: f"{sheet.cell(row, column).column_letter}{row + 1}:{sheet.cell(row, column).column_letter}{row + 202}"
        for name, column in heads.items()
    }
    assert rules[area["STATUS"]].formula1 == '"baru,lanjut,keluar,meninggal,pindah,bekerja,mampu"'
    assert rules[area["JENIS KELAMIN"]].formula1 == '"L,P"'
    assert rules[area["KELOMPOK"]].formula1 == '"PEKERJA RENTAN,MARBOT,GURU NGAJI"'
    assert rules[area["SUMBER DANA"]].formula1 == '"APBD PROVINSI,APBD KABUPATEN,APBDES"'
    assert (rules[area["NIK"]].type, rules[area["NIK"]].operator, rules[area["NIK"]].formula1) == (
        "textLength",
        "equal",
        "16",
    )


def test_the_key_is_hidden_and_nothing_is_a_formula(job: FormJob) -> None:
    sheet = sheet_of(job)
    row, heads = heads_of(sheet)
    key = sheet.cell(row, heads["KUNCI PADAN"])
    assert sheet.column_dimensions[key.column_letter].hidden
    address = sheet.cell(row + 2, heads["ALAMAT"])
    assert (address.value, address.data_type, address.quotePrefix) == ("=1+1", "s", True)


def test_a_new_person_typed_below_is_read(job: FormJob) -> None:
    build_form(job)
    book = openpyxl.load_workbook(job.target)
    sheet = book["Daftar"]
    row, heads = heads_of(sheet)
    new = {
        "NIK": "3201055203810003",
        "NAMA LENGKAP": "ROHANA",
        "TANGGAL LAHIR": "12-03-1981",
        "STATUS": "baru",
    }
    for name, value in new.items():
        sheet.cell(row + 3, heads[name]).value = value
    book.save(job.target)
    rows = rows_of(reading_of(job.target, job.target.name, "2026-02"))
    assert [(row["name_raw"], row["action"]) for row in rows][-1] == ("ROHANA", "baru")


def test_the_same_job_gives_the_same_bytes(job: FormJob) -> None:
    assert build_form(job) == build_form(job)
    assert job.target.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("month", "next_month"), [("2026-01", "2026-02"), ("2026-12", "2027-01")])
def test_the_month_that_follows(month: str, next_month: str) -> None:
    assert following(month) == next_month


@pytest.mark.parametrize("field", ["sex", "action", "participant_group", "funding_source"])
def test_choices_fit_into_a_spreadsheets_list(field: str) -> None:
    assert len(choices(field)) >= 2
    assert len(",".join(choices(field))) < 255
