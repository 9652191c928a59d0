"""Makes all products of one version of one month in a folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy import Connection

from padan.products.labels import labels
from padan.products.manifest import File, manifest, seal, sha256_of
from padan.products.month import read_month
from padan.products.page.page import write_page
from padan.products.record.report import write_report
from padan.products.requests.workbook import write_requests
from padan.products.sheets.case_book import read_case_book
from padan.products.workbooks.workbook import write_workbook

REPORT = "berita-acara.pdf"
WORKBOOK = "rekonsiliasi.xlsx"
FULL_WORKBOOK = "rekonsiliasi-lengkap.xlsx"
REQUESTS = "pengajuan-bpjs.xlsx"
PAGE = "rekonsiliasi.html"
MANIFEST = "manifest.json"
SEAL = "seal.json"

PUBLIC_MODE = 0o640
NAMES_MODE = 0o600
"""Workbooks hold names: whoever runs Padan hands them out, the group may not read them."""


MakeReturned = Callable[[Path], Mapping[str, Mapping[str, File]]]
"""Writes folders of workbooks below a folder; says for each of them which files are in it: name → file."""


def build(
    connection: Connection,
    period: str,
    version: int,
    folder: Path,
    language: str,
    regency: str,
    returned: MakeReturned | None = None,
) -> list[Path]:
    """Writes every product into a folder; the same database content gives the same bytes.

    Args:
        connection: reads mart, reconciliation, quality and core; nothing is written.
        period: 'YYYY-MM'.
        version: a version whose totals are written.
        folder: exists and is empty.
        language: 'id' or 'en'.
        regency: Kemendagri code, as '32.01'.
        returned: writes what goes back to the villages; None writes none of it.

    Returns:
        The files beside those in folders: record, workbooks, page, manifest, seal.

    Raises:
        ProductError: the month is not complete, or words for something in it are missing.
    """
    month = read_month(connection, period, version, language, regency)
    words = labels(language)
    book = read_case_book(connection, month)

    workbook, full, requests = folder / WORKBOOK, folder / FULL_WORKBOOK, folder / REQUESTS
    hashed: dict[Path, Mapping[str, int]] = {
        workbook: write_workbook(month, words, book, workbook),
        full: write_workbook(month, words, book, full, full=True),
        requests: write_requests(month, words, book, requests),
    }
    named = set(hashed)
    page = folder / PAGE
    write_page(month, words, page)
    hashed[page] = {}

    sent_back = returned(folder) if returned is not None else {}

    listed = folder / MANIFEST
    listed.write_bytes(manifest(month, hashed, sent_back))
    report = folder / REPORT
    write_report(month, words, sha256_of(listed), report)
    sealed = folder / SEAL
    sealed.write_bytes(seal([listed, report]))

    products = [report, *hashed, listed, sealed]
    for product in products:
        product.chmod(NAMES_MODE if product in named else PUBLIC_MODE)
    return products
