"""What a check writes beside the keys: results by village, breakers, notices; and that it can be repeated."""

from __future__ import annotations

import json
import traceback
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, text
from tests.conftest import Warehouse
from tests.integration.quality.staged import land_file, person, stage, start_load

from padan.quality import QualityError, check, check_load
from padan.quality.statements import ROWS

VILLAGES = "village_submissions"
EMPTY_NIK = {"nik": None, "nik_raw": None, "nik_fault": "empty", "nik_birth_date": None, "nik_sex": None}


def _village_load(
    connection: Connection, lists: dict[str, tuple[int, int]], *, period: str = "2026-01"
) -> tuple[int, dict[str, int]]:
    """Stage one file a name: so many rows, so many of them without NIK; return the load and the file ids."""
    load_id = start_load(connection, VILLAGES)
    files = {}
    for name, (rows, without_nik) in lists.items():
        files[name] = land_file(connection, load_id, VILLAGES, name, period=period)
        stage(
            connection,
            files[name],
            VILLAGES,
            [person(n) if n > without_nik else {**person(n), **EMPTY_NIK} for n in range(1, rows + 1)],
        )
    return load_id, files


def _everything(connection: Connection) -> dict[str, Any]:
    tables = {
        "violation": "rule_id, row_id, file_id",
        "rule_result": "file_id, rule_id, village_code, checked, failed",
        "breaker": "file_id, breaker_id, checked, failed, threshold",
        "validation": "load_id, suite, success, max_severity, result::text",
    }
    return {
        table: connection.exec_driver_sql(f"SELECT {names} FROM quality.{table} ORDER BY {names}").all()
        for table, names in tables.items()
    }


def test_a_file_with_too_many_held_rows_trips_and_a_small_one_does_not(warehouse: Warehouse) -> None:
    with warehouse.engine.begin() as connection:
        lists = {
            "bad.xlsx": (10, 7),
            "a-third.xlsx": (12, 4),
            "on-the-limit.xlsx": (10, 6),
            "small.xlsx": (6, 6),
        }
        load_id, files = _village_load(connection, lists)
    outcome = check_load(warehouse.engine, load_id, VILLAGES)
    assert outcome.breakers == [
        {"file_id": files["bad.xlsx"], "breaker_id": "BRK-01", "checked": 10, "failed": 7, "threshold": 0.6}
    ]


def test_lists_that_are_short_or_copied_are_noticed_and_nothing_more(warehouse: Warehouse) -> None:
    with warehouse.engine.begin() as connection:
        before = start_load(connection, VILLAGES)
        land_file(connection, before, VILLAGES, "dec.xlsx", period="2025-12", content="same bytes")
        load_id = start_load(connection, VILLAGES)
        short = land_file(connection, load_id, VILLAGES, "short.xlsx")
        stage(connection, short, VILLAGES, [{**person(1), "village_code": "32.01.05.2004"}])
        copy = land_file(connection, load_id, VILLAGES, "copy.xlsx", content="same bytes")
        stage(connection, copy, VILLAGES, [person(n) for n in range(10, 20)])
    outcome = check_load(warehouse.engine, load_id, VILLAGES)
    assert outcome.noticed_lists == [
        {"file_id": short, "village_code": "32.01.05.2004", "rule_id": "VOL-01"},
        {"file_id": copy, "village_code": "32.01.05.2003", "rule_id": "VOL-03"},
    ]
    assert outcome.breakers == []


def test_an_unknown_status_word_names_file_sheet_and_rows(warehouse: Warehouse) -> None:
    with warehouse.engine.begin() as connection:
        load_id = start_load(connection, "bpjs_branch_export")
        file_id = land_file(connection, load_id, "bpjs_branch_export", "export.xlsx")
        rows = [{**person(n), "kpj": f"250000{n:05d}"} for n in range(1, 5)]
        rows[1]["status_word"] = rows[3]["status_word"] = "DIBEKUKAN"
        stage(connection, file_id, "bpjs_branch_export", rows)
    outcome = check_load(warehouse.engine, load_id, "bpjs_branch_export")
    assert outcome.stopped_files == [
        {
            "file_id": file_id, "path": "export.xlsx", "rule_id": "STA-01", "failed": 2, "sheet": "BNBA",
            "row_numbers": [2, 4], "column": "status",
        }
    ]  # fmt: skip
    assert outcome.breakers == []


