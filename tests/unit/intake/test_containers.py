import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from tests.spec.intake.packed import content

from padan.intake.containers import Kind, Merge, detect, open_sheets
from padan.intake.containers.html import html_sheets
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
        (b"\xd0\xcf\x11\xe0" + b"." * 600, Kind.TRUNCATED),
        (b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le"), Kind.XLS),
        (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), Kind.WORD),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), Kind.PASSWORD),
        (b"  <!DOCTYPE html><html>", Kind.HTML),
        (b"<table><tr>", Kind.HTML),
        (b"<?xml version='1.0'?><Workbook>", Kind.XML),
        (b"<!-- made by SIMDES --><table>", Kind.HTML),
        ("<html><table>".encode("utf-16"), Kind.HTML),
        ("NIK,NAMA".encode("utf-16"), Kind.TEXT),
        ("NIK,NAMA, ALAMAT".encode("utf-16-le"), Kind.TEXT),
        (b"{\\rtf1", Kind.WORD),
        (b"MIME-Version: 1.0", Kind.MAIL),
        (b"Rar!\x1a\x07", Kind.COMPRESSED),
        (bytes(range(256)), Kind.BINARY),
        (b"PK\x03\x04 cut off", Kind.TRUNCATED),
        (zipped(a="x"), Kind.ZIP),
        (zipped(mimetype="x", content_xml="x"), Kind.ODS),
        (zipped(word__document_xml="x"), Kind.WORD),
        (zipped(xl__workbook_xml="x"), Kind.XLSX),
        (zipped(xl__workbook_bin="x"), Kind.XLSB),
        (zipped(xl__workbook_xml="x", xl__vbaProject_bin="x"), Kind.XLSM),
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


@pytest.mark.parametrize("suffix", [".xls", ".ods", ".xlsb", ".csv", ".xlsx", ""])
def test_a_workbook_is_read_whatever_its_suffix_says(suffix: str, tmp_path: Path) -> None:
    new, old = tmp_path / f"new{suffix}", tmp_path / f"old{suffix}"
    small(tmp_path / "small.xlsx")
    (tmp_path / "small.xlsx").rename(new)
    book = xlwt.Workbook()
    book.add_sheet("Daftar").write(0, 0, "NIK")
    book.save(str(old))

    assert sheets_of(new) == sheets_of(old) == [[["NIK"]]]


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


