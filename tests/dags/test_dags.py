"""What every DAG file must be, as Airflow sees it."""

from __future__ import annotations

import importlib.util
import re
from itertools import pairwise
from typing import Any

import pytest
from tests.dags.conftest import PROJECT

from padan.decisions.kinds import FIELDS

FEEDS = ["bpjs_branch_export", "case_verdicts", "exclusion_lists", "poverty_registry", "village_submissions"]
DAGS = [*FEEDS, "month_sign_off", "monthly_reconciliation", "record_decision"]
HEAVY = ("pandas", "great_expectations", "numpy", "requests", "boto3", "padan.steps", "padan.warehouse")


def test_every_file_is_read_and_no_dag_is_missing(airflow_sees: dict[str, Any]) -> None:
    assert airflow_sees["import_errors"] == {}
    assert sorted(airflow_sees["dags"]) == sorted(DAGS)
    assert sorted(path.stem for path in (PROJECT / "dags").glob("*.py")) == sorted(DAGS)


def test_reading_them_is_quick_and_imports_nothing_heavy(airflow_sees: dict[str, Any]) -> None:
    assert airflow_sees["seconds"] < 2
    assert [name for name in HEAVY if name in airflow_sees["new_modules"]] == []
    assert [name for name in ("pandas", "great_expectations") if name in airflow_sees["modules"]] == []
    # Airflow itself brings SQLAlchemy; ours must not.
    assert not any(name.startswith("sqlalchemy") for name in airflow_sees["new_modules"])


@pytest.mark.parametrize("dag_id", DAGS)
def test_a_newcomer_finds_what_to_do(airflow_sees: dict[str, Any], dag_id: str) -> None:
    dag = airflow_sees["dags"][dag_id]
    assert "run is red" in dag["doc_md"].lower()
    assert "docs/runbook.md" in dag["doc_md"]
    assert dag["description"]
    assert "padan" in dag["tags"]
    assert [name for name, task in dag["tasks"].items() if not task["doc"]] == []


@pytest.mark.parametrize("dag_id", DAGS)
def test_the_limits_of_a_run(airflow_sees: dict[str, Any], dag_id: str) -> None:
    dag = airflow_sees["dags"][dag_id]
    waits_for_people = dag_id == "month_sign_off"
    # Several months may wait for their signatures, for weeks; everything else is done one at a time, in hours.
    assert (dag["max_active_runs"] > 1) is waits_for_people
    assert dag["catchup"] is False
    assert dag["dagrun_timeout"] == (60 * 24 * 3600 if waits_for_people else 3 * 3600)
    assert dag["failure_notifiers"] == ["PadanNotifier"]


@pytest.mark.parametrize("dag_id", DAGS)
def test_every_task_has_owner_retries_timeout_and_pool(airflow_sees: dict[str, Any], dag_id: str) -> None:
    for name, task in airflow_sees["dags"][dag_id]["tasks"].items():
        assert task["owner"] == "disnaker-data", name
        assert task["retries"] >= 3, name
        assert task["backoff"] == 2.0, name
        assert task["policy"] == [["padan.errors.DataProblem", "fail"]], name
        assert task["timeout"] == 1800, name
        # A task that only looks at what another returned needs no place in the warehouse.
        light = name in ("new_batches", "ready") or name.startswith("ask_")
        expected = "default_pool" if light else "warehouse"
        assert task["pool"] == expected, name


@pytest.mark.parametrize("dag_id", FEEDS)
def test_feeds_look_every_day_at_six_in_wib(airflow_sees: dict[str, Any], dag_id: str) -> None:
    dag = airflow_sees["dags"][dag_id]
    assert (dag["timetable"], dag["cron"], dag["timezone"]) == (
        "DailyFeedTimetable",
        "0 6 * * *",
        "Asia/Jakarta",
    )
    assert dag["partitioned_at_runtime"] is True
    assert list(dag["params"]) == ["collection"]
    outlets = {name: task["outlets"] for name, task in dag["tasks"].items() if task["outlets"]}
    assert outlets == {"announce": [dag_id]}


