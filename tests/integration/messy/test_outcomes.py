"""A messy month through every step: the outcome of each row, and what became of each village's submission."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from tests.conftest import Server, made_warehouse
from tests.integration.messy.conftest import MONTHS
from tests.support.months import Address, Office

PERIOD = MONTHS[0]
MET = 0.999


@pytest.fixture(scope="module")
def office(
    postgres_server: Server, messy: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    with made_warehouse(postgres_server) as warehouse:
        made = Office(warehouse.loader_uri, tmp_path_factory.mktemp("messy_home"), messy)
        made.bring_in_all()
        assert made.reckon(PERIOD)["changed"]
        yield made


@pytest.fixture(scope="module")
def truth(messy: Path) -> dict[Address, dict[str, str]]:
    with (messy / "truth" / PERIOD / "row_outcome.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["side"], row["file_name"], row["sheet"], int(row["row_number"])): row
            for row in csv.DictReader(file)
            if row["expected_now"]
        }


@pytest.fixture(scope="module")
def outcomes(office: Office) -> dict[Address, dict[str, Any]]:
    rows = office.outcomes(PERIOD, 1)
    return {(row["side"], row["file_name"], row["sheet"], row["row_number"]): row for row in rows}


def test_every_row_of_every_file_has_one_outcome(
    outcomes: dict[Address, dict[str, Any]], truth: dict[Address, dict[str, str]]
) -> None:
    assert set(outcomes) == set(truth)


def test_the_truth_is_met(
    outcomes: dict[Address, dict[str, Any]], truth: dict[Address, dict[str, str]]
) -> None:
    wrong = Counter(
        (row["side"], row["expected_now"], outcomes[where]["outcome"])
        for where, row in truth.items()
        if where in outcomes and outcomes[where]["outcome"] != row["expected_now"]
    )
    assert wrong.total() <= (1 - MET) * len(truth), wrong


def test_every_village_is_told_what_became_of_its_submission(office: Office, messy: Path) -> None:
    summary = json.loads((messy / "truth" / PERIOD / "summary.json").read_text(encoding="utf-8"))
    with office.engine.connect() as connection:
        query = text("SELECT village_code, status FROM mart.submission_status WHERE period = :period")
        told = {row.village_code: row.status for row in connection.execute(query, {"period": PERIOD})}
    wanted: dict[str, str] = summary["submission_status"]
    assert {code: told[code] for code in wanted} == wanted
