"""Files of any container, drawn as text, and what can go wrong with their bytes."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import xlwt
from tests.spec.intake.drawn import Cell, cells, text_file, workbook
from xlwt.CompoundDoc import XlsDoc


def content(shape: dict[str, Any]) -> bytes:
    """The bytes of a drawn file: `zip`, `sheets` in a `container`, `file` or `lines`, then its `changes`."""
    if "zip" in shape:
        made = zipped({name: content(member) for name, member in shape["zip"].items()})
    elif "sheets" in shape:
        made = _SHEETS[shape.get("container", "xlsx")](shape["sheets"])
    elif "file" in shape:
        made = _written(lambda path: text_file(path, shape["file"], shape.get("delimiter", ",")))
    else:
        made = shape["lines"].encode(shape.get("encoding", "utf-8"))
    for change in shape.get("changes", []):
        made = _CHANGES[change](made)
    return made


def _written(write: Callable[[Path], object]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        write(path)
        return path.read_bytes()


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip; a name that ends with / is a folder."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return out.getvalue()


def _xlsx(sheets: dict[str, str]) -> bytes:
    return _written(lambda path: workbook(path, sheets))


def _xlsm(sheets: dict[str, str]) -> bytes:
    parts = _unzipped(_xlsx(sheets))
    types = parts["[Content_Types].xml"].replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")
    return zipped({**parts, "[Content_Types].xml": types, "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 a program"})


def _xls(sheets: dict[str, str]) -> bytes:
    book = xlwt.Workbook()
    dates = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    for name, drawing in sheets.items():
        sheet = book.add_sheet(name.strip("()"))
        sheet.visibility = int(name.startswith("("))
        for row, line in enumerate(drawing.splitlines()):
            for column, cell in enumerate(cells(line)):
                if cell != "":
                    sheet.write(
                        row, column, cell, dates if isinstance(cell, datetime) else xlwt.Style.default_style
                    )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_ODS_HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">'
    '<office:automatic-styles><style:style style:name="gone" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    "<office:body><office:spreadsheet>"
)


def _ods(sheets: dict[str, str]) -> bytes:
    """Blank rows that follow one another are written once, with a count, as LibreOffice does."""
    tables = []
    for name, drawing in sheets.items():
        style = ' table:style-name="gone"' if name.startswith("(") else ""
        rows = "".join(_ods_row(line) for line in drawing.splitlines())
        end = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
        tables.append(f'<table:table table:name="{name.strip("()")}"{style}>{rows}{end}</table:table>')
    xml = _ODS_HEAD + "".join(tables) + "</office:spreadsheet></office:body></office:document-content>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped(
        {"mimetype": kind.encode(), "content.xml": xml.encode(), "META-INF/manifest.xml": b"<manifest/>"}
    )


def _ods_row(line: str) -> str:
    blanks = line.strip().removeprefix("[").removesuffix(" blank rows]")
    if blanks.isdigit():
        return f'<table:table-row table:number-rows-repeated="{blanks}"><table:table-cell/></table:table-row>'
    return "<table:table-row>" + "".join(map(_ods_cell, cells(line))) + "</table:table-row>"


def _ods_cell(cell: Cell) -> str:
    if isinstance(cell, datetime):
        told = f'office:value-type="date" office:date-value="{cell:%Y-%m-%d}"'
    elif isinstance(cell, int):
        told = f'office:value-type="float" office:value="{cell}"'
    elif cell == "":
        return "<table:table-cell/>"
    else:
        told = 'office:value-type="string"'
    return f"<table:table-cell {told}><text:p>{escape(str(cell))}</text:p></table:table-cell>"


_SHEETS = {"xlsx": _xlsx, "xlsm": _xlsm, "xls": _xls, "ods": _ods}


def _unzipped(made: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _rewritten(made: bytes, part: str, old: bytes, new: bytes) -> bytes:
    parts = _unzipped(made)
    assert old in parts[part]
    return zipped({**parts, part: parts[part].replace(old, new, 1)})


def locked_xlsx(_: bytes) -> bytes:
    """What Excel writes with a password: an OLE file around an encrypted package."""
    out = io.BytesIO()
    XlsDoc().save(out, b"\0" * 5000)
    return out.getvalue().replace("Workbook".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le"), 1)


def locked_xls(_: bytes) -> bytes:
    """An Excel 97 workbook whose stream says, right after its start, that the rest is encrypted."""
    book = xlwt.Workbook()
    book.add_sheet("Sheet1").write(0, 0, "NIK")
    stream = book.get_biff_data()
    start = 4 + int.from_bytes(stream[2:4], "little")
    locked = bytes.fromhex("2f003600") + b"\1\0\1\0\1\0" + b"x" * 48
    out = io.BytesIO()
    XlsDoc().save(out, stream[:start] + locked + stream[start:])
    return out.getvalue()


def locked_zip(made: bytes) -> bytes:
    """Every member is marked as encrypted, in both of the zip's directories."""
    changed = bytearray(made)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + place] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)


def symlink(made: bytes) -> bytes:
    """A member that points out of the zip."""
    out = io.BytesIO(made)
    with zipfile.ZipFile(out, "a") as archive:
        link = zipfile.ZipInfo("link.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def bomb(made: bytes) -> bytes:
    """A member of a few kilobytes that unpacks to more than any list."""
    out = io.BytesIO(made)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.csv", b"0" * 210_000_000)
    return out.getvalue()


def blank_rows(made: bytes) -> bytes:
    """200,000 formatted rows that hold nothing, as after painting whole columns."""
    rows = "".join(f'<row r="{row}"><c r="A{row}" s="1"/></row>' for row in range(1000, 201_000))
    return _rewritten(made, "xl/worksheets/sheet1.xml", b"</sheetData>", rows.encode() + b"</sheetData>")


def empty_sheets(made: bytes) -> bytes:
    """300 sheets that nobody wrote anything into, behind the list's own."""
    book = openpyxl.load_workbook(io.BytesIO(made))
    for _ in range(300):
        book.create_sheet()
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def huge_cell(made: bytes) -> bytes:
    """Three million letters in the cell that said HOBI."""
    letters = b"<t>" + b"x" * 3_000_000
    return _rewritten(made, "xl/sharedStrings.xml", b"<t>TENIS", letters)


_DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'

_CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "cut off": lambda made: made[: len(made) * 2 // 3],
    "locked with a password, xlsx": locked_xlsx,
    "locked with a password, xls": locked_xls,
    "locked with a password, ods": lambda made: _rewritten(
        made, "META-INF/manifest.xml", b"<manifest/>", b"<manifest><encryption-data/></manifest>"
    ),
    "locked with a password, zip": locked_zip,
    "a symlink": symlink,
    "a zip bomb": bomb,
    "an entity bomb, xlsx": lambda made: _rewritten(
        made, "xl/worksheets/sheet1.xml", b"<worksheet", _DOCTYPE + b"<worksheet"
    ),
    "an entity bomb, ods": lambda made: _rewritten(
        made, "content.xml", b"<office:doc", _DOCTYPE + b"<office:doc"
    ),
    "200,000 formatted blank rows": blank_rows,
    "300 empty sheets": empty_sheets,
    "a huge cell": huge_cell,
    "a false dimension": lambda made: _rewritten(
        made, "xl/worksheets/sheet1.xml", b'<dimension ref="', b'<dimension ref="A1:XFD1048576" was="'
    ),
}
