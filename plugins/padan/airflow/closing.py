"""The last task of every run: gives an unfinished load up and sends what somebody must be told.

It is a teardown, not a DAG callback: a teardown runs whatever failed before it, does not decide whether the
run is red, is seen and retried like any task, runs under `dag.test()` too, and ends before the run does. A
callback runs in the DAG processor after the run ended, out of sight.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from airflow.sdk import get_current_context, task

from padan.airflow.notifier import PadanNotifier
from padan.airflow.period import run_ref_of


@task(task_id="close")
def close_run() -> None:
    """Abandons the run's load if it did not end, then sends the run's alerts."""
    from padan import steps

    context = get_current_context()
    steps.abandon(steps.open_context(run_ref_of(context)))
    PadanNotifier(failed_steps=failed_tasks(context))(context)


def failed_tasks(context: Mapping[str, Any]) -> list[str]:
    """The ids of the run's failed tasks, sorted; a mapped task once."""
    run_id = context["run_id"]
    states = context["ti"].get_task_states(dag_id=context["dag"].dag_id, run_ids=[run_id]).get(run_id, {})
    known = context["dag"].task_ids
    # An instance of a mapped task is named '<task>_<index>'.
    failed = [name for name, state in states.items() if state == "failed"]
    return sorted({name if name in known else name.rpartition("_")[0] for name in failed})
