"""Paid for twice is who holds a covered card and is paid for elsewhere as well, whatever their village sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Server, made_warehouse
from tests.spec.reconciliation.world import read_world, write_sources
from tests.support.months import Office

from padan import steps
from padan.products.labels import labels
from padan.products.month import read_month
from padan.products.record.report import report_data
from padan.quality.rules import sync_rules

WORLD = Path(__file__).with_name("double_funding.md")
PROVINCE, VILLAGE_MONEY = "apbd_provinsi", "apbdes"


@pytest.fixture(scope="module")
def office(postgres_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Both months of the world reckoned."""
    root = tmp_path_factory.mktemp("double-funding")
    world = read_world(WORLD)
    write_sources(world, root / "sources")
    with made_warehouse(postgres_server) as warehouse:
        with warehouse.owner.begin() as connection:
            sync_rules(connection)
        made = Office(warehouse.loader_uri, root / "home", root / "sources")
        made.bring_in_all()
        for period in world.months:
            steps.reconcile(made.context(), period)
        yield made


def matrix(office: Office, period: str) -> set[tuple[object, ...]]:
    rows = office.rows(
        "SELECT basis, funding_source, other_source, persons, months, rupiah FROM mart.funding_matrix "
        "WHERE period = :period",
        period=period,
    )
    return {tuple(row) for row in rows}


def test_a_list_counts_whoever_has_a_covered_card(office: Office) -> None:
    assert matrix(office, "2026-01") == {
        ("duplicate_at_branch", PROVINCE, VILLAGE_MONEY, 1, 1, 16800),  # D, whom the list says no more of
        ("duplicate_at_branch", PROVINCE, PROVINCE, 1, 1, 16800),  # S
        ("exclusion_list", PROVINCE, "dbhcht", 1, 1, 16800),  # B
        ("exclusion_list", PROVINCE, "unknown", 3, 3, 50400),  # E, N, V; neither A nor F nor X
    }


def test_also_without_a_village_row_and_for_the_months_that_both_pay(office: Office) -> None:
    assert matrix(office, "2026-02") == {
        ("exclusion_list", PROVINCE, "dbhcht", 1, 1, 16800),  # B
        ("exclusion_list", PROVINCE, "unknown", 3, 4, 67200),  # E and V; T in February and March
    }


def test_the_rows_end_as_the_world_says(office: Office) -> None:
    found = office.rows(
        "SELECT period, outcome, count(*) AS rows FROM reconciliation.outcome "
        "WHERE side = 'village' AND reason = 'double_funded' GROUP BY 1, 2 ORDER BY 1"
    )
    assert [tuple(row) for row in found] == [("2026-01", "ineligible", 6), ("2026-02", "ineligible", 1)]


def record(office: Office, period: str) -> dict[str, Any]:
    """What the Berita Acara of the month's first version says."""
    with office.engine.connect() as connection:
        month = read_month(connection, period, 1, "id", "32.01")
    return report_data(month, labels("id"), "0" * 64)


def test_the_record_lists_them_with_their_sum(office: Office) -> None:
    assert [row[1:] for row in record(office, "2026-01")["funding"]["rows"]] == [
        ["APBD Provinsi Jawa Barat", "APBD Provinsi Jawa Barat", "1", "1", "Rp 16.800"],
        ["APBD Provinsi Jawa Barat", "APBDes (dana desa)", "1", "1", "Rp 16.800"],
        ["APBD Provinsi Jawa Barat", "Dana bagi hasil cukai tembakau (DBHCHT)", "1", "1", "Rp 16.800"],
        ["APBD Provinsi Jawa Barat", "Anggaran tidak disebut", "3", "3", "Rp 50.400"],
        ["", "", "6", "6", "Rp 100.800"],
    ]
    assert record(office, "2026-02")["funding"]["rows"][-1][3:] == ["4", "5", "Rp 84.000"]


def test_the_record_says_what_is_held_and_that_found_people_are_not(office: Office) -> None:
    rules = "kecuali bila hanya NIK-nya yang rusak atau kosong dan orangnya ditemukan. Bulan ini "
    january, february = (record(office, period)["quality"] for period in ("2026-01", "2026-02"))
    assert [row for row in january["top"] if row[0] == "NIK-15"], "B's NIK breaks a blocking rule"
    assert january["summary"].endswith(rules + "tidak ada baris desa yang ditolak.")
    assert february["summary"].endswith(rules + "1 baris desa ditolak.")
