"""Whatever layout people are written in, reading gives the people: hypothesis draws the layouts."""

from __future__ import annotations

import string
from dataclasses import dataclass
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from padan.contracts import load_contract
from padan.intake import FileReading, SourceRef, tools_for
from padan.intake.containers.sheet import Merge, Sheet
from padan.intake.villages.village import read_village_file

TOOLS = tools_for("village_submissions", "32.01", date(2026, 1, 31))
CONTRACT = load_contract("village_submissions")
PATH = SourceRef("32.01.15.2001.xlsx", "2026-01", "2026-01")
GROUPED = {
    "birth_place": ("TTL", "TEMPAT"), "birth_date": ("TTL", "TANGGAL"), "rt": ("RT/RW", "RT"), "rw": ("RT/RW", "RW"),
}  # fmt: skip
"""Fields that a two-row head writes below a group head: neighbours stay neighbours."""
UNITS = (("name",), ("birth_place", "birth_date"), ("rt", "rw"), ("address",), ("sex",), ("occupation",))

Person = dict[str, str]


@dataclass
class Written:
    """A sheet, the people in it by row, and what their group rows say."""

    rows: list[list[str]]
    merges: list[Merge]
    people: dict[int, Person]


words = st.text(string.ascii_uppercase, min_size=4, max_size=9).map(lambda word: "Q" + word)
names = st.lists(words, min_size=1, max_size=3).map(" ".join)
people = st.fixed_dictionaries(
    {
        "nik": st.integers(1, 9999).map(lambda serial: f"320115120580{serial:04d}"),
        "name": names,
        "birth_place": st.sampled_from(["BOGOR", "", "CIANJUR"]),
        "birth_date": st.dates(date(1960, 1, 1), date(2005, 1, 1)).map(lambda day: day.strftime("%d-%m-%Y")),
        "rt": st.integers(1, 20).map(lambda number: f"{number:03d}"),
        "rw": st.integers(1, 20).map(lambda number: f"{number:03d}"),
        "address": st.sampled_from(["KP. BARU", "JL. RAYA NO 5", ""]),
        "sex": st.sampled_from("LP"),
        "occupation": st.sampled_from(["PETANI", "BURUH HARIAN", "PETUGAS KEBERSIHAN", ""]),
    }
)


def alias(draw: st.DrawFn, field: str) -> str:
    column = next(column for column in CONTRACT.columns if column.name == field)
    return draw(st.sampled_from(column.aliases))


@st.composite
def sheets(draw: st.DrawFn) -> Written:
    units = draw(st.permutations([("nik",), *UNITS]))
    kept = [unit for unit in units if unit[0] in ("nik", "name") or draw(st.booleans())]
    fields = [field for unit in kept for field in unit]
    two_rows = draw(st.booleans())
    numbered = draw(st.booleans())
    extra = draw(st.sampled_from(["", "HOBI", "NAMA IBU KANDUNG", "STATUS RUMAH"]))
    upper, lower, spans = heads(draw, fields, two_rows, numbered, extra)
    head = [upper, lower] if two_rows else [upper]
    written = Written([], [], {})
    above(draw, written, len(upper))
    start = len(written.rows)
    written.rows += head
    if draw(st.booleans()):
        written.merges += [
            Merge(start + 1 + top, left, start + 1 + bottom, right) for top, left, bottom, right in spans
        ]
    width = len(upper)
    column_numbers = [str(number) for number in range(1, width + 1)]
    if width > 2 and draw(st.booleans()):
        written.rows.append(column_numbers)
    for number, person in enumerate(draw(st.lists(people, min_size=1, max_size=8)), start=1):
        between(draw, written, head, column_numbers)
        line = ([str(number)] if numbered else []) + [person[field] for field in fields]
        written.rows.append(line + ([draw(st.sampled_from(["TENIS", ""]))] if extra else []))
        written.people[len(written.rows)] = {field: person[field] for field in fields}
    below(draw, written, len(fields) + numbered)
    return written


def heads(
    draw: st.DrawFn, fields: list[str], two_rows: bool, numbered: bool, extra: str
) -> tuple[list[str], list[str], list[tuple[int, int, int, int]]]:
    upper, lower, spans = [], [], []
    if numbered:
        upper, lower = ["NO"], [""]
    before = ""
    for field in fields:
        group, plain = GROUPED.get(field, ("", ""))
        if two_rows and group:
            if group == before:
                spans.append((0, len(upper) - 1, 0, len(upper)))
            upper.append("" if group == before else group)
            lower.append(plain)
        else:
            spans.append((0, len(upper), 1, len(upper)))
            upper.append(alias(draw, field))
            lower.append("")
        before = group
    if extra:
        upper.append(extra)
        lower.append("")
    return upper, lower, spans if two_rows else []


def above(draw: st.DrawFn, written: Written, width: int) -> None:
    lines = [
        "PEMERINTAH KABUPATEN BOGOR",
        "DAFTAR PEKERJA RENTAN",
        "DESA : CIAMPEA",
        "BULAN : JANUARI 2026",
        "",
    ]
    for line in draw(st.lists(st.sampled_from(lines), max_size=5)):
        written.rows.append([line])
        if line and draw(st.booleans()):
            written.merges.append(Merge(len(written.rows), 0, len(written.rows), width - 1))


def between(draw: st.DrawFn, written: Written, head: list[list[str]], column_numbers: list[str]) -> None:
    kind = draw(st.sampled_from(["", "", "", "", "blank", "group", "heads"]))
    if kind == "blank":
        written.rows.append([""])
    elif kind == "group":
        written.rows.append([draw(st.sampled_from(["DUSUN II", "RW 05", "MARBOT", "B. GURU NGAJI"]))])
    elif kind == "heads":
        written.rows += head
        if len(column_numbers) > 2 and draw(st.booleans()):
            written.rows.append(column_numbers)


def below(draw: st.DrawFn, written: Written, width: int) -> None:
    at = draw(st.integers(0, max(width - 1, 0)))
    indent = [""] * at
    if draw(st.booleans()):
        written.rows.append([*indent, "JUMLAH", "5"])
    if draw(st.booleans()):
        written.rows += [
            [],
            [*indent, "Mengetahui,"],
            [*indent, "Kepala Desa"],
            [*indent, "H. SUBANDI"],
            [*indent, "NIP. 1970"],
        ]


@settings(max_examples=300, deadline=None)
@given(sheets())
def test_what_was_written_is_read(written: Written) -> None:
    reading = FileReading()

    read_village_file([Sheet("", False, written.rows, "", tuple(written.merges))], PATH, TOOLS, reading)

    rows = reading.tables["staging.village_row"]
    read = [dict(zip(rows.columns, row, strict=True)) for row in rows.rows]
    assert [row["row_number"] for row in read] == list(written.people)
    for row in read:
        person = written.people[row["row_number"]]
        assert row["nik_raw"] == person["nik"]
        assert row["name_raw"] == person["name"]
        assert row["cells"] == written.rows[row["row_number"] - 1]
        for field in ("birth_place", "occupation", "sex"):
            assert (row[field] or "") == person.get(field, "")
        if "birth_date" in person:
            assert row["birth_date"].strftime("%d-%m-%Y") == person["birth_date"]
        if "rt" in person:
            assert (row["rt"], row["rw"]) == (person["rt"], person["rw"])
        if person.get("address"):
            assert row["address"] == person["address"]
    assert len(written.rows) == len(read) + sum(reading.furniture.values()) + reading.layout[0]["header_rows"]
