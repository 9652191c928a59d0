"""A duplicate says who keeps the place and by which rule: in the workbooks of both months, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from tests.conftest import Server, made_warehouse
from tests.integration.verdicts.answering import table
from tests.spec.reconciliation.world import read_world, write_sources
from tests.support.months import Office

from padan import steps
from padan.paths import INCLUDE
from padan.products.labels import labels
from padan.products.month import read_month
from padan.products.sheets.case_book import read_case_book
from padan.products.workbooks.workbook import write_workbook
from padan.settings import LANGUAGES
from padan.texts import read_texts

IN_FILE, ACROSS, AT_BRANCH = "Ganda dalam daftar desa", "Ganda antardesa", "Ganda di cabang"
SENTUL = "Sentul, Babakan Madang"
LIST = f"{SENTUL} · 2026-01/32.01.05.2003.csv · baris"
CARD = f"{SENTUL} · 2026-01/peserta.csv · baris"
JANUARY = {
    (IN_FILE, "SITI AMINAH"): ("Baris ini meminta keluar (pindah), baris yang tetap tidak.", f"{LIST} 3"),
    (IN_FILE, "BUDI SANTOSO"): ("Baris yang tetap lebih lengkap: 4 isian terisi; baris ini 3.", f"{LIST} 5"),
    (IN_FILE, "ADE MULYADI"): ("Keduanya setara; yang tetap tertulis lebih dahulu dalam berkas.", f"{LIST} 6"),
    (IN_FILE, "NENG LILIS"): (
        "Keduanya setara; berkas yang tetap diterima lebih dahulu (10-01-2026 08.00.00; yang ini 11-01-2026 08.00.00).",
        f"{LIST} 8",
    ),
    (ACROSS, "ASEP HIDAYAT"): (
        f"Yang tetap {SENTUL}: daftarnya diterima lebih dahulu (10-01-2026 08.00.00; yang ini 12-01-2026 08.00.00).",
        f"{LIST} 9",
    ),
    (ACROSS, "IIS ROHAETI"): (
        "Yang tetap Cipambuan, Babakan Madang: kedua daftar diterima bersamaan, "
        "dan kode desa itu (32.01.05.2005) lebih kecil.",
        "Cipambuan, Babakan Madang · 2026-01/32.01.05.2005.csv · baris 3",
    ),
    (AT_BRANCH, "DADANG KURNIAWAN"): (
        "Kartu yang tetap lebih cocok dengan daftar desa: 5 isian sama; kartu ini 4.",
        f"KPJ 24010000002 · {CARD} 3",
    ),
    (AT_BRANCH, "YANTI WIDANINGSIH"): (
        "Kartu yang tetap terdaftar lebih dahulu (01-06-2025; kartu ini tanpa tanggal).",
        f"KPJ 24010000004 · {CARD} 5",
    ),
    (AT_BRANCH, "TUTI HERAWATI"): (
        "Keduanya setara; yang tetap tertulis lebih dahulu dalam berkas.",
        f"KPJ 24010000005 · {CARD} 6",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def office(postgres_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Two months, reckoned."""
    root = tmp_path_factory.mktemp("duplicates")
    write_sources(read_world(Path(__file__).parent / "duplicates.md"), root / "sources")
    with made_warehouse(postgres_server) as made:
        office = Office(made.loader_uri, root / "home", root / "sources")
        office.bring_in_all()
        for period in ("2026-01", "2026-02"):
            steps.reconcile(office.context(), period)
        yield office


def written(office: Office, period: str, path: Path, language: str = "id", *, full: bool = True) -> Path:
    """The month's workbook of cases."""
    with office.engine.connect() as connection:
        month = read_month(connection, period, 1, language, "32.01")
        write_workbook(month, labels(language), read_case_book(connection, month), path, full=full)
    return path


def told(path: Path) -> dict[tuple[str, str], tuple[object, object]]:
    """(sheet, name on the row) → why another row keeps the place, and which."""
    sheets = set(openpyxl.load_workbook(path).sheetnames) & {IN_FILE, ACROSS, AT_BRANCH}
    return {
        (sheet, str(row["Nama"])): (row["Alasan"], row["Baris yang tetap"])
        for sheet in sheets
        for row in table(path, sheet)
    }


def test_the_rule_that_decided_is_told(office: Office, tmp_path: Path) -> None:
    assert told(written(office, "2026-01", tmp_path / "full.xlsx")) == JANUARY


def test_a_card_is_named_to_named_officers_only(office: Office, tmp_path: Path) -> None:
    masked = told(written(office, "2026-01", tmp_path / "masked.xlsx", full=False))
    assert masked == {
        case: (why, row.partition(" · ")[2] if row.startswith("KPJ") else row)
        for case, (why, row) in JANUARY.items()
    }


def test_who_was_there_last_month_stays(office: Office, tmp_path: Path) -> None:
    """Cipambuan's list came first this time."""
    assert told(written(office, "2026-02", tmp_path / "full.xlsx")) == {
        (ACROSS, "ASEP HIDAYAT"): (
            f"Yang tetap {SENTUL}: bulan lalu (2026-01) orang ini ada pada daftar desa itu.",
            f"{SENTUL} · 2026-02/32.01.05.2003.csv · baris 2",
        )
    }


def test_in_english(office: Office, tmp_path: Path) -> None:
    path = written(office, "2026-02", tmp_path / "full.xlsx", "en")
    (row,) = table(path, "Claimed by two villages")
    assert row["Reason"] == f"{SENTUL} keeps the place: last month (2026-01) this person was on its list."
    assert row["Row that stays"] == f"{SENTUL} · 2026-02/32.01.05.2003.csv · row 2"


def test_every_rule_of_the_statement_has_words() -> None:
    statement = (INCLUDE / "sql" / "products" / "duplicates.sql").read_text("utf-8")
    rules = set(re.findall(r"(?:THEN|ELSE) '([a-z_]+)'\n", statement))
    assert len(rules) == 10
    for language in LANGUAGES:
        assert set(read_texts(language, "workbook")["kept_by"]) == rules