def test_reconciliation_is_woken_by_months(airflow_sees: dict[str, Any]) -> None:
    dag = airflow_sees["dags"]["monthly_reconciliation"]
    assert dag["timetable"] == "PartitionedAssetTimetable"
    assert dag["partitioned"] is True
    assert dag["params"]["period"]["pattern"] == r"^\d{4}-(0[1-9]|1[0-2])$"
    outlets = {name: task["outlets"] for name, task in dag["tasks"].items() if task["outlets"]}
    # Two tasks: one that named no later month would emit its own and wake itself.
    assert outlets == {"announce": ["reconciled_month"], "wake_later_months": ["month_due"]}


def test_a_published_month_and_a_final_one_wake_the_sign_off(airflow_sees: dict[str, Any]) -> None:
    dag = airflow_sees["dags"]["month_sign_off"]
    assert dag["timetable"] == "PartitionedAssetTimetable"
    assert dag["assets"] == ["reconciled_month", "sign_off_due"]
    assert dag["params"]["period"]["pattern"] == r"^\d{4}-(0[1-9]|1[0-2])$"
    outlets = {name: task["outlets"] for name, task in dag["tasks"].items() if task["outlets"]}
    assert outlets == {"announce": ["sign_off_due"]}


def test_disnaker_signs_first_and_nothing_goes_on_without_being_noted(airflow_sees: dict[str, Any]) -> None:
    tasks = airflow_sees["dags"]["month_sign_off"]["tasks"]
    order = [
        "ask_disnaker",
        "record_disnaker",
        "ask_branch",
        "record_branch",
        "finalise",
        "announce",
        "close",
    ]
    for earlier, later in pairwise(["ready", *order]):
        assert later in tasks[earlier]["downstream"], earlier
    assert {name: task["asks"] for name, task in tasks.items() if task["asks"]} == {
        "ask_disnaker": {
            "options": ["Setujui", "Tolak"],
            "fields": ["document_number", "reason"],
            "users": ["disnaker"],
        },
        "ask_branch": {"options": ["Setujui", "Tolak"], "fields": ["reason"], "users": ["cabang"]},
    }


def test_a_decision_is_asked_for_in_a_form(airflow_sees: dict[str, Any]) -> None:
    dag = airflow_sees["dags"]["record_decision"]
    assert dag["timetable"] == "NullTimetable"
    kinds = {"column_mapping", "withdraw_submission", "reassign_submission", "undo"}
    assert set(dag["params"]["kind"]["enum"]) == kinds
    fields = {name for names in FIELDS.values() for name in names} | {"kind", "reason"}
    assert set(FIELDS) == kinds
    assert set(dag["params"]) == fields


@pytest.mark.parametrize("dag_id", DAGS)
def test_only_close_is_a_teardown_and_it_comes_last(airflow_sees: dict[str, Any], dag_id: str) -> None:
    tasks = airflow_sees["dags"][dag_id]["tasks"]
    assert [name for name, task in tasks.items() if task["teardown"]] == ["close"]
    assert [name for name, task in tasks.items() if not task["downstream"]] == ["close"]


@pytest.mark.parametrize("path", sorted((PROJECT / "dags").glob("*.py")), ids=lambda path: path.stem)
def test_dag_files_are_wiring_only(path: Any) -> None:
    code = path.read_text("utf-8").split('"""', 2)[2]
    assert not re.search(r"\b(pandas|sqlalchemy|great_expectations|SELECT|Variable|Connection)\b", code)


def test_the_plugin_is_ours_alone_and_sound(airflow_sees: dict[str, Any]) -> None:
    assert airflow_sees["plugins"] == ["padan"]
    assert airflow_sees["plugin_errors"] == {}


def test_airflow_does_not_import_the_library_by_bare_file_names(airflow_sees: dict[str, Any]) -> None:
    lines = (PROJECT / "plugins" / ".airflowignore").read_text("utf-8").splitlines()
    assert "padan/" in lines
    library = sorted((PROJECT / "plugins" / "padan").rglob("*.py"))
    names = {path.stem for path in library} - {"__main__"}
    bare = {name for name in names if importlib.util.find_spec(name) is None}
    assert bare & set(airflow_sees["modules"]) == set()
