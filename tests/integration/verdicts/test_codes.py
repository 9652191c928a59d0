"""A month computed again: the exceptions of somebody who has several keep their codes, whatever came in beside them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.conftest import Server, made_warehouse
from tests.spec.reconciliation.adds_up import assert_adds_up
from tests.spec.reconciliation.world import read_world, write_sources
from tests.support.months import Office

from padan import steps

WORLD = Path(__file__).parents[2] / "spec" / "reconciliation" / "worlds" / "codes_kept.md"
MONTHS = ("2026-01", "2026-02", "2026-03")
LATE = """NIK;NAMA;TANGGAL LAHIR;JENIS KELAMIN
3201050507750012;BUDI SANTOSO;05-07-1975;L
3201050101850099;WAWAN SETIAWAN;01-01-1985;L
"""
"""January's list of a third village, with a lower code than the second: it claims B as well."""


@pytest.fixture(scope="module")
def office(postgres_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """All months reckoned; then the late list came, and they were reckoned again."""
    root = tmp_path_factory.mktemp("codes")
    write_sources(read_world(WORLD), root / "sources")
    with made_warehouse(postgres_server) as warehouse:
        made = Office(warehouse.loader_uri, root / "home", root / "sources")
        made.bring_in_all()
        for period in MONTHS:
            assert steps.reconcile(made.context(), period)["version"] == 1
        late = made.sources / "village_submissions" / "2026-01" / "32.01.05.2004.csv"
        late.write_text(LATE, encoding="utf-8")
        moment = datetime(2026, 3, 20, 8, tzinfo=ZoneInfo("Asia/Jakarta")).timestamp()
        os.utime(late, (moment, moment))
        made.bring_in("village_submissions")
        for period in MONTHS:
            assert steps.reconcile(made.context(), period)["version"] == 2
        yield made


def codes(office: Office, period: str, version: int) -> dict[tuple[str, str, str | None], str]:
    """Cause, village and card → code of an open case."""
    rows = office.rows(
        "SELECT c.cause, c.village_code, b.kpj, s.case_code FROM reconciliation.case_state AS c "
        "JOIN reconciliation.subject AS s USING (subject_id) "
        "LEFT JOIN core.branch_row AS b ON c.row_side = 'branch' AND c.row_id = b.row_id "
        "WHERE c.period = :p AND c.version = :v AND c.status = 'open'",
        p=period,
        v=version,
    )
    return {(row.cause, row.village_code, row.kpj): row.case_code for row in rows}


@pytest.mark.parametrize("period", MONTHS)
def test_codes_stay(office: Office, period: str) -> None:
    before, after = codes(office, period, 1), codes(office, period, 2)
    assert {key: after[key] for key in before} == before
    new = {("duplicate_across_villages", "32.01.05.2004", None), ("not_at_branch", "32.01.05.2004", None)}
    assert after.keys() - before.keys() == new
    assert not {after[key] for key in new} & set(before.values())
    with office.engine.connect() as connection:
        assert_adds_up(connection, period, 2)


def test_a_code_is_one_exception_all_along(office: Office) -> None:
    """January's and March's cases of one cause, village and card have the same code."""
    for version in (1, 2):
        told: dict[tuple[str, str, str | None], set[str]] = {}
        for period in MONTHS:
            for key, code in codes(office, period, version).items():
                told.setdefault(key, set()).add(code)
        assert {key: len(found) for key, found in told.items()} == dict.fromkeys(told, 1)
        assert len(set.union(*told.values())) == len(told), "no code is two exceptions"
