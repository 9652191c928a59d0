"""Whatever befalls single rows of either list, each row ends in its cause, and the lines still add up.

A few random worlds; EXAMPLES=200 (make test-properties EXAMPLES=200) takes the long run. A failing world is printed as
what befell whom, and found again by `--hypothesis-seed`.
"""

from __future__ import annotations

import itertools
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, note, settings
from hypothesis import strategies as st
from sqlalchemy import text
from tests.conftest import Server, made_warehouse
from tests.properties.drawn_worlds import (
    MONTHS,
    TARIFF,
    Befallen,
    Drawn,
    Row,
    agreeing,
    as_world,
    befallen,
    copied,
    homonym,
    person,
    shuffled,
)
from tests.properties.happenings import ALONE, happen
from tests.properties.recomputed import Told, bridge_of, bridge_told
from tests.spec.reconciliation.adds_up import assert_adds_up
from tests.spec.reconciliation.test_worlds import run_feeds
from tests.spec.reconciliation.world import write_sources

from padan import steps

EXAMPLES = int(os.environ.get("EXAMPLES", "2"))
GROUPS = {"PEKERJA RENTAN": "pekerja_rentan", "MARBOT": "marbot", "GURU NGAJI": "guru_ngaji"}
FUNDERS = {"APBD PROVINSI": "apbd_provinsi", "APBD KABUPATEN": "apbd_kabupaten", "APBDES": "apbdes"}
COVERED = "AKTIF"
JANUARY, FEBRUARY = MONTHS
KINDS = tuple(ALONE)
REASON_UNNAMED = {
    *("withdrawn", "duplicate_in_file", "duplicate_across_villages", "ambiguous", "inactive_at_branch"),
}
LIMITS = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize="EXAMPLES" not in os.environ,
    # A world takes seconds: a failing one is small enough to read as it is.
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
EVERYTHING_ONCE = [Befallen(9 * (n % 3) + n // 3, kind, n * 7919) for n, kind in enumerate(KINDS)]


class Reckoned:
    """Two months of one drawn world in a warehouse."""

    def __init__(self, ctx: steps.StepContext, lists: dict[str, Drawn]) -> None:
        self.ctx, self.lists = ctx, lists

    def rows(self, period: str) -> list[tuple[Row, Any]]:
        """Each row as it was drawn, with its outcome; the addresses are exactly those of the lists."""
        drawn: dict[tuple[str, str, int], Row] = {}
        numbers: Counter[str] = Counter()
        for row in self.lists[period].villages:
            name = f"{row['village']}.csv"
            numbers[name] += 1
            drawn["village", name, numbers[name] + 1] = row
        for number, row in enumerate(self.lists[period].branch, 2):
            drawn["branch", "peserta.csv", number] = row
        found = {
            (row.side, row.file_name, row.row_number): row
            for row in self._all("reconciliation.row_outcome", period)
        }
        assert found.keys() == drawn.keys(), "every row has one outcome"
        return [(row, found[place]) for place, row in drawn.items()]

    def bridge(self, period: str) -> list[Any]:
        """The month's bridge."""
        return self._all("mart.gap_bridge", period)

    def assert_adds_up(self) -> None:
        """The bridge closes, and is what the rows' outcomes and lists come to when they are added up anew."""
        for period in MONTHS:
            with self.ctx.warehouse.connect() as connection:
                assert_adds_up(connection, period)
            told = [self._told(row, found) for row, found in self.rows(period)]
            assert bridge_told(self.bridge(period)) == bridge_of(told)

    def assert_nothing_twice(self) -> None:
        """A pair is one row of each side, and nobody has two pairs on a side."""
        for period in MONTHS:
            paired = [found for _, found in self.rows(period) if found.pair_id is not None]
            sides = Counter((found.pair_id, found.side) for found in paired)
            assert set(sides.values()) <= {1}
            assert len(sides) == 2 * len({found.pair_id for found in paired})
            people = Counter((found.person_key, found.side) for found in paired)
            assert set(people.values()) <= {1}
            assert all(found.person_key is not None for found in paired)

    def by_person(self, period: str) -> dict[str, Counter[tuple[str, str, str | None, bool]]]:
        """What became of each person's rows, whatever their order."""
        told: dict[str, Counter[tuple[str, str, str | None, bool]]] = {}
        for row, found in self.rows(period):
            of = told.setdefault(row["who"], Counter())
            of[found.side, found.outcome, found.reason, found.pair_id is not None] += 1
        return told

    def assert_stays(self) -> None:
        """Asked again, a month makes no new version."""
        for period in MONTHS:
            assert steps.reconcile(self.ctx, period)["changed"] is False

    @staticmethod
    def _told(row: Row, found: Any) -> Told:
        rupiah = TARIFF if found.side == "village" else int(row["contribution"])
        covered = row.get("status", COVERED) == COVERED
        cell = found.village_code, GROUPS[row["group"]], FUNDERS[row["funder"]]
        return Told(found.side, found.outcome, found.pair_id, *cell, rupiah, covered)

    def _all(self, table: str, period: str) -> list[Any]:
        with self.ctx.warehouse.connect() as connection:
            query = text(f"SELECT * FROM {table} WHERE period = :p AND version = 1")  # noqa: S608
            return list(connection.execute(query, {"p": period}))


@contextmanager
def reckoned(server: Server, lists: dict[str, Drawn]) -> Iterator[Reckoned]:
    """Both months through every step, in a warehouse of their own."""
    with made_warehouse(server) as warehouse, tempfile.TemporaryDirectory() as folder:
        environ = {"PADAN_HOME": f"{folder}/home", "PADAN_WAREHOUSE_URI": warehouse.loader_uri}
        ctx = steps.open_context("local/properties", environ)
        write_sources(as_world(lists), Path(folder) / "sources")
        run_feeds(ctx, Path(folder) / "sources")
        for period in MONTHS:
            assert steps.reconcile(ctx, period)["version"] == 1
        yield Reckoned(ctx, lists)


@LIMITS
@example(what=EVERYTHING_ONCE, order=1)
@given(what=befallen(KINDS, most=18, alone=True), order=st.integers(0, 10**6))
def test_each_lands_in_its_cause(postgres_server: Server, what: list[Befallen], order: int) -> None:
    january = agreeing(person)
    february = copied(january)
    for one in what:
        note(f"{one.number}: {one.kind} {one.choice}")
        happen(february, one)
    with reckoned(postgres_server, {JANUARY: january, FEBRUARY: shuffled(february, order)}) as month:
        month.assert_adds_up()
        month.assert_nothing_twice()
        assert {found.outcome for _, found in month.rows(JANUARY)} == {"matched"}
        rows = month.rows(FEBRUARY)
        ended = [(row["who"], found.side, found.outcome, found.reason or "") for row, found in rows]
        assert ended == [
            (row["who"], found.side, row.get("expect", "matched"), _reason(row, found)) for row, found in rows
        ]
        _assert_pairs(rows)


@LIMITS
@given(what=befallen(KINDS, most=40, alone=False), alike=st.booleans(), order=st.integers(0, 10**6))
def test_lines_add_up_and_order_does_not_matter(
    postgres_server: Server, what: list[Befallen], alike: bool, order: int
) -> None:
    """People much like each other, many things to one person: nothing is promised but that it adds up."""
    january = agreeing(homonym if alike else person)
    february = copied(january)
    for one in what:
        note(f"{one.number}: {one.kind} {one.choice}")
        happen(february, one)
    with reckoned(postgres_server, {JANUARY: january, FEBRUARY: february}) as month:
        month.assert_adds_up()
        month.assert_nothing_twice()
        month.assert_stays()
        told = month.by_person(FEBRUARY)
    turned = {JANUARY: shuffled(january, order), FEBRUARY: shuffled(february, order + 1)}
    with reckoned(postgres_server, turned) as month:
        assert month.by_person(FEBRUARY) == told


def _reason(row: Row, found: Any) -> str:
    """The reason that must stand there; of outcomes whose reason no rule names, whatever does."""
    if found.outcome in REASON_UNNAMED:
        return found.reason or ""
    return row.get("why", "")


def _assert_pairs(rows: list[tuple[Row, Any]]) -> None:
    """Rows that must be a pair are one, and no others."""
    wanted = {
        (row["who"], found.side)
        for row, found in rows
        if row.get("with") or row.get("expect", "matched") == "matched"
    }
    assert {(row["who"], found.side) for row, found in rows if found.pair_id is not None} == wanted
    for row, found in rows:
        if found.pair_id is not None:
            partners = {other["who"] for other, told in rows if told.pair_id == found.pair_id}
            assert partners == {row["who"]}


@pytest.mark.parametrize("numbers", [itertools.combinations(range(27), 2)])
def test_drawn_people_are_told_apart(numbers: Iterator[tuple[int, int]]) -> None:
    """A drawn person has number, name and birth date alone: without that, no cause could be promised."""
    for one, other in numbers:
        assert all(person(one)[key] != person(other)[key] for key in ("nik", "name", "birth_date"))