def test_results_are_told_by_village(warehouse: Warehouse) -> None:
    with warehouse.engine.begin() as connection:
        load_id = start_load(connection, VILLAGES)
        file_id = land_file(connection, load_id, VILLAGES, "district.xlsx")
        other = {"village_code": "32.01.05.2004"}
        stage(connection, file_id, VILLAGES, [person(1), {**person(2), **EMPTY_NIK}, {**person(3), **other}])
    check_load(warehouse.engine, load_id, VILLAGES)
    with warehouse.engine.connect() as connection:
        found = connection.execute(
            text(
                "SELECT village_code, checked, failed FROM quality.rule_result "
                "WHERE file_id = :file_id AND rule_id = 'NIK-01' ORDER BY village_code"
            ),
            {"file_id": file_id},
        ).all()
    assert [tuple(row) for row in found] == [("32.01.05.2003", 2, 1), ("32.01.05.2004", 1, 0)]


def test_a_check_repeated_finds_the_same_and_keeps_it_once(warehouse: Warehouse) -> None:
    with warehouse.engine.begin() as connection:
        load_id, _ = _village_load(connection, {"bad.xlsx": (10, 7), "good.xlsx": (10, 1)})
    first = check_load(warehouse.engine, load_id, VILLAGES)
    with warehouse.engine.connect() as connection:
        before = _everything(connection)
    assert check_load(warehouse.engine, load_id, VILLAGES) == first
    with warehouse.engine.connect() as connection:
        assert _everything(connection) == before


def test_the_next_attempt_of_a_load_replaces_what_the_failed_one_found(warehouse: Warehouse) -> None:
    with warehouse.engine.begin() as connection:
        load_id, files = _village_load(connection, {"a.xlsx": (10, 7)})
    check_load(warehouse.engine, load_id, VILLAGES)
    with warehouse.engine.begin() as connection:
        again = start_load(connection, VILLAGES)
        connection.execute(text("UPDATE staging.reading SET load_id = :again"), {"again": again})
        connection.execute(text("UPDATE staging.village_row SET nik_fault = NULL, nik = '3201050101800001'"))
    outcome = check_load(warehouse.engine, again, VILLAGES)
    assert "NIK-01" not in outcome.failed_by_rule
    with warehouse.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM quality.breaker").scalar_one() == 0


def test_no_value_of_a_row_is_kept_with_the_result(warehouse: Warehouse) -> None:
    with warehouse.engine.begin() as connection:
        load_id, _ = _village_load(connection, {"a.xlsx": (10, 7)})
    outcome = check_load(warehouse.engine, load_id, VILLAGES)
    with warehouse.engine.connect() as connection:
        success, severity, result = connection.exec_driver_sql(
            "SELECT success, max_severity, result::text FROM quality.validation"
        ).one()
    assert (success, severity) == (False, "blocking")
    assert {"rule": "NIK-01", "severity": "blocking", "success": False, "failed": 7} in json.loads(result)[
        "expectations"
    ]
    for kept in (result, repr(outcome)):
        assert "32010501" not in kept
        assert "BUDI" not in kept


def test_a_load_without_rows_is_checked_too(warehouse: Warehouse) -> None:
    with warehouse.engine.begin() as connection:
        load_id, _ = _village_load(connection, {"nil.xlsx": (0, 0)})
    assert check_load(warehouse.engine, load_id, VILLAGES) == check.CheckOutcome(rows=0)


