"""What a misspelt head resembles, and which false friends it must never be taken for."""

from __future__ import annotations

from datetime import date

import pytest

from padan.contracts import load_contract
from padan.intake.header import Aids, Header, find_header
from padan.intake.header.content import speaks_for
from padan.intake.header.similarity import guesses
from padan.intake.parameters import parameter

DAY = date(2026, 1, 31)
CONTRACT = load_contract("village_submissions")
ACCEPT = parameter("header_similarity_accept", DAY)
AIDS = Aids(ACCEPT, parameter("header_similarity_suggest", DAY), DAY)
NIKS = ["3201151205800001", "3201155207850002", "3201155207850003", "3201155207850004"]


def read(heads: list[str], column: list[str] | None = None) -> Header | None:
    rows = [heads, *([cell, "x"] for cell in column or [])]
    return find_header(rows[:1], CONTRACT, aids=AIDS, below=rows)


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ("NO KTPP", "nik"),
        ("NMR INDUK KEPENDUDKAN", "nik"),
        ("NIK (WAJIB DIISI 16 ANGKA)", "nik"),
        ("NOMER KARTU KELUARGAA", "family_card_number"),
        ("NAMA PESERTTA", "name"),
        ("Nama Orangnya", "name"),
        ("TANGAL LHIR", "birth_date"),
        ("TEMPATT LAHIR", "birth_place"),
        ("UMMUR", "age"),
        ("JENIS KELMIN", "sex"),
        ("KECAMATANN", "district"),
        ("PENGHSILAN", "monthly_income"),
        ("SUMBER DANNA", "funding_source"),
        ("KETERANGANN", "note"),
    ],
)
def test_a_misspelt_head_is_accepted(head: str, field: str) -> None:
    assert CONTRACT.column_for(head) is None, "an alias needs no similarity"
    first = guesses(head, CONTRACT, "rows")[0]
    assert (first.field, first.confidence >= ACCEPT) == (field, True)


@pytest.mark.parametrize(
    ("head", "never"),
    [
        ("NAMA IBU KANDUNG", "name"),
        ("NAMA AHLI WARIS", "name"),
        ("NAMA SUAMI/ISTRI", "name"),
        ("NAMA KK", "name"),
        ("NAMA MASJID", "name"),
        ("NAMA USAHA", "name"),
        ("NAMA PANGGILAN", "name"),
        ("NAMA PEKERJAAN", "name"),
        ("NIK AHLI WARIS", "nik"),
        ("NO KTP SUAMI", "nik"),
        ("NIK/KK", "nik"),
        ("NIK LAMA", "nik"),
        ("NIM", "nik"),
        ("NIP", "nik"),
        ("NO KPJ", "nik"),
        ("NO REKENING", "nik"),
        ("NOMOR INDUK", "nik"),
        ("NOMOR INDUK SISWA", "nik"),
        ("IDENTITAS", "nik"),
        ("NO KARTU", "family_card_number"),
        ("NO KKS", "family_card_number"),
        ("NO URUT KK", "family_card_number"),
        ("TGL DAFTAR", "birth_date"),
        ("TGL LAPORAN", "birth_date"),
        ("TANGGAL INPUT", "birth_date"),
        ("TGL KEPESERTAAN", "birth_date"),
        ("TANGGAL LAHIR ANAK", "birth_date"),
        ("TEMPAT TUGAS", "birth_place"),
        ("STATUS KAWIN", "action"),
        ("STATUS PERKAWINAN", "action"),
        ("STATUS RUMAH", "action"),
        ("ALAMAT MASJID", "address"),
        ("LAMA", "name"),
        ("LAMA BEKERJA", "occupation"),
        ("USIA KERJA", "age"),
        ("KEL. TANI", "village"),
        ("NAMA KELOMPOK", "participant_group"),
    ],
)
def test_a_false_friend_is_not(head: str, never: str) -> None:
    assert CONTRACT.column_for(head) is None
    assert all(guess.confidence < ACCEPT for guess in guesses(head, CONTRACT, "rows") if guess.field == never)
    header = read(["NIK", "NAMA", head] if never not in ("nik", "name") else ["ALAMAT", "RT", head])
    assert header is not None
    assert never not in header.columns


@pytest.mark.parametrize("one", ["NIKK"])
def test_a_head_between_two_fields_is_nobodys(one: str) -> None:
    first, second = guesses(one, CONTRACT, "rows")[:2]
    assert first.confidence == second.confidence >= ACCEPT
    header = read([one, "NAMA"], NIKS)
    assert header is None or "nik" not in header.columns


def test_content_weakens_a_guess() -> None:
    assert "nik" in read(["NO KTPP", "NAMA"], NIKS).columns  # type: ignore[union-attr]
    header = read(["NO KTPP", "NAMA"], ["KP. BARU", "KP. LAMA", "JL. RAYA", "KP. SAWAH"])
    assert header is None or "nik" not in header.columns


def test_content_never_lifts_a_guess_over_the_bound() -> None:
    heads = ["NO", "NOMOR INDUK", "NAMA", "ALAMAT"]
    header = find_header([heads], CONTRACT, aids=AIDS, below=[heads, *([["1", nik, "SITI"] for nik in NIKS])])
    assert header is not None
    assert "nik" not in header.columns
    assert header.guesses["NOMOR INDUK"] == ("nik", 0.84)


@pytest.mark.parametrize(
    ("kind", "cells", "verdict"),
    [
        ("nik", NIKS, 1),
        ("nik", ["a", "b", "c"], -1),
        ("nik", NIKS[:2], 0),
        ("date", ["12-05-1980", "1 Mei 1990", "1980-05-12"], 1),
        ("date", NIKS, -1),
        ("sex", ["L", "P", "P"], 1),
        ("sex", ["SITI", "UDIN", "OMAN"], -1),
        ("name", ["SITI AMINAH", "UDIN", "H. OMAN"], 1),
        ("name", NIKS, -1),
        ("text", NIKS, 0),
    ],
)
def test_what_cells_say(kind: str, cells: list[str], verdict: int) -> None:
    assert speaks_for(kind, cells, DAY) == verdict


def test_without_aids_aliases_alone_decide() -> None:
    header = find_header([["NO KTPP", "NAMA", "ALAMAT"]], CONTRACT)
    assert header is not None
    assert header.columns == {"name": 1, "address": 2}
    assert header.unknown == ("NO KTPP",)