def stray_cell(path: Path) -> None:
    """A blank that somebody typed into the last cell there is."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "NIK")
        sheet.write_formula(1048575, 16383, '=""', value="")
        sheet.write_string(1048575, 100, " ")


def huge_cell(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "NIK")
    rewrite(
        path, lambda name, text: text.replace("NIK", "NIK" + " " * 3_000_000) if "shared" in name else text
    )


@pytest.mark.parametrize("make", [small, blank_formats, false_dimension, many_sheets, stray_cell, huge_cell])
def test_odd_but_good(make: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    make(path)

    sheets = sheets_of(path)

    assert [" ".join(row).split() for row in sheets[0] if any(cell.strip() for cell in row)] == [["NIK"]]
    assert not any(sheets[1:])


def far_cells(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for row in range(1000):
            sheet.write(row, 16383, "x")


def wide_xml(path: Path) -> None:
    """UTF-16 would hide a document type from whoever looks for its letters."""
    small(path)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["xl/workbook.xml"] = members["xl/workbook.xml"].decode().encode("utf-16")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


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
        (far_cells, {}, "too_large"),
        (wide_xml, {}, "unsafe_content"),
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


HTML_MERGES = (
    b"<table><tr><td colspan=2>A</td><td rowspan=3>B</td></tr>"
    b"<tr><td>C</td></tr><tr><td rowspan=9>D</td></tr></table>"
)
ODS_MERGES = "".join(
    [
        '<table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>A</text:p></table:table-cell>',
        '<table:covered-table-cell/><table:table-cell table:number-rows-spanned="3"><text:p>B</text:p>',
        "</table:table-cell></table:table-row>",
    ]
)


def merged_xlsx() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 1, "A")
        sheet.merge_range(0, 2, 2, 2, "B")
    return out.getvalue()


def merged_xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("A")
    sheet.write_merge(0, 0, 0, 1, "A")
    sheet.write_merge(0, 2, 2, 2, "B")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def merged_ods() -> bytes:
    return ods_of(ODS_MERGES)


def zipped_parts(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize("made", [merged_xlsx, merged_xls, merged_ods])
def test_merged_cells_are_told(made: Callable[[], bytes], tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(made())

    with open_sheets(path, LIMITS) as sheets:
        assert sheets[0].merges == (Merge(1, 0, 1, 1), Merge(1, 2, 3, 2))
        assert next(iter(sheets[0].rows)) == ["A", "", "B"]


def test_cells_of_a_page_that_span_others_push_them_aside(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(HTML_MERGES)

    with open_sheets(path, LIMITS) as sheets:
        assert list(sheets[0].rows) == [["A", "", "B"], ["C"], ["D"]]
        assert sheets[0].merges == (Merge(1, 0, 1, 1), Merge(1, 2, 3, 2))


@pytest.mark.parametrize(
    ("page", "rows"),
    [
        ("<p>DESA X<p>KEC. Y<table><tr><td>1</table>", [["DESA X"], ["KEC. Y"], ["1"]]),
        ("<table><td>1<td>2<tr><td>3</table>after", [["1", "2"], ["3"], ["after"]]),
        (
            "<table><tr><td>a<table><tr><td>1<td>2</table>b</td><td>c</table>",
            [["a"], ["1", "2"], ["b"], ["c"]],
        ),
        ("<table><tr><td>&lt;b&gt; &eacute; &#233; &nope; &amp</td></tr></table>", [["<b> é é &nope; &"]]),
        ("<table><tr><td> a \n b <br/> c<p>d</p></td></tr></table>", [["a b\nc\nd"]]),
        ("<table><tr><td/><td></td><td>x</td></tr><tr></tr></table>", [["", "", "x"], []]),
        ("<table><script>var x='<td>no'</script><tr><td>1<!-- no --></table>", [["1"]]),
        ("<head><title>no<body><table><tr><td>1", [["1"]]),
        (
            '<table><tr><td x:num="3201052708800001">3,20105E+15<td x:num>12</table>',
            [["3201052708800001", "12"]],
        ),
        ("<html><frameset><frame src='sheet001.htm'></frameset></html>", []),
        ("<table><tr><td colspan=0 rowspan=-1>1<td colspan=x>2</table>", [["1", "2"]]),
    ],
)
def test_pages(page: str, rows: list[list[str]], tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text(page, "utf-8")

    with html_sheets(path, LIMITS) as sheets:
        assert [list(sheet.rows) for sheet in sheets] == [rows]


def ods_of(rows: str) -> bytes:
    made = content({"sheets": {"A": "x"}, "container": "ods"})
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    xml = parts["content.xml"]
    start, end = xml.index("<table:table-row>"), xml.index("</table:table-row>") + len("</table:table-row>")
    parts["content.xml"] = xml[:start] + rows + xml[end:]
    return zipped_parts(parts)


def ods_cell(told: str, inside: str) -> str:
    return f"<table:table-row><table:table-cell {told}>{inside}</table:table-cell></table:table-row>"


TYPED = [
    ('office:value-type="float" office:value="3201052708800001"', "3,2E15", "3201052708800001"),
    ('office:value-type="date" office:date-value="1980-05-12T00:00:00"', "12 Mei", "1980-05-12"),
    ('office:value-type="date" office:date-value="1980-05-12T07:30:00"', "12 Mei", "1980-05-12 07:30:00"),
    ('office:value-type="time" office:time-value="PT07H30M00S"', "7.30", "07:30:00"),
    ('office:value-type="boolean" office:boolean-value="true"', "BENAR", "TRUE"),
    ('office:value-type="string" office:string-value="a"', "", "a"),
    ('table:formula="of:=1+1" office:value-type="float" office:value="5"', "5", "5"),
]


@pytest.mark.parametrize(("told", "shown", "text"), TYPED)
def test_opendocument_values(told: str, shown: str, text: str, tmp_path: Path) -> None:
    """What is stored, not what is shown; a formula's last result, whatever it should be."""
    path = tmp_path / "file"
    path.write_bytes(ods_of(ods_cell(told, f"<text:p>{shown}</text:p>")))

    assert sheets_of(path) == [[[text]]]


@pytest.mark.parametrize(
    ("row", "rows"),
    [
        (
            ods_cell("", '<text:p>a<text:s text:c="2"/>b<text:span>c</text:span></text:p><text:p>d</text:p>'),
            ["a  bc\nd"],
        ),
        (
            ods_cell("", "<office:annotation><text:p>note</text:p></office:annotation><text:p>a</text:p>"),
            ["a"],
        ),
        (ods_cell('table:number-columns-repeated="3"', "<text:p>a</text:p>"), ["a", "a", "a"]),
        (ods_cell('table:number-columns-repeated="900"', ""), None),
    ],
)
def test_opendocument_cells(row: str, rows: list[str] | None, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(ods_of(row))

    assert sheets_of(path) == [[rows] if rows else []]


@pytest.mark.parametrize(
    ("row", "rows"),
    [
        (
            '<table:table-row table:number-rows-repeated="2"><table:table-cell><text:p>a</text:p>'
            "</table:table-cell></table:table-row>",
            [["a"], ["a"]],
        ),
    ],
)
def test_opendocument_rows(row: str, rows: list[list[str]], tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(ods_of(row))

    assert sheets_of(path) == [rows]


@pytest.mark.parametrize(
    "row",
    [
        ods_cell('table:number-columns-repeated="999999999"', "<text:p>a</text:p>"),
        f'<table:table-row table:number-rows-repeated="999999999">{ods_cell("", "<text:p>a</text:p>")[17:]}',
        '<table:table-row table:number-rows-repeated="999999999"><table:table-cell/></table:table-row>'
        + ods_cell("", "<text:p>a</text:p>"),
    ],
)
def test_cells_that_are_repeated_too_often(row: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(ods_of(row))

    with pytest.raises(Refusal) as refusal:
        sheets_of(path)

    assert refusal.value.code == "too_large"
