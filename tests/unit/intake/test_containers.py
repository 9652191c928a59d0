import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from padan.intake.containers import Kind, detect, open_sheets
from padan.intake.limits import load_limits
from padan.intake.records import Refusal

LIMITS = load_limits()


def zipped(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", Kind.EMPTY),
        (b"NIK,NAMA\n", Kind.TEXT),
        (b"\xef\xbb\xbfNIK", Kind.TEXT),
        (b"%PDF-1.4", Kind.PDF),
        (b"\xff\xd8\xff\xe0....", Kind.IMAGE),
        (b"\x89PNG\r\n", Kind.IMAGE),
        (b"....ftypheic", Kind.IMAGE),
        (b"\xd0\xcf\x11\xe0" + b"." * 600, Kind.XLS),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), Kind.PASSWORD),
        (b"  <!DOCTYPE html><html>", Kind.HTML),
        (b"<table><tr>", Kind.HTML),
        (b"<?xml version='1.0'?><Workbook>", Kind.XML),
        ("NIK,NAMA".encode("utf-16"), Kind.UTF16),
        ("NIK,NAMA, ALAMAT".encode("utf-16-le"), Kind.UTF16),
        (b"Rar!\x1a\x07", Kind.COMPRESSED),
        (bytes(range(256)), Kind.BINARY),
        (b"PK\x03\x04 cut off", Kind.TRUNCATED),
        (zipped(a="x"), Kind.ZIP),
        (zipped(mimetype="x", content_xml="x"), Kind.ODS),
        (zipped(word__document_xml="x"), Kind.WORD),
        (zipped(xl__workbook_xml="x"), Kind.XLSX),
        (zipped(xl__workbook_bin="x"), Kind.XLSB),
        (zipped(xl__workbook_xml="x", xl__vbaProject_bin="x"), Kind.MACRO),
    ],
)
def test_a_file_is_what_its_bytes_say(content: bytes, kind: Kind, tmp_path: Path) -> None:
    path = tmp_path / "anything.xlsx"
    path.write_bytes(content)

    assert detect(path) is kind


def sheets_of(path: Path, **limits: int) -> list[list[list[str]]]:
    with open_sheets(path, {**LIMITS, **limits}) as sheets:
        return [list(sheet.rows) for sheet in sheets]


def small(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write(0, 0, "NIK")


def far_corner(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "NIK")
        sheet.write(9999, 16383, "x")


def blank_formats(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, red = book.add_worksheet(), book.add_format({"bg_color": "red"})
        sheet.write(0, 0, "NIK")
        for row in range(1, 5000):
            for column in (0, 1, 20):
                sheet.write_blank(row, column, None, red)


def false_dimension(path: Path) -> None:
    small(path)
    rewrite(path, lambda name, text: text.replace('ref="A1"', 'ref="A1:XFD1048576"'))


def many_sheets(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write(0, 0, "NIK")
        for _ in range(300):
            book.add_worksheet()


def rewrite(path: Path, change: Callable[[str, str], str]) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name).decode() for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, change(name, text))


@pytest.mark.parametrize("make", [small, blank_formats, false_dimension, many_sheets])
def test_odd_but_good(make: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    make(path)

    sheets = sheets_of(path)

    assert [row for row in sheets[0] if any(row)] == [["NIK"]]
    assert not any(sheets[1:])


def entity_bomb(path: Path) -> None:
    small(path)
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    rewrite(path, lambda name, text: text.replace("<worksheet", bomb + "<worksheet", 1))


def zip_bomb(path: Path) -> None:
    small(path)
    rewrite(path, lambda name, text: text + " " * 5_000_000 if "sheet1" in name else text)


def cut_off(path: Path) -> None:
    small(path)
    path.write_bytes(path.read_bytes()[:-200])


def damaged_inside(path: Path) -> None:
    small(path)
    content = bytearray(path.read_bytes())
    content[60:90] = b"\x00" * 30
    path.write_bytes(content)


def no_workbook_inside(path: Path) -> None:
    path.write_bytes(zipped(xl__workbook_xml="not xml"))


@pytest.mark.parametrize(
    ("make", "limits", "code"),
    [
        (entity_bomb, {}, "unsafe_content"),
        (zip_bomb, {"unpacked_bytes": 4_000_000}, "too_large"),
        (far_corner, {}, "too_large"),
        (small, {"file_bytes": 100}, "too_large"),
        (many_sheets, {"zip_entries": 100}, "too_large"),
        (cut_off, {}, "truncated"),
        (damaged_inside, {}, "truncated"),
        (no_workbook_inside, {}, "truncated"),
    ],
)
def test_refused(make: Callable[[Path], None], limits: dict[str, int], code: str, tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    make(path)

    with pytest.raises(Refusal) as refusal:
        sheets_of(path, **limits)

    assert refusal.value.code == code


def test_a_formula_is_never_evaluated(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["NIK", "=1+1"])
    book.save(path)

    assert sheets_of(path) == [[["NIK", ""]]] or sheets_of(path) == [[["NIK"]]]
