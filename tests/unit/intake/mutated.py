"""Good files of every container, and ways to damage them."""

from __future__ import annotations

import io
import zipfile
from functools import cache

from hypothesis import strategies as st
from tests.spec.intake.packed import content

ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt", ".zip", ".html", ".pdf", "")
_LIST = (
    "DAFTAR PESERTA\n\nNO | NIK | NAMA | TGL LAHIR\n"
    "#1 | 3201151205800001 | SITI | @1980-05-12\n#2 | #3201155207850002 | UDIN | 12-07-1985"
)
_HTML = (
    "<html><body><h3>DAFTAR</h3><table><tr><th>NIK<th>NAMA</tr>"
    "<tr><td rowspan=2>3201151205800001<td>SITI&nbsp;A<br>B</tr><tr><td colspan=3>x</table>"
)
_CSV = 'sep=;\nNIK;NAMA;ALAMAT\n3201151205800001;"SITI";"KP. ""A"" RT 1"\n3201155207850002;UDIN;"X\nY"\n'
_SHAPES = {
    "xlsx": {"sheets": {"Sheet1": _LIST, "(lama)": "NIK"}},
    "xlsm": {"sheets": {"Sheet1": _LIST}, "container": "xlsm"},
    "xls": {"sheets": {"Sheet1": _LIST}, "container": "xls"},
    "ods": {"sheets": {"Sheet1": _LIST.replace("\n\n", "\n[3 blank rows]\n")}, "container": "ods"},
    "html": {"lines": _HTML},
    "html16": {"lines": _HTML, "encoding": "utf-16"},
    "csv": {"lines": _CSV},
    "csv16": {"lines": _CSV, "encoding": "utf-16-le"},
    "csv1252": {"lines": _CSV.replace("SITI", "SITI É"), "encoding": "cp1252"},
    "zip": {
        "zip": {"a/b.xlsx": {"sheets": {"S": _LIST}}, "c.csv": {"lines": _CSV}, "d.pdf": {"lines": "%PDF"}}
    },
    "locked": {"sheets": {"Sheet1": _LIST}, "changes": ["locked with a password, xls"]},
}
_STARTS = (
    (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"<html>")
    + (b"NIK,NAMA\n", b"\xff\xfe", b"\xfe\xff", b"<?xml ")
)  # fmt: skip
_TOKENS = (
    b"\x00" * 64,
    b'"',
    b"<table>",
    b"<td colspan=99999 rowspan=99999>",
    b"&#x110000;",
    b"<!--",
    b"<!DOCTYPE x>",
    b'r="XFD1048576"',
    b"\xff\xff\xff\x7f",
    b"PK\x05\x06",
    b'number-columns-repeated="999999999"',
    b'number-rows-repeated="999999999"',
    b"\xed\xa0\x80",
)  # fmt: skip


@cache
def good(name: str) -> bytes:
    """One of the good files."""
    return content(_SHAPES[name])


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Random bytes behind a telling start, or a good file that was damaged outside or inside of its zip."""
    if draw(st.integers(0, 5)) == 0:
        return draw(st.sampled_from(_STARTS)) + draw(st.binary(max_size=400))
    made = good(draw(st.sampled_from(sorted(_SHAPES))))
    if made.startswith(b"PK") and draw(st.booleans()):
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        hit = draw(st.sampled_from(sorted(parts)))
        parts[hit] = draw(damaged(parts[hit]))
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, part in parts.items():
                archive.writestr(name, part)
        return out.getvalue()
    return draw(damaged(made))


@st.composite
def damaged(draw: st.DrawFn, made: bytes) -> bytes:
    """Some places overwritten, cut out, doubled, or filled with something that means harm."""
    changed = bytearray(made)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(changed)))
        length = draw(st.sampled_from((1, 2, 4, 16, 200)))
        how = draw(st.sampled_from(("overwrite", "remove", "double", "token", "cut")))
        if how == "overwrite":
            changed[at : at + length] = draw(st.binary(min_size=length, max_size=length))
        elif how == "remove":
            del changed[at : at + length]
        elif how == "double":
            changed[at:at] = changed[at : at + length]
        elif how == "token":
            changed[at:at] = draw(st.sampled_from(_TOKENS))
        else:
            del changed[at:]
    return bytes(changed)
