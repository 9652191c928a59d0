"""Pages as text: delimited files in every encoding, and the HTML table that a web application calls .xls."""

from __future__ import annotations

import codecs
from html import escape

from padan.simulation.containers import as_text
from padan.simulation.messy.pages import Page, RawText

_MARKS = {"utf-16": codecs.BOM_UTF16_LE, "utf-8-sig": codecs.BOM_UTF8}
_CODECS = {"utf-16": "utf-16-le", "utf-8-sig": "utf-8"}


def delimited(page: Page, delimiter: str, encoding: str) -> bytes:
    """Delimited text; every row as long as the longest."""
    lines = []
    for row in page.grid:
        cells = [_enclosed(cell, delimiter) for cell in row]
        lines.append(delimiter.join([*cells, *[""] * (page.width - len(cells))]))
    text = "".join(f"{line}\r\n" for line in lines)
    return _MARKS.get(encoding, b"") + text.encode(_CODECS.get(encoding, encoding), errors="replace")


def _enclosed(cell: object, delimiter: str) -> str:
    if isinstance(cell, RawText):
        return cell
    text = as_text(cell).replace("\n", " ")  # type: ignore[arg-type]
    if delimiter in text or '"' in text:
        doubled = text.replace('"', '""')
        return f'"{doubled}"'
    return text


def html(page: Page) -> bytes:
    """An HTML page with one table; merges are spans, spaces that a browser would swallow are entities."""
    spans = {(merge.top, merge.left): merge for merge in page.merges}
    covered, heads = page.covered(), set(page.heads)
    lines = [
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel">',
        '<head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">',
        '<style>td {mso-number-format:"\\@"}</style></head>',
        "<body><table border=1>",
    ]
    for number, row in enumerate(page.grid, start=1):
        tag = "th" if number in heads else "td"
        cells = []
        for column in range(page.width):
            if (number, column) in covered:
                continue
            span = ""
            if merge := spans.get((number, column)):
                span = f' colspan="{merge.right - merge.left + 1}" rowspan="{merge.bottom - merge.top + 1}"'
            text = as_text(row[column]) if column < len(row) else ""
            cells.append(f"<{tag}{span}>{_html_text(text)}</{tag}>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return "\n".join([*lines, "</table></body></html>", ""]).encode()


def _html_text(text: str) -> str:
    if not text:
        return "&nbsp;"
    return escape(text).replace("\u00a0", "&nbsp;").replace("\n", "<br>")
