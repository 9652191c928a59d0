"""rekonsiliasi.html of a made-up month: figures as typed in world_programme, small counts hidden, any width."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from sqlalchemy import Connection, text
from tests.conftest import Server, Warehouse, made_warehouse
from tests.integration.products.world import PERIOD, World
from tests.integration.products.world_tables import build_world

from padan.products.labels import labels
from padan.products.month import read_month
from padan.products.page.page import write_page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Words(HTMLParser):
    """Visible words of each section, by the id of its heading."""

    def __init__(self) -> None:
        super().__init__()
        self.sections: dict[str, str] = {}
        self._section = ""
        self._hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden = tag in ("style", "script", "title")
        if tag == "section":
            self._section = dict(attrs)["aria-labelledby"] or ""
            self.sections[self._section] = ""

    def handle_data(self, data: str) -> None:
        if self._section and not self._hidden:
            self.sections[self._section] += f" {data.strip()}"


def made(connection: Connection, path: Path, language: str = "id") -> Path:
    write_page(read_month(connection, PERIOD, 1, language, "32.01"), labels(language), path)
    return path


@pytest.fixture(scope="module")
def month(postgres_server: Server) -> Iterator[tuple[Warehouse, World]]:
    """One month for all tests of this file; whoever changes it does not commit."""
    with made_warehouse(postgres_server) as warehouse:
        with warehouse.engine.begin() as connection:
            world = build_world(connection)
        yield warehouse, world


@pytest.fixture(scope="module")
def world(month: tuple[Warehouse, World]) -> World:
    return month[1]


@pytest.fixture
def connection(month: tuple[Warehouse, World]) -> Iterator[Connection]:
    with month[0].engine.connect() as connection:
        yield connection


@pytest.fixture(scope="module")
def page(month: tuple[Warehouse, World], tmp_path_factory: pytest.TempPathFactory) -> Path:
    with month[0].engine.connect() as connection:
        return made(connection, tmp_path_factory.mktemp("page") / "rekonsiliasi.html")


@pytest.fixture(scope="module")
def told(page: Path) -> dict[str, str]:
    words = Words()
    words.feed(page.read_text("utf-8"))
    return {section: re.sub(r"\s+", " ", told) for section, told in words.sections.items()}


def test_double_funding_is_a_matrix_of_funders(told: dict[str, str]) -> None:
    assert "Dua kartu aktif di cabang" in told["ganda"]
    assert "APBD Provinsi Jawa Barat 12 orang 14 bulan Rp 235.200" in told["ganda"]
    assert "1.234 orang 1.234 bulan Rp 20.731.200 7 orang 7 bulan Rp 117.600" in told["ganda"]
    assert "Dana bagi hasil cukai tembakau (DBHCHT) Anggaran tidak disebut" in told["ganda"]
    assert "Jumlah: 1.241 orang · 1.241 bulan · Rp 20.848.800" in told["ganda"]
    assert told["ganda"].count("12 orang") == 2, "its cell and the sum below"
    assert "Sudah dibayar di muka" not in told["ganda"], "nobody is"


def test_money_arrears_and_who_lapses_next_month(told: dict[str, str]) -> None:
    assert "Rp 20.160.000 Rp 16.951.200 Rp 16.632.000 Rp 33.600 Rp 36.724.800" in told["iuran"]
    assert "1.055 orang kehilangan perlindungan bulan depan bila iurannya tidak dibayar." in told["iuran"]
    assert "Desember 2025 1 40 0 Rp 672.000" in told["iuran"]
    assert "November 2025 2 1.055 0 1.055 Rp 35.448.000" in told["iuran"]
    assert "September 2025 4 0 9 Rp 604.800 Tidak diketahui – 0 3 Rp 0" in told["iuran"]
    assert "Cibinong 1.055" in told["iuran"]


def test_the_printed_total_is_tied_to_file_rows_and_roster(told: dict[str, str]) -> None:
    assert (
        "Baris dalam berkas cabang 1.010 Baris yang dimuat 1.009 −1 Baris yang dilindungi 1.001 −8 "
        "Jumlah yang dicetak cabang 1.000 −1 Roster 1.200 +200"
    ) in told["iuran"]


def test_the_third_register_by_decile(told: dict[str, str]) -> None:
    register = told["register"]
    assert "Dibandingkan dengan DTSEN 2026-1, desil 1–2" in register
    assert "1.659 orang miskin yang memenuhi syarat tidak ada pada daftar mana pun." in register
    assert "43 dari 100 orang yang dilindungi (43,0%) tidak ditemukan dalam DTSEN 2026-1." in register
    assert "7 orang lagi tercatat di atas desil yang dituju." in register
    assert "Desil 1 1.657 50 3 0 1.604 3,0%" in register
    assert "Desil 2 55 0 0 0 55 0,0%" in register
    assert "Semua 1.712 50 3 0 1.659 2,9%" in register


def test_small_counts_of_the_register_are_hidden_in_villages(page: Path) -> None:
    whole = page.read_text("utf-8")
    register = whole[whole.index('id="register"') : whole.index('id="pengajuan"')]
    villages = register[register.index('<div class="villages">') :]
    counts = re.findall(r'<td class="n">([^<]*)</td>', villages)
    assert len(counts) == 435 * 2
    assert {"1.655", "41"} <= set(counts)
    assert not [count for count in counts if count.isdigit() and int(count) < 5]


def test_every_denominator_stands_with_its_date_and_definition(told: dict[str, str]) -> None:
    coverage = told["cakupan"]
    assert (
        "DTSEN 2026-1, desil 1–2 25,0% 500 / 2.000 "
        "Orang pada desil 1–2 DTSEN yang umurnya memenuhi syarat. per 5 Januari 2026" in coverage
    )
    assert "DTSEN 2026-1 12,5% 500 / 4.000 Semua orang dewasa pada data DTSEN." in coverage
    assert re.search(
        r"Pekerja rentan \(P3KE\) [\d,<]+% [\d.]+ / 354\.000 Dibulatkan per 14 Desember 2025 · metropolitan\.id",
        coverage,
    )
    assert "Cibinong 4.000 12,5%" not in coverage, "the smaller denominator comes first"
    assert "Cibinong 2.000 25,0% 4.000 12,5%" in coverage


def test_targets_with_their_source(told: dict[str, str]) -> None:
    assert "Sasaran keagamaan 2026 64,7% 3.580 / 5.535" in told["sasaran"]
    assert "Hingga 31 Desember 2026 · roster 3.600 Sumber: metropolitan.id" in told["sasaran"]
    assert (
        "Kartu diserahkan 94,9% 42.000 / 44.259 Pekerja rentan · APBD Provinsi Jawa Barat Diserahkan 14 Desember 2025"
        in told["sasaran"]
    )


def test_in_process_stands_apart_from_the_cases(told: dict[str, str], world: World) -> None:
    waiting = sum(row.outcome == "in_process" for row in world.rows)
    assert (
        "Dalam proses, bukan kasus Masih dalam batas waktu pengurusan di cabang. "
        f"Pengurusan Umur Orang Iuran Pendaftaran mulai bulan ini {waiting} " in told["kasus"]
    )


def test_one_file_without_personal_data(page: Path, world: World) -> None:
    whole = page.read_text("utf-8")
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?!#)""", whole)
    assert "https://" not in whole
    assert not re.search(r"(?<![0-9a-f])\d{16}(?![0-9a-f])", whole)
    assert not [row.name for row in world.rows if row.name in whole]


