"""What officers write in a verdict column, and what is read."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from padan.contracts import load_contract
from padan.identity.case_codes import case_code, read_case_code
from padan.intake.verdicts.words import OFFICES, choices, read_verdict
from padan.paths import INCLUDE

DAY = date(2026, 2, 15)
CONTRACT = load_contract("case_verdicts")
CODE = case_code("BGR", "2026-01", 7)


@pytest.mark.parametrize(
    ("office", "written", "verdict", "candidate", "guessed"),
    [
        ("disnaker", "Setuju", "agree", None, False),
        ("disnaker", "  SETUJU ", "agree", None, False),
        ("disnaker", "setuju.", "agree", None, False),
        ("disnaker", "Agreed", "agree", None, False),
        ("disnaker", "Setujuu", "agree", None, True),
        ("disnaker", "Stuju", "agree", None, True),
        ("disnaker", "Setuju, sudah dicek di lapangan", "agree", None, True),
        ("disnaker", "ok", "agree", None, True),
        ("disnaker", "Tidak setuju", "disagree", None, False),
        ("disnaker", "tidak stuju", "disagree", None, True),
        ("disnaker", "Tidak setuju karena masih berhak", "disagree", None, True),
        ("disnaker", "tdk setuju", "disagree", None, True),
        ("disnaker", "Orang yang sama", "same_person", None, False),
        ("disnaker", "bukan orang yg sama", "other_person", None, True),
        ("disnaker", "orang lain", "other_person", None, True),
        ("disnaker", "Calon B", "candidate", "B", False),
        ("disnaker", "calon  b", "candidate", "B", False),
        ("disnaker", "B", "candidate", "B", True),
        ("branch", "Didaftarkan", "registered", None, False),
        ("branch", "sudah didaftarkan", "registered", None, True),
        ("branch", "Diaktifkan kembli", "reactivated", None, True),
        # Nobody can tell what these mean.
        ("disnaker", "Setuju tapi belum tentu", None, None, False),
        ("disnaker", "setuju?", None, None, False),
        ("disnaker", "Setuju bila ada KTP", None, None, False),
        ("disnaker", "nanti", None, None, False),
        ("disnaker", "Calon AB", None, None, False),
        ("disnaker", "1", None, None, False),
        # The other office's words.
        ("disnaker", "Didaftarkan", None, None, False),
        ("branch", "Dikeluarkan dari daftar", None, None, False),
    ],
)
def test_what_is_read(
    office: str, written: str, verdict: str | None, candidate: str | None, guessed: bool
) -> None:
    assert tuple(read_verdict(written, office, DAY, CONTRACT)) == (verdict, candidate, guessed)


@pytest.mark.parametrize("office", OFFICES)
def test_no_word_of_a_list_is_near_to_another(office: str) -> None:
    """A slip of the pen must never turn one verdict into another."""
    offered = choices(office, DAY)
    for words, verdict in offered.words.items():
        for place in range(len(words)):
            read = read_verdict(words[:place] + words[place + 1 :], office, DAY, CONTRACT).verdict
            assert read in (verdict, None), (words, place)


@pytest.mark.parametrize("office", OFFICES)
def test_words_of_the_contract_belong_to_verdicts_on_offer(office: str) -> None:
    offered = choices(office, DAY)
    known = {*offered.words.values(), *offered.before_letter.values()}
    assert set(CONTRACT.words[f"verdict_{office}"]) <= known


def test_nothing_is_offered_before_the_list_was_agreed() -> None:
    assert choices("disnaker", date(2025, 1, 1)).words == {}


def test_what_contradicts_is_there_to_be_contradicted() -> None:
    with (INCLUDE / "reference" / "verdict_words.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for office, other in (OFFICES, OFFICES[::-1]):
        stances = {word for row in rows if row["office"] == other for word in row["stance"].split()}
        against = {word for row in rows if row["office"] == office for word in row["against"].split()}
        assert against <= stances


@pytest.mark.parametrize(
    "written",
    [
        CODE,
        CODE.lower(),
        CODE.replace("-", " "),
        CODE.replace("-", ""),
        CODE.replace("-", "–"),
        f"kasus {CODE} (lihat surat)",
        f" {CODE}\n",
    ],
)
def test_a_code_however_it_is_spaced(written: str) -> None:
    assert tuple(read_case_code(written)) == (CODE, None)


def test_letters_that_are_taken_for_digits() -> None:
    number = next(
        n
        for n in range(5000)
        if "0" in case_code("BGR", "2026-01", n)[9:14] and "1" in case_code("BGR", "2026-01", n)[9:14]
    )
    code = case_code("BGR", "2026-01", number)
    symbols = code[9:14].replace("0", "O").replace("1", "l")
    assert read_case_code(code[:9] + symbols + code[14:]).code == code


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        (None, "missing"),
        ("", "missing"),
        ("   ", "missing"),
        ("lihat lampiran", "no_code"),
        ("BGR-2601-K7QX", "no_code"),
        (f"X{CODE}", "no_code"),
        (CODE[:-1] + ("0" if CODE[-1] != "0" else "1"), "mistyped"),
        (CODE[:9] + CODE[10] + CODE[9] + CODE[11:], "mistyped"),
        (CODE[:9] + "U" + CODE[10:], "mistyped"),
    ],
)
def test_what_is_no_code_is_told(written: str | None, fault: str) -> None:
    assert tuple(read_case_code(written)) == (None, fault)
