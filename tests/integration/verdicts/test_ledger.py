"""Cases over three months, and again after a late file of January: the ledger balances in every version."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from tests.conftest import Server, made_warehouse
from tests.integration.verdicts.conftest import WORLD
from tests.spec.reconciliation.adds_up import assert_adds_up
from tests.spec.reconciliation.world import read_world, write_sources
from tests.support.months import Office

from padan import steps

MONTHS = ("2026-01", "2026-02", "2026-03")
LATE = """NIK;NAMA;TANGGAL LAHIR;JENIS KELAMIN
3201052509820017;ASEP HIDAYAT;25-09-1982;L
3201050101850099;WAWAN SETIAWAN;01-01-1985;L
"""
"""Another village's list of January: it claims G, whom Sentul claims as well, and one nobody else knows."""


@pytest.fixture(scope="module")
def office(postgres_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The world's three months, reckoned; then January's late list came, and all of them were reckoned again."""
    root = tmp_path_factory.mktemp("ledger")
    write_sources(read_world(WORLD), root / "sources")
    with made_warehouse(postgres_server) as warehouse:
        made = Office(warehouse.loader_uri, root / "home", root / "sources")
        made.bring_in_all()
        for period in MONTHS:
            assert steps.reconcile(made.context(), period)["version"] == 1
        bring_late_list(made)
        for period in MONTHS:
            assert steps.reconcile(made.context(), period) == {
                "period": period,
                "version": 2,
                "changed": True,
            }
        yield made


def bring_late_list(made: Office) -> None:
    """January's list of another village, received in March."""
    late = made.sources / "village_submissions" / "2026-01" / "32.01.05.2004.csv"
    late.write_text(LATE, encoding="utf-8")
    moment = datetime(2026, 3, 20, 8, tzinfo=ZoneInfo("Asia/Jakarta")).timestamp()
    os.utime(late, (moment, moment))
    assert made.bring_in("village_submissions").files == 1


def test_the_ledger(office: Office) -> None:
    with office.engine.connect() as connection:
        for period in MONTHS:
            assert_adds_up(connection, period, 2)
    for version in (1, 2):
        closed: Counter[tuple[str, str]] = Counter()
        for period in MONTHS:
            rows = office.rows(
                "SELECT * FROM mart.case_ledger WHERE period = :p AND version = :v", p=period, v=version
            )
            opened = Counter({(row.cause, row.village_code): row.opening for row in rows if row.opening})
            assert opened == closed, (period, version, "opens as the month before closed")
            closed = Counter({(row.cause, row.village_code): row.closing for row in rows if row.closing})
            cases = office.rows(
                "SELECT cause, village_code, count(*) FROM mart.open_case "
                "WHERE period = :p AND version = :v GROUP BY 1, 2",
                p=period,
                v=version,
            )
            assert Counter({(cause, village): n for cause, village, n in cases}) == closed, (period, version)


def test_what_the_late_list_did(office: Office) -> None:
    """W is new in January and carried on since; cases of January keep their codes in its second version."""
    first, second = (
        {row.case_code for row in office.rows(
            "SELECT case_code FROM mart.open_case WHERE period = '2026-01' AND version = :v", v=version
        )}
        for version in (1, 2)
    )  # fmt: skip
    assert first <= second
    assert len(second - first) == 2
    ages = office.rows(
        "SELECT period, age_days FROM mart.open_case WHERE version = 2 AND village_code = '32.01.05.2004' "
        "AND cause = 'not_at_branch' ORDER BY period"
    )
    assert [tuple(row) for row in ages] == [("2026-01", 0), ("2026-02", 28), ("2026-03", 59)]


def test_one_line_a_case_and_month(office: Office) -> None:
    """The history shows each month once, by its newest version, and how a case went."""
    rows = office.rows("SELECT case_code, period, version FROM reconciliation.case_history")
    assert len({(row.case_code, row.period) for row in rows}) == len(rows)
    assert {row.version for row in rows} == {2}
