"""Whatever a sender sends, a reading comes out: never a crash, and never a cell's content in a refusal."""

from __future__ import annotations

import io
import tempfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from padan.contracts import load_contract
from padan.intake import FileReading, SourceRef, read_file, tools_for

FEEDS = ("village_submissions", "bpjs_branch_export", "poverty_registry", "exclusion_lists", "case_verdicts")
STARTS = [
    b"",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"%PDF",
    b"<html>",
    b"NIK,NAMA\n",
    b"\xff\xfe",
    b'NIK;NAMA;"',
]
NAMES = st.sampled_from(["a.xlsx", "b.csv", "c.xls", "32.01.15.2001.txt", "d.zip", "e"])


def read(feed: str, content: bytes, name: str) -> FileReading:
    with tempfile.TemporaryDirectory() as folder:
        local = Path(folder) / "bytes"
        local.write_bytes(content)
        tools = tools_for(feed, "32.01", date(2026, 1, 31))
        reading = read_file(feed, local, SourceRef(name, "2026-01", "2026-01"), tools)
        for rows in reading.tables.values():
            for row in rows.rows:
                assert len(row) == len(rows.columns)
        return reading


def workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write_row(0, 0, ["NIK", "NAMA", "No KPJ", "STATUS"])
        book.worksheets()[0].write_row(1, 0, ["3201151205800001", "SITI AMINAH", "1", "AKTIF"])
    return out.getvalue()


WORKBOOK = workbook()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(feed=st.sampled_from(FEEDS), start=st.sampled_from(STARTS), rest=st.binary(max_size=300), name=NAMES)
def test_random_bytes_never_crash(feed: str, start: bytes, rest: bytes, name: str) -> None:
    reading = read(feed, start + rest, name)

    if reading.outcome == "refused":
        assert load_contract("p3ke" if feed == "poverty_registry" else feed).refusal(
            str(reading.refusal_code)
        )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(feed=st.sampled_from(FEEDS), data=st.data())
def test_a_damaged_workbook_never_crashes(feed: str, data: st.DataObject) -> None:
    content = bytearray(WORKBOOK)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(10, len(content)))

    reading = read(feed, bytes(content[:cut]), "a.xlsx")

    assert "SITI" not in str(reading.refusal_details)


CELLS = st.text(alphabet=' ,;"\n\t|-AZ0129/.', max_size=40)


@settings(max_examples=60, deadline=None)
@given(feed=st.sampled_from(FEEDS), body=CELLS)
def test_any_text_below_good_heads_never_crashes(feed: str, body: str) -> None:
    heads = "NO,NIK,NAMA,NO KPJ,STATUS,TGL LAHIR,BULAN IURAN,IURAN,JUMLAH PESERTA,ALAMAT,KET"
    read(feed, f"{heads}\n{body}".encode(), "32.01.15.2001.csv")


@pytest.mark.parametrize("feed", FEEDS)
def test_no_refusal_repeats_a_nik(feed: str) -> None:
    for content in (
        b"3201151205800001,SITI AMINAH\n",
        b"NAMA,ALAMAT\n3201151205800001,X\n",
        b"KP,3201151205800001,SITI AMINAH,TETAP,L P\n",
    ):
        reading = read(feed, content, "a.csv")

        assert reading.outcome == "refused"
        assert "3201151205800001" not in str(reading.refusal_details)
