"""Pages as workbooks: .xlsx, .xlsm, .xls and .ods, the same bytes on any machine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
import xlwt  # type: ignore[import-untyped]

from padan.simulation.containers import CREATED
from padan.simulation.messy.pages import Page
from padan.simulation.rows import Cell

FIXED_TIME = (2026, 1, 1, 0, 0, 0)
_PLAIN_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACRO_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
PROGRAM = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2048
"""What stands in for a program: the beginning of one, and noughts."""
_ODS_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)


def xlsx(pages: Sequence[Page]) -> bytes:
    """An Excel workbook. Text stays text, numbers numbers, dates dates."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": CREATED})
    formats = {
        "day": book.add_format({"num_format": "dd/mm/yyyy"}),
        "whole": book.add_format({"num_format": "0"}),
        "head": book.add_format({"bold": True, "text_wrap": True, "border": 1, "align": "center"}),
    }
    for page in pages:
        _xlsx_page(book.add_worksheet(page.name), page, formats)
    first = next(index for index, page in enumerate(pages) if not page.hidden)
    book.worksheets()[first].activate()
    book.close()
    return buffer.getvalue()


def _xlsx_page(sheet: xlsxwriter.worksheet.Worksheet, page: Page, formats: dict[str, object]) -> None:
    if page.hidden:
        sheet.hide()
    if page.width:
        sheet.set_column(0, page.width - 1, 18)
    for merge in page.merges:
        head = formats["head"] if merge.top in page.heads else None
        sheet.merge_range(merge.top - 1, merge.left, merge.bottom - 1, merge.right, "", head)
    covered, heads = page.covered(), set(page.heads)
    for number, row in enumerate(page.grid, start=1):
        head = formats["head"] if number in heads else None
        for column, cell in enumerate(row):
            if cell in ("", None) or (number, column) in covered:
                continue
            if isinstance(cell, str):
                sheet.write_string(number - 1, column, cell, head)
            elif isinstance(cell, int):
                sheet.write_number(number - 1, column, cell, formats["whole"] if cell > 10**11 else None)
            elif cell is not None:
                sheet.write_datetime(number - 1, column, cell, formats["day"])


def xlsm(pages: Sequence[Page]) -> bytes:
    """The same workbook with a program beside the list, which holds nothing."""
    return with_parts(
        xlsx(pages),
        change={"[Content_Types].xml": lambda part: part.replace(_PLAIN_TYPE, _MACRO_TYPE)},
        add={"xl/vbaProject.bin": PROGRAM},
    )


def with_parts(
    package: bytes,
    change: dict[str, Callable[[bytes], bytes]] | None = None,
    add: dict[str, bytes] | None = None,
) -> bytes:
    """A package with some parts changed and some added."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            parts[name] = change[name](content) if change and name in change else content
    return zipped(parts | (add or {}))


def with_blank_rows(package: bytes, sheet: int, last: int, count: int) -> bytes:
    """A workbook with formatted rows that hold nothing below the last row of a sheet (from 1)."""
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" s="1"/><c r="B{row}" s="1"/></row>'
        for row in range(last + 1, last + 1 + count)
    ).encode()
    end = b"</sheetData>"
    name = f"xl/worksheets/sheet{sheet}.xml"
    return with_parts(package, change={name: lambda part: part.replace(end, rows + end, 1)})


def zipped(parts: dict[str, bytes], stored: frozenset[str] = frozenset()) -> bytes:
    """A zip of parts with a fixed time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, FIXED_TIME)
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def xls(pages: Sequence[Page]) -> bytes:
    """A workbook of Excel 97-2003."""
    book = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    whole = xlwt.easyxf(num_format_str="0")
    head = xlwt.easyxf("font: bold on; align: wrap on")
    plain = xlwt.easyxf()
    for page in pages:
        sheet = book.add_sheet(page.name[:31], cell_overwrite_ok=True)
        sheet.visibility = 1 if page.hidden else 0
        for merge in page.merges:
            sheet.merge(merge.top - 1, merge.bottom - 1, merge.left, merge.right)
        covered, heads = page.covered(), set(page.heads)
        for number, row in enumerate(page.grid, start=1):
            for column, cell in enumerate(row):
                if cell in ("", None) or (number, column) in covered:
                    continue
                style = day if isinstance(cell, date) else head if number in heads else plain
                sheet.write(number - 1, column, cell, whole if isinstance(cell, int) else style)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def ods(pages: Sequence[Page]) -> bytes:
    """An OpenDocument spreadsheet."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_NAMES} office:version="1.2">'
        '<office:automatic-styles><style:style style:name="shown" style:family="table">'
        '<style:table-properties table:display="true"/></style:style>'
        '<style:style style:name="hidden" style:family="table"><style:table-properties table:display="false"/>'
        "</style:style></office:automatic-styles><office:body><office:spreadsheet>"
        f"{''.join(_ods_page(page) for page in pages)}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": content.encode(),
        "META-INF/manifest.xml": manifest.encode(),
    }
    return zipped(parts, stored=frozenset({"mimetype"}))


def _ods_page(page: Page) -> str:
    spans = {(merge.top, merge.left): merge for merge in page.merges}
    covered = page.covered()
    rows = []
    for number, row in enumerate(page.grid, start=1):
        cells = []
        for column in range(max(len(row), 1)):
            if (number, column) in covered:
                cells.append("<table:covered-table-cell/>")
                continue
            span = ""
            if merge := spans.get((number, column)):
                span = (
                    f' table:number-columns-spanned="{merge.right - merge.left + 1}"'
                    f' table:number-rows-spanned="{merge.bottom - merge.top + 1}"'
                )
            cells.append(_ods_cell(row[column] if row else "", span))
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    # As the program writes it: the rest of the sheet, a million rows, as one repeated row.
    rest = (
        f'<table:table-row table:number-rows-repeated="{1048576 - len(rows)}">'
        '<table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
    )
    style = "hidden" if page.hidden else "shown"
    return (
        f'<table:table table:name={quoteattr(page.name)} table:style-name="{style}">'
        f"{''.join(rows)}{rest}</table:table>"
    )


def _ods_cell(cell: Cell, span: str) -> str:
    if cell in ("", None):
        return f"<table:table-cell{span}/>"
    if isinstance(cell, int):
        return (
            f'<table:table-cell{span} office:value-type="float" office:value="{cell}">'
            f"<text:p>{cell}</text:p></table:table-cell>"
        )
    if isinstance(cell, date):
        return (
            f'<table:table-cell{span} office:value-type="date" office:date-value="{cell.isoformat()}">'
            f"<text:p>{cell:%d/%m/%Y}</text:p></table:table-cell>"
        )
    lines = "".join(f"<text:p>{_ods_text(line)}</text:p>" for line in str(cell).split("\n"))
    return f'<table:table-cell{span} office:value-type="string">{lines}</table:table-cell>'


def _ods_text(line: str) -> str:
    """Text in which spaces that XML would swallow are elements of their own."""
    text = escape(line)
    while "  " in text:
        text = text.replace("  ", " <text:s/>", 1)
    return f"<text:s/>{text[1:]}" if text.startswith(" ") else text


WRITERS: dict[str, Callable[[Sequence[Page]], bytes]] = {"xlsx": xlsx, "xlsm": xlsm, "xls": xls, "ods": ods}
