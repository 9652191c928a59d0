"""A simulated regency through every step: what the warehouse says against what the simulation knows."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from tests.conftest import Server, made_warehouse
from tests.support.months import Address, Brought, Office

from padan.simulation import simulate
from padan.warehouse.sql import run

MONTHS = ("2026-01", "2026-02")
# Chosen for what happens in it: an empty file, a nil report, a silent village that never sent and one whose
# list is carried, late, corrected and divided lists.
SEED, VILLAGES, SCALE = 1108, 45, 0.5
MET = 0.999


@dataclass(frozen=True)
class Reckoned:
    """Both months of the simulated world, reckoned in order."""

    office: Office
    brought: dict[str, Brought]

    def truth(self, period: str) -> list[dict[str, str]]:
        path = self.office.sources / "truth" / period / "row_outcome.csv"
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def summary(self, period: str) -> dict[str, Any]:
        path = self.office.sources / "truth" / period / "summary.json"
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return found

    def outcomes(self, period: str) -> dict[Address, dict[str, Any]]:
        rows = self.office.outcomes(period, 1)
        by_address = {(r["side"], r["file_name"], r["sheet"], r["row_number"]): r for r in rows}
        assert len(by_address) == len(rows), "two rows with one address"
        return by_address


@pytest.fixture(scope="module")
def reckoned(postgres_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reckoned]:
    folder = tmp_path_factory.mktemp("truth")
    simulate(folder / "sources", MONTHS, scale=SCALE, seed=SEED, villages_limit=VILLAGES)
    with made_warehouse(postgres_server) as warehouse:
        office = Office(warehouse.loader_uri, folder / "home", folder / "sources")
        brought = office.bring_in_all()
        for period in MONTHS:
            assert office.reckon(period) == {"period": period, "version": 1, "changed": True}
            # A month waits until the earlier one is published.
            office.publish(period, 1)
        yield Reckoned(office, brought)


@pytest.mark.parametrize("period", MONTHS)
def test_every_row_of_both_sides_has_one_outcome(reckoned: Reckoned, period: str) -> None:
    wanted = {address(row): row["also"] for row in reckoned.truth(period)}
    found = set(reckoned.outcomes(period))
    assert {where for where, also in wanted.items() if also != "-"} <= found <= wanted.keys()


@pytest.mark.parametrize("period", MONTHS)
def test_the_truth_is_met(reckoned: Reckoned, period: str) -> None:
    found = reckoned.outcomes(period)
    rows = [row for row in reckoned.truth(period) if row["also"] != "-"]
    wrong = Counter(
        (row["side"], row["outcome"], found[address(row)]["outcome"])
        for row in rows
        if found[address(row)]["outcome"] not in (row["outcome"], row["also"])
    )
    assert wrong.total() <= (1 - MET) * len(rows), wrong


@pytest.mark.parametrize("period", MONTHS)
def test_reasons_are_the_true_ones(reckoned: Reckoned, period: str) -> None:
    """Of rows that same NIK decides. Of a row that several rules reject the truth tells all, the outcome one."""
    found = reckoned.outcomes(period)
    rows = [row for row in reckoned.truth(period) if row["needs"] == "same_nik" and row["reason"]]
    wrong = Counter(
        (row["side"], row["outcome"], row["reason"], found[address(row)]["reason"])
        for row in rows
        if not is_reason(found[address(row)], row)
    )
    assert rows
    assert wrong.total() <= (1 - MET) * len(rows), wrong


@pytest.mark.parametrize("period", MONTHS)
def test_no_pair_joins_two_people(reckoned: Reckoned, period: str) -> None:
    people = {address(row): row["person"] for row in reckoned.truth(period)}
    pairs: dict[int, list[Address]] = defaultdict(list)
    for where, row in reckoned.outcomes(period).items():
        if row["pair_id"] is not None:
            pairs[row["pair_id"]].append(where)
    assert pairs
    assert all(sorted(where[0] for where in both) == ["branch", "village"] for both in pairs.values())
    assert [both for both in pairs.values() if people[both[0]] != people[both[1]]] == []


@pytest.mark.parametrize("period", MONTHS)
def test_rows_that_same_nik_pairs_are_paired(reckoned: Reckoned, period: str) -> None:
    found = reckoned.outcomes(period)
    partners: dict[str, list[Address]] = defaultdict(list)
    for row in reckoned.truth(period):
        if row["pair"] and row["needs"] == "same_nik":
            partners[row["pair"]].append(address(row))
    couples = [both for both in partners.values() if len(both) == 2]
    apart = [
        both
        for both in couples
        if found[both[0]]["pair_id"] is None or found[both[0]]["pair_id"] != found[both[1]]["pair_id"]
    ]
    assert couples
    assert len(apart) <= (1 - MET) * len(couples), apart[:5]


def test_every_outcome_occurs(reckoned: Reckoned) -> None:
    met: dict[str, set[str]] = {"village": set(), "branch": set()}
    for period in MONTHS:
        for row in reckoned.outcomes(period).values():
            met[row["side"]].add(row["outcome"])
    assert met == {
        "village": {
            *("superseded", "rejected", "duplicate_in_file", "withdrawn", "duplicate_across_villages"),
            *("ineligible", "matched", "matched_different", "matched_by_inference", "inactive_at_branch"),
            *("ambiguous", "in_process", "not_at_branch"),
        },
        "branch": {
            *("rejected", "inactive_at_branch", "duplicate_at_branch", "matched", "matched_different"),
            *("matched_by_inference", "billed_after_exit", "ambiguous", "not_submitted"),
        },
    }


@pytest.mark.parametrize("period", MONTHS)
def test_the_bridge_closes_at_every_level(reckoned: Reckoned, period: str) -> None:
    with reckoned.office.engine.connect() as connection:
        left = run(
            connection, "reconciliation/bridge_check.sql", period=period, version=1, regency="32.01"
        ).all()
    assert left == []
    areas = reckoned.office.rows(
        "SELECT level, count(DISTINCT area_code) FILTER (WHERE area_code NOT LIKE '%unknown') "
        "FROM mart.gap_bridge WHERE period = :period AND version = 1 GROUP BY level",
        period=period,
    )
    assert dict(map(tuple, areas)) == {"regency": 1, "district": 40, "village": 435}


@pytest.mark.parametrize("period", MONTHS)
def test_the_villages_status_is_the_true_one(reckoned: Reckoned, period: str) -> None:
    found = reckoned.office.rows(
        "SELECT village_code, status FROM mart.submission_status WHERE period = :period AND version = 1",
        period=period,
    )
    told = reckoned.summary(period)["submission_status"]
    assert len(found) == 435
    assert {row.village_code: row.status for row in found if row.village_code in told} == told
    assert {row.status for row in found if row.village_code not in told} == {"missing"}


def test_every_status_occurs(reckoned: Reckoned) -> None:
    met = {s for period in MONTHS for s in reckoned.summary(period)["submission_status"].values()}
    assert met == {"received", "late", "nil", "missing", "refused", "carried_forward"}


@pytest.mark.parametrize("period", MONTHS)
def test_the_printed_totals_are_the_branchs(reckoned: Reckoned, period: str) -> None:
    found = reckoned.office.rows(
        "SELECT funding_source, participant_group, persons, rupiah FROM mart.gap_bridge "
        "WHERE period = :period AND version = 1 AND level = 'regency' AND line = 'printed_total'",
        period=period,
    )
    printed = {
        (t["funding_source"], t["participant_group"]): (t["persons"], t["rupiah"])
        for t in reckoned.summary(period)["printed_totals"]
    }
    assert {(r[0], r[1]): (r[2], r[3]) for r in found if r[2]} == printed


def test_the_case_ledger_balances(reckoned: Reckoned) -> None:
    columns = "opening, new, reopened, resolved, reclassified_in, reclassified_out, closing"
    rows = {
        period: {
            (row.cause, row.village_code): row
            for row in reckoned.office.rows(
                f"SELECT cause, village_code, {columns} FROM mart.case_ledger "
                "WHERE period = :period AND version = 1",
                period=period,
            )
        }
        for period in MONTHS
    }
    first, second = (rows[period] for period in MONTHS)
    assert first and second
    for row in [*first.values(), *second.values()]:
        closing = row.opening + row.new + row.reopened - row.resolved
        assert closing + row.reclassified_in - row.reclassified_out == row.closing, row
    for key in first.keys() | second.keys():
        assert (first[key].closing if key in first else 0) == (second[key].opening if key in second else 0)
    for period in MONTHS:
        [(cases,)] = reckoned.office.rows(
            "SELECT count(*) FROM mart.open_case WHERE period = :period AND version = 1", period=period
        )
        assert sum(row.closing for row in rows[period].values()) == cases


def test_the_sources_tell_what_was_refused(reckoned: Reckoned) -> None:
    refused = sum(len(reckoned.summary(period)["refused_files"]) for period in MONTHS)
    assert reckoned.brought["village_submissions"].refused == refused > 0
    assert all(not brought.held for brought in reckoned.brought.values())


def is_reason(found: dict[str, Any], true: dict[str, str]) -> bool:
    told = found["reason"] or ""
    return told in true["reason"].split(",") if true["outcome"] == "rejected" else told == true["reason"]


def address(row: dict[str, str]) -> Address:
    return row["side"], row["file_name"], row["sheet"], int(row["row_number"])
