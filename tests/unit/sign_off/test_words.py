"""Numbers in words, dates of an official record, what the QR code says."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from padan.products.numbers import numbers
from padan.products.record.signatures import Signature, Signed
from padan.products.record.signing import (
    approvals,
    code_svg,
    code_text,
    day_in_words,
    number_line,
    opening,
    place_dates,
)
from padan.products.record.spelled import spelled
from padan.texts import read_texts

WORDS = read_texts("id", "berita-acara")
FIGURES = numbers("id")
SIGNED = Signed(
    (
        Signature("disnaker", "budi", datetime(2026, 3, 2, 2, 15, tzinfo=UTC)),
        # 23.30 WIB on the 3rd would be the 3rd; 17:30 UTC is half past midnight of the 4th.
        Signature("branch", "siti", datetime(2026, 3, 3, 17, 30, tzinfo=UTC)),
    ),
    "500.15/7",
    "ab" * 32,
)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (1, "satu"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (31, "tiga puluh satu"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (999, "sembilan ratus sembilan puluh sembilan"),
        (1000, "seribu"),
        (1001, "seribu satu"),
        (2026, "dua ribu dua puluh enam"),
        (9999, "sembilan ribu sembilan ratus sembilan puluh sembilan"),
    ],
)
def test_numbers_in_words(number: int, words: str) -> None:
    assert spelled(number, WORDS["spelling"]) == words


@pytest.mark.parametrize("number", [-1, 10_000])
def test_numbers_beyond_a_date_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="only 0 to 9999"):
        spelled(number, WORDS["spelling"])


def test_a_date_in_words() -> None:
    words = day_in_words(datetime(2026, 8, 17).date(), WORDS, FIGURES)
    assert words == {
        "weekday": "Senin",
        "day": "tujuh belas",
        "month": "Agustus",
        "year": "dua ribu dua puluh enam",
        "date": "17 Agustus 2026",
    }


def test_the_record_is_dated_by_the_last_signature_in_wib() -> None:
    text = opening("Cibinong", SIGNED, WORDS, FIGURES)
    assert text.startswith(
        "Pada hari ini, Rabu tanggal empat bulan Maret tahun dua ribu dua puluh enam, bertempat di Cibinong"
    )


def test_a_draft_leaves_lines_to_write_on() -> None:
    text = opening("Cibinong", None, WORDS, FIGURES)
    assert text.count("........") >= 4
    assert number_line(None, WORDS).startswith("Nomor: .....")
    assert approvals(None, WORDS, FIGURES) == []


def test_each_block_has_its_own_day() -> None:
    assert place_dates(("Cibinong", "Cileungsi"), SIGNED, WORDS, FIGURES) == [
        "Cibinong, 2 Maret 2026",
        "Cileungsi, 4 Maret 2026",
    ]


def test_who_approved_when() -> None:
    assert approvals(SIGNED, WORDS, FIGURES) == [
        ["Dinas Tenaga Kerja", "budi", "2 Maret 2026 09.15 WIB"],
        ["Kantor cabang BPJS Ketenagakerjaan", "siti", "4 Maret 2026 00.30 WIB"],
    ]


def test_english_needs_no_numbers_in_words() -> None:
    text = opening("Cibinong", SIGNED, read_texts("en", "berita-acara"), numbers("en"))
    assert text.startswith("On this day, Wednesday, 4 March 2026, at Cibinong")


def test_the_code_holds_month_version_and_hash_and_is_always_the_same() -> None:
    month = cast(Any, SimpleNamespace(regency="32.01", period="2026-01", version=2))
    text = code_text(month, "ab" * 32)
    assert text == "PADAN 32.01 2026-01 V2 " + "AB" * 32
    assert code_svg(text) == code_svg(text)
    assert "http" not in text
    assert code_svg(text).startswith("<svg")
