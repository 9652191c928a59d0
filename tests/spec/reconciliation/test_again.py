"""A month computed again: nothing new changes nothing; what comes later makes new versions."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from tests.conftest import Warehouse
from tests.spec.reconciliation.adds_up import assert_adds_up
from tests.spec.reconciliation.test_worlds import assert_outcomes, assert_status, run_feeds
from tests.spec.reconciliation.world import Expected, World, read_world, write_sources

from padan import steps
from padan.errors import MissingTariff

HERE = Path(__file__).parent / "again"
MONTHS = ("2026-01", "2026-02")
A_LATER_DAY = 1_780_000_000
"""Seconds since 1970: in May 2026."""


@dataclass
class Office:
    """A source and a warehouse that live through several rounds."""

    sources: Path
    ctx: steps.StepContext
    expected: dict[tuple[str, str, str, int], Expected]

    def receive(self, name: str) -> World:
        """Add a world's files to the source and load them; its expectations go before earlier ones."""
        world = read_world(HERE / f"{name}.md")
        for row in write_sources(world, self.sources):
            self.expected[row.period, row.side, row.file_name, row.row_number] = row
        run_feeds(self.ctx, self.sources)
        return world

    def reconcile(self) -> list[tuple[int, bool]]:
        """Compute both months in order: version, and whether this made it."""
        made = [steps.reconcile(self.ctx, period) for period in MONTHS]
        return [(one["version"], one["changed"]) for one in made]

    def check(self) -> None:
        """Every row ends as typed."""
        with self.ctx.warehouse.connect() as connection:
            assert_outcomes(connection, list(self.expected.values()))

    def rows(self, period: str, version: int) -> list[tuple[Any, ...]]:
        """Village, file, bytes, row and outcome of every row of a version."""
        with self.ctx.warehouse.connect() as connection:
            found = connection.execute(
                text(
                    "SELECT side, village_code, file_name, file_sha256, row_number, outcome, reason "
                    "FROM reconciliation.row_outcome WHERE period = :p AND version = :v "
                    "ORDER BY 1, 2, 3, 4, 5"
                ),
                {"p": period, "v": version},
            )
            return [tuple(row) for row in found]


@pytest.fixture
def office(warehouse: Warehouse, tmp_path: Path) -> Office:
    """Both months of again/start.md computed once."""
    environ = {"PADAN_HOME": str(tmp_path / "home"), "PADAN_WAREHOUSE_URI": warehouse.loader_uri}
    office = Office(tmp_path / "sources", steps.open_context("local/again", environ), {})
    office.receive("start")
    assert office.reconcile() == [(1, True), (1, True)]
    office.check()
    return office


def test_nothing_new_changes_nothing(office: Office) -> None:
    before = [office.rows(period, 1) for period in MONTHS]
    for path in (office.sources / "village_submissions").rglob("*.csv"):
        os.utime(path, (A_LATER_DAY, A_LATER_DAY))
    run_feeds(office.ctx, office.sources)
    assert office.reconcile() == [(1, False), (1, False)]
    assert [office.rows(period, 1) for period in MONTHS] == before


def test_a_corrected_file_changes_its_village_only(office: Office) -> None:
    before = office.rows("2026-02", 1)
    office.receive("corrected")
    assert office.reconcile() == [(1, False), (2, True)]
    office.check()
    assert office.rows("2026-02", 1) == before, "an old version stays as it was"
    others = [row for row in office.rows("2026-02", 2) if row[:2] != ("village", "32.01.05.2003")]
    assert others == [row for row in before if row[:2] != ("village", "32.01.05.2003")]


def test_a_late_file_of_january_makes_new_versions_of_both_months(office: Office) -> None:
    assert steps.later_months(office.ctx, "2026-01") == ["2026-02"]
    late = office.receive("late")
    made = [steps.reconcile(office.ctx, period) for period in MONTHS]
    assert [(one["version"], one["changed"]) for one in made] == [(2, True), (2, True)]
    office.check()
    with office.ctx.warehouse.connect() as connection:
        for period in MONTHS:
            assert_status(connection, period, late, version=2)
            assert_adds_up(connection, period, version=2)
        current = connection.execute(
            text("SELECT period, version FROM mart.month_summary WHERE is_current ORDER BY period")
        ).all()
    assert [tuple(row) for row in current] == [("2026-01", 2), ("2026-02", 2)]


def test_a_late_list_tells_who_a_damaged_nik_of_the_next_month_is(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    environ = {"PADAN_HOME": str(tmp_path / "home"), "PADAN_WAREHOUSE_URI": warehouse.loader_uri}
    office = Office(tmp_path / "sources", steps.open_context("local/again", environ), {})
    office.receive("nameless_start")
    assert office.reconcile() == [(1, True), (1, True)]
    office.check()
    before = office.rows("2026-02", 1)
    office.receive("nameless_late")
    assert office.reconcile() == [(2, True), (2, True)]
    office.check()
    assert office.rows("2026-02", 1) == before, "an old version stays as it was"


def test_new_bytes_at_the_same_path_replace_the_old(office: Office) -> None:
    path = office.sources / "village_submissions" / "2026-02" / "32.01.05.2003.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:2]), encoding="utf-8")
    os.utime(path, (A_LATER_DAY, A_LATER_DAY))
    run_feeds(office.ctx, office.sources)
    assert office.reconcile() == [(1, False), (2, True)]
    mine = [row for row in office.rows("2026-02", 2) if row[:2] == ("village", "32.01.05.2003")]
    assert sorted((row[4], row[5]) for row in mine) == [
        (2, "matched"),
        (2, "superseded"),
        (3, "superseded"),
        (4, "superseded"),
    ]


def test_a_later_exclusion_list_makes_new_versions_of_both_months(office: Office) -> None:
    path = office.sources / "exclusions" / "deceased" / "list.csv"
    path.parent.mkdir(parents=True)
    path.write_text("NIK;NAMA\n3201050507750002;BUDI SANTOSO\n", encoding="utf-8")
    run_feeds(office.ctx, office.sources)
    assert office.reconcile() == [(2, True), (2, True)]
    for period in MONTHS:
        [budi] = [row for row in office.rows(period, 2) if row[2:5:2] == ("32.01.05.2003.csv", 3)]
        assert budi[5:7] == ("ineligible", "deceased")


def test_a_month_without_a_tariff_stops(warehouse: Warehouse, tmp_path: Path) -> None:
    environ = {"PADAN_HOME": str(tmp_path / "home"), "PADAN_WAREHOUSE_URI": warehouse.loader_uri}
    office = Office(tmp_path / "sources", steps.open_context("local/again", environ), {})
    office.receive("before_the_first_tariff")
    with pytest.raises(MissingTariff, match="2025-10"):
        steps.reconcile(office.ctx, "2025-10")
    assert office.rows("2025-10", 1) == []
