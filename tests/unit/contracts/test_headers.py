"""Header cells and words as people write them."""

from __future__ import annotations

import pytest

from padan.contracts import load_contract
from padan.contracts.headers import key, normalise


@pytest.mark.parametrize(
    ("written", "normalised"),
    [
        ("nik", "NIK"),
        ("  No.  KK ", "NO KK"),
        ("Tempat,\nTanggal Lahir", "TEMPAT TANGGAL LAHIR"),
        ("DESA/KELURAHAN", "DESA KELURAHAN"),
        ("nomor_induk_kependudukan", "NOMOR INDUK KEPENDUDUKAN"),
        ("Nama\u00a0Lengkap", "NAMA LENGKAP"),
        ("60+", "60+"),
        ("Usia <7", "USIA <7"),
        ("-", ""),
    ],
)
def test_normalise(written: str, normalised: str) -> None:
    assert normalise(written) == normalised


def test_the_key_ignores_spaces_too() -> None:
    assert key("N. I. K.") == key("NIK") == "NIK"


@pytest.mark.parametrize(
    ("field", "cell", "word"),
    [
        ("action", "Meninggal Dunia", "meninggal"),
        ("action", "USULAN BARU", "baru"),
        ("action", "kawin", None),
        ("action", "", None),
        ("action", None, None),
        ("participant_group", "Pekerja Rentan", "pekerja_rentan"),
        ("participant_group", "MERBOT", "marbot"),
        ("participant_group", "guru ngaji", "guru_ngaji"),
        ("funding_source", "APBD Prov.", "apbd_provinsi"),
        ("funding_source", "Dana Desa", "apbdes"),
        ("sex", "Laki-laki", "L"),
        ("sex", "2", "P"),
        ("blank", "Belum ada", "blank"),
        ("nil_report", "N I H I L", "nil"),
    ],
)
def test_a_whole_cell_says_a_word(field: str, cell: str | None, word: str | None) -> None:
    assert load_contract("village_submissions").word(field, cell) == word


@pytest.mark.parametrize(
    ("field", "title", "word"),
    [
        ("participant_group_in_titles", "DAFTAR MARBOT MASJID DESA CIBEBER", "marbot"),
        ("funding_source_in_titles", "PESERTA APBD KABUPATEN BOGOR 2026", "apbd_kabupaten"),
        ("funding_source_in_titles", "DAFTAR PESERTA DESA CIBEBER", None),
        ("participant_group_in_titles", "DAFTAR PEKERJA", None),
    ],
)
def test_a_title_holds_a_word(field: str, title: str, word: str | None) -> None:
    assert load_contract("village_submissions").word_within(field, title) == word


@pytest.mark.parametrize(
    ("field", "cell", "word"),
    [
        ("title_labels", "DESA : CIBEBER I", "village"),
        ("title_labels", "KODE DESA : 32.01.05.2003", "village_code"),
        ("title_labels", "BULAN : JANUARI 2026", "period"),
        ("title_labels", "DESAKU", None),
        ("signatures", "Mengetahui, Kepala Desa", "signature"),
        ("total_rows", "JUMLAH TOTAL", "total"),
        ("group_rows", "DUSUN II", "hamlet"),
        ("guide_sheets", "Petunjuk", "guide"),
    ],
)
def test_a_line_begins_with_a_word(field: str, cell: str, word: str | None) -> None:
    assert load_contract("village_submissions").word_at_start(field, cell) == word
