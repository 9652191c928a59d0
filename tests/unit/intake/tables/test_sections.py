"""What a group row tells of the rows below it."""

from __future__ import annotations

import pytest

from padan.contracts import load_contract
from padan.intake.table.sections import NOTHING, Section, heads_section, is_enumerator, read_section

CONTRACT = load_contract("village_submissions")


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("DUSUN II", Section(hamlet="DUSUN II")),
        ("B. DUSUN 3", Section(hamlet="DUSUN 3")),
        ("KP. SAWAH RT 02/RW 05", Section(hamlet="KP. SAWAH RT 02/RW 05", rt="02", rw="05")),
        ("RW. 05", Section(rw="05")),
        ("RT 2 RW 5", Section(rt="2", rw="5")),
        ("III. MARBOT", Section(group="marbot")),
        ("KELOMPOK GURU NGAJI", Section(group="guru_ngaji")),
        ("DESA CINANGKA", Section(village="DESA CINANGKA")),
    ],
)
def test_what_a_line_tells(line: str, section: Section) -> None:
    assert heads_section(CONTRACT, line)
    assert read_section(CONTRACT, line, NOTHING) == section


def test_lines_below_one_another() -> None:
    section = NOTHING
    for line in ("MARBOT", "DUSUN I", "RW 05", "RT 02"):
        section = read_section(CONTRACT, line, section)
    assert section == Section(None, "DUSUN I", "02", "05", "marbot")
    assert read_section(CONTRACT, "DUSUN II", section) == Section(None, "DUSUN II", None, None, "marbot")
    assert read_section(CONTRACT, "RW 06", section) == Section(None, "DUSUN I", None, "06", "marbot")


@pytest.mark.parametrize("line", ["SITI AMINAH", "IMAM", "USTADZ", "KOSWARA", "BLOKIR", "DUSUNAN"])
def test_a_name_heads_nothing(line: str) -> None:
    assert not heads_section(CONTRACT, line)


@pytest.mark.parametrize(
    ("cell", "is_one"), [("II.", True), ("A)", True), ("IV", True), ("12", False), ("IDA", False)]
)
def test_enumerators(cell: str, is_one: bool) -> None:
    assert is_enumerator(cell) is is_one
