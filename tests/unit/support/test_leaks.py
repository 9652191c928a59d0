"""A scanner that finds nothing proves nothing: what it must find, and what it must leave alone."""

from __future__ import annotations

import hashlib

import pytest
from tests.support.leaks import People, find_leaks, is_nik, people_of

PEOPLE = people_of(
    ["12345678901", "not a card", "123"],
    ["Siti Nurhaliza", "H. AGUS  SALIM", "BUDI", "Ad In", "Muhamad Yusuf Al Bukhori"],
)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("NIK 3201051205800001 rusak", ["nik"]),
        ('{"nik": "3201055205800001"}', ["nik"]),
        ("run/3201051205800001/log", ["nik"]),
        ("3201051205800001,3201055205800002", ["nik", "nik"]),
        ("3201051205800001\n3201055205800002", ["nik", "nik"]),
        ("'3201051205800001", ["nik"]),
        ("3201 0512 0580 0001", ["nik"]),
        ("320105.120580.0001", ["nik"]),
        ("32-01-05-120580-0001", ["nik"]),
        ("3201\u00a00512\u00a00580\u00a00001", ["nik"]),
        ("3201051205800001.0", ["nik"]),
        ("NIK_3201051205800001.xlsx", ["nik"]),
        ("NIK: 1101051205800001", ["nik"]),
        ("id3201051205800001", ["nik"]),
        ("baris 12 3201051205800001 5", ["nik"]),
        ("kartu 12345678901", ["kpj"]),
        ("id12345678901", ["kpj"]),
        ("atas nama SITI NURHALIZA.", ["name"]),
        ("Siti  Nurhaliza", ["name"]),
        ("?q=siti+nurhaliza", ["name"]),
        ("siti_nurhaliza.xlsx", ["name"]),
        ("SITI\nNURHALIZA", ["name"]),
        ("Muhamad Yusuf Al Bukhori", ["name"]),
        ("H. Agus Salim", ["name"]),
    ],
)
def test_what_it_must_find(text: str, kinds: list[str]) -> None:
    assert [leak.kind for leak in find_leaks(text, "here", PEOPLE)] == kinds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "320105••••••••••",
        "3201051205800001234",  # a piece of a longer number
        "93201051205800001",
        "0dfa31b2c3201051205800001fa9b3d7e",  # a piece of a hash
        "3201051305800000",  # Excel's fifteen digits: nobody's number
        "3201053213800001",  # no such day
        "3201050113800001",  # no such month
        "3299991205800001",  # no such district
        "2026-01-31T06:00:00.000000",
        "1769900000123456",  # microseconds since 1970
        "12345678902",  # eleven digits that are nobody's card
        "112345678901",
        "32.01.05.2003 1105 2001",  # a village code beside figures
        "Budi",
        "Siti, Kecamatan Nurhaliza",
        "Siti; Nurhaliza",
        "Nurhaliza Siti",
        "SitiNurhaliza",
        "ad in",
    ],
)
def test_what_it_must_leave_alone(text: str) -> None:
    assert list(find_leaks(text, "here", PEOPLE)) == []


def test_hashes_are_no_numbers_of_people() -> None:
    text = " ".join(hashlib.sha256(str(number).encode()).hexdigest() for number in range(20_000))
    assert list(find_leaks(text, "manifest.json", PEOPLE)) == []


def test_a_leaks_report_is_no_leak() -> None:
    [leak] = find_leaks("NIK 3201051205800001 rusak", "a log", PEOPLE)
    assert leak.where == "a log"
    assert leak.around == "NIK •••••••••••••••• rusak"
    assert list(find_leaks(str(leak), "", PEOPLE)) == []


def test_without_people_only_numbers_are_found() -> None:
    found = find_leaks("Siti Nurhaliza 12345678901 3201051205800001", "here", People())
    assert [leak.kind for leak in found] == ["nik"]


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("3201051205800001", True),
        ("3201057112800001", True),
        ("3201057212800001", False),
        ("3201052902000001", True),
        ("3201053002000001", False),
        ("320105120580001", False),
    ],
)
def test_is_nik(digits: str, expected: bool) -> None:
    assert is_nik(digits) is expected
