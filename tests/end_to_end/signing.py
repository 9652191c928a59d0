"""Two officers answer the requests of month_sign_off over Airflow's REST interface, each with a user of their own."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from tests.end_to_end.story import MONTHS, Chapter, Scene

from padan.local.airflow_environment import access
from padan.local.airflow_rest import AirflowRest, Json
from padan.local.airflow_server import RunningAirflow
from padan.local.errors import LocalError
from padan.local.paths import HomePaths
from padan.settings import Settings

SIGN_OFF_DAG = "month_sign_off"
APPROVE, REJECT = "Setujui", "Tolak"
NUMBER = "500.15/7/Naker/2026"
REASON = "Total cabang belum memuat koreksi bulan lalu"
SECONDS = 120.0
_ASKED = "Pausing task as AWAITING_INPUT"
_NOTED = "Received executor event with state success for task instance TaskInstanceKey"


class Officer(AirflowRest):
    """One user of Airflow who answers requests, and reads them first: see `read`."""

    scheduler_log: Path

    def awaited(self) -> list[Json]:
        """Requests of month_sign_off without an answer: `id` of the run, task, period."""
        path = f"/api/v2/dags/{SIGN_OFF_DAG}/dagRuns/~/hitlDetails?response_received=false"
        return [
            {"task": one["task_instance"], "subject": one["subject"], "body": one["body"]}
            for one in self._pages(path, "hitl_details")
            if one["task_instance"]["state"] == "awaiting_input"
        ]

    def answer(self, task: Json, option: str, **fields: str) -> None:
        self.read(task)
        path = (
            f"/api/v2/dags/{SIGN_OFF_DAG}/dagRuns/{task['dag_run_id']}/taskInstances/{task['task_id']}"
            f"/{task['map_index']}/hitlDetails"
        )
        self._call("PATCH", path, {"chosen_options": [option], "params_input": fields})

    def read(self, task: Json) -> None:
        """Wait as long as a person reads at least: until the scheduler has noted that the asking process ended.

        An answer before that, within a second or, on a busy machine, some, meets a scheduler that takes the task for
        a lost one and tries it again: the officer would be asked again.
        """
        deadline = time.monotonic() + SECONDS
        while True:
            lines = self.scheduler_log.read_text("utf-8", errors="replace").splitlines()
            of_task = [line for line in lines if task["dag_run_id"] in line and task["task_id"] in line]
            asked = sum(_ASKED in line for line in of_task)
            if asked and sum(_NOTED in line for line in of_task) >= asked:
                return
            assert time.monotonic() < deadline, f"the scheduler does not note that {task['task_id']} asks"
            time.sleep(1)


def officer(airflow: RunningAirflow, settings: Settings, user: str) -> Officer:
    paths = HomePaths(settings.home)
    client = Officer(access(paths, airflow.access.port, user))
    client.scheduler_log = paths.logs / "airflow-scheduler.log"
    client.login()
    return client


def asked(who: Officer, airflow: RunningAirflow, task_id: str, period: str) -> Json:
    """The request, as soon as it is there."""
    deadline = time.monotonic() + SECONDS
    while True:
        airflow.supervisor.check()
        found = [
            one for one in who.awaited() if one["task"]["task_id"] == task_id and period in one["subject"]
        ]
        if found:
            return found[0]
        assert time.monotonic() < deadline, f"{task_id} of {period} does not ask; {who.awaited()}"
        time.sleep(1)


def over(airflow: RunningAirflow, run_id: str) -> None:
    deadline = time.monotonic() + SECONDS
    while True:
        airflow.supervisor.check()
        state = next(run["state"] for run in airflow.rest.runs() if run["dag_run_id"] == run_id)
        if state in ("success", "failed"):
            return
        assert time.monotonic() < deadline, f"{run_id} is {state}"
        time.sleep(1)


def sign_first_month(airflow: RunningAirflow, settings: Settings, scene: Scene) -> Chapter:
    """Both approve; nobody may answer for the other office."""
    mark = scene.mark()
    disnaker, branch = officer(airflow, settings, "disnaker"), officer(airflow, settings, "cabang")
    first = asked(disnaker, airflow, "ask_disnaker", MONTHS[0])
    with pytest.raises(LocalError, match="403"):
        branch.answer(first["task"], APPROVE)
    disnaker.answer(first["task"], APPROVE, reason="", document_number=NUMBER)
    second = asked(branch, airflow, "ask_branch", MONTHS[0])
    with pytest.raises(LocalError, match="403"):
        disnaker.answer(second["task"], APPROVE)
    branch.answer(second["task"], APPROVE, reason="")
    run_id = first["task"]["dag_run_id"]
    over(airflow, run_id)
    return _told(scene.chapter(mark, lambda run: False), airflow, run_id, first, second)


def reject_second_month(airflow: RunningAirflow, settings: Settings, scene: Scene) -> Chapter:
    """The month that the first one's signatures woke is rejected: without a reason at first."""
    mark = scene.mark()
    disnaker = officer(airflow, settings, "disnaker")
    first = asked(disnaker, airflow, "ask_disnaker", MONTHS[1])
    disnaker.answer(first["task"], REJECT, reason=" ", document_number="")
    again = asked(disnaker, airflow, "ask_disnaker", MONTHS[1])
    disnaker.answer(again["task"], REJECT, reason=REASON, document_number="")
    run_id = first["task"]["dag_run_id"]
    over(airflow, run_id)
    return _told(scene.chapter(mark, lambda run: False), airflow, run_id, first, again)


def _told(chapter: Chapter, airflow: RunningAirflow, run_id: str, *requests: dict[str, Any]) -> Chapter:
    """The chapter with its one run, and what was asked in it."""
    run = next(run for run in airflow.rest.runs() if run["dag_run_id"] == run_id)
    run["tasks"] = airflow.rest.tasks(SIGN_OFF_DAG, run_id)
    run["requests"] = list(requests)
    chapter.runs.append(run)
    return chapter