def test_a_registry_older_than_the_programme_is_checked_by_its_first_limits(warehouse: Warehouse) -> None:
    with warehouse.engine.begin() as connection:
        load_id = start_load(connection, "poverty_registry")
        file_id = land_file(connection, load_id, "poverty_registry", "p3ke.csv")
        connection.exec_driver_sql("UPDATE landing.file SET received_at = '2023-05-01'")
        stage(connection, file_id, "poverty_registry", [person(1)])
    assert check_load(warehouse.engine, load_id, "poverty_registry").failed_by_rule == {}


def test_counts_that_differ_stop_the_check_and_keep_the_earlier_one(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    with warehouse.engine.begin() as connection:
        load_id, _ = _village_load(connection, {"a.xlsx": (10, 7)})
    check_load(warehouse.engine, load_id, VILLAGES)
    with warehouse.engine.connect() as connection:
        before = _everything(connection)
    whole = check.violations_statement
    # As if one rule had been forgotten when the keys were kept.
    monkeypatch.setattr(
        check, "violations_statement", lambda rules: whole([rule for rule in rules if rule.id != "NIK-01"])
    )
    with pytest.raises(QualityError, match="NIK-01: 7 against 0"):
        check_load(warehouse.engine, load_id, VILLAGES)
    with warehouse.engine.connect() as connection:
        assert _everything(connection) == before


def test_today_is_the_cut_off_date_unless_an_instant_is_set(warehouse: Warehouse) -> None:
    with warehouse.engine.begin() as connection:
        load_id = start_load(connection, VILLAGES)
        file_id = land_file(connection, load_id, VILLAGES, "a.xlsx", period="2026-01")
        born = {"birth_date": date(2026, 3, 1), "nik_birth_date": date(2026, 3, 1)}
        stage(connection, file_id, VILLAGES, [{**person(1), **born}])
    assert "TGL-05" in check_load(warehouse.engine, load_id, VILLAGES).failed_by_rule
    # Midnight in Jakarta is still the day before in Greenwich.
    eve = datetime(2026, 2, 28, 16, 59, tzinfo=UTC)
    assert "TGL-05" in check_load(warehouse.engine, load_id, VILLAGES, eve).failed_by_rule
    day = datetime(2026, 2, 28, 17, 0, tzinfo=UTC)
    assert "TGL-05" not in check_load(warehouse.engine, load_id, VILLAGES, day).failed_by_rule


@pytest.mark.parametrize("fails_when", ["r.name::integer > 0", "r.no_such_fact"])
def test_a_rule_that_cannot_be_evaluated_is_named_and_no_value_with_it(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, fails_when: str
) -> None:
    with warehouse.engine.begin() as connection:
        load_id, _ = _village_load(connection, {"a.xlsx": (3, 0)})
    table, rules, breakers = check.feed_rules(VILLAGES)
    broken = [
        rule.model_copy(update={"fails_when": fails_when}) if rule.id == "NAM-02" else rule for rule in rules
    ]
    monkeypatch.setattr(check, "feed_rules", lambda _: (table, tuple(broken), breakers))
    with pytest.raises(QualityError, match="rule NAM-02 could not be evaluated") as raised:
        check_load(warehouse.engine, load_id, VILLAGES)
    assert "BUDI" not in "".join(traceback.format_exception(raised.value))


def test_great_expectations_counts_for_itself(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    with warehouse.engine.begin() as connection:
        load_id, _ = _village_load(connection, {"a.xlsx": (10, 7)})
    keep = check._keep_keys

    def kept_again(connection: Connection, rules: Any) -> dict[str, int]:
        # As if a row had been mended behind the back of the suite.
        connection.exec_driver_sql(f'UPDATE {ROWS} SET "NIK-01" = false WHERE row_number = 1')
        return keep(connection, rules)

    monkeypatch.setattr(check, "_keep_keys", kept_again)
    with pytest.raises(QualityError, match="NIK-01: 7 against 6"):
        check_load(warehouse.engine, load_id, VILLAGES)