def test_every_anchor_is_there(page: Path) -> None:
    whole = page.read_text("utf-8")
    anchors = re.findall(r'href="#([^"]+)"', whole)
    assert len(anchors) == 11
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in whole] == []


def test_the_same_month_gives_the_same_page(connection: Connection, page: Path, tmp_path: Path) -> None:
    assert made(connection, tmp_path / "again.html").read_bytes() == page.read_bytes()


def test_a_version_without_the_programme_has_the_page_of_old(connection: Connection, tmp_path: Path) -> None:
    for table in (
        "third_register",
        "funding_matrix",
        "arrears",
        "contribution",
        "tie_out",
        "target",
        "denominator",
    ):
        connection.execute(text(f"DELETE FROM mart.{table}"))
    connection.execute(text("DELETE FROM reconciliation.register_basis"))
    whole = made(connection, tmp_path / "old.html").read_text("utf-8")
    assert 'id="jembatan"' in whole
    assert not [anchor for anchor in ("sasaran", "iuran", "ganda", "register") if f'id="{anchor}"' in whole]
    assert "#sasaran" not in whole


def test_english_on_request(connection: Connection, tmp_path: Path) -> None:
    whole = made(connection, tmp_path / "page.html", "en").read_text("utf-8")
    assert "1,055 people lose their cover next month" in whole


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
@pytest.mark.parametrize("width", [1280, 390])
def test_a_browser_shows_it_without_scrolling_sideways(page: Path, width: int) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": width, "height": 900})
        errors: list[str] = []
        tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        tab.goto(page.as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") == width
        assert tab.locator("figure.map:visible").count() == 1
        tab.click("label[for=peta-2]")
        assert "desil 1–2" in tab.locator("figure.map:visible").inner_text()
        assert errors == []
        browser.close()
