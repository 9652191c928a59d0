"""Run as a program: writes what Airflow sees of dags/ and plugins/ as JSON into the file it is given."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any


def task_facts(task: Any) -> dict[str, Any]:
    return {
        "owner": task.owner,
        "retries": task.retries,
        "backoff": task.retry_exponential_backoff,
        "policy": [(rule.exception_path, rule.action.value) for rule in task.retry_policy.rules],
        "timeout": task.execution_timeout.total_seconds() if task.execution_timeout else None,
        "pool": task.pool,
        "trigger_rule": str(task.trigger_rule),
        "teardown": task.is_teardown,
        "downstream": sorted(task.downstream_task_ids),
        "outlets": sorted(asset.name for asset in task.outlets),
        "asks": _asked(task),
        "doc": bool(task.doc_md or task.doc or (getattr(task, "python_callable", None) or task).__doc__),
    }


def _asked(task: Any) -> dict[str, Any] | None:
    """What a task asks people, and whom."""
    if not hasattr(task, "assigned_users"):
        return None
    return {
        "options": task.options,
        "fields": sorted(task.params),
        "users": [user["id"] for user in task.assigned_users or []],
    }


def dag_facts(dag: Any) -> dict[str, Any]:
    from airflow.serialization.serialized_objects import DagSerialization

    stored = DagSerialization.from_dict(DagSerialization.to_dict(dag))
    return {
        "doc_md": dag.doc_md,
        "description": dag.description,
        "tags": sorted(dag.tags),
        "catchup": dag.catchup,
        "max_active_runs": dag.max_active_runs,
        "dagrun_timeout": dag.dagrun_timeout.total_seconds() if dag.dagrun_timeout else None,
        "failure_notifiers": [type(callback).__name__ for callback in _listed(dag.on_failure_callback)],
        "start_date": dag.start_date.isoformat(),
        "timetable": type(stored.timetable).__name__,
        "cron": getattr(stored.timetable, "_expression", None),
        "timezone": str(getattr(stored.timetable, "_timezone", "")),
        "assets": sorted(asset.name for _, asset in stored.timetable.asset_condition.iter_assets()),
        "partitioned": stored.timetable.partitioned,
        "partitioned_at_runtime": stored.timetable.partitioned_at_runtime,
        "params": {name: dag.params.get_param(name).schema for name in dag.params},
        "tasks": {task.task_id: task_facts(task) for task in dag.tasks},
    }


def _listed(callbacks: Any) -> list[Any]:
    return callbacks if isinstance(callbacks, list) else [callbacks] if callbacks else []


def main(target: Path) -> None:
    import airflow.sdk
    from airflow import plugins_manager
    from airflow.dag_processing.dagbag import DagBag

    # As the DAG processor does: Airflow itself is warm, our files are not.
    _ = airflow.sdk.DAG
    plugins, plugin_errors = plugins_manager._get_plugins()
    before = set(sys.modules)
    started = time.monotonic()
    bag = DagBag(os.environ["AIRFLOW__CORE__DAGS_FOLDER"])
    seconds = time.monotonic() - started
    facts = {
        "import_errors": bag.import_errors,
        "seconds": seconds,
        "new_modules": sorted(set(sys.modules) - before),
        "modules": sorted(sys.modules),
        "plugins": sorted(
            {plugin.name for plugin in plugins if "site-packages" not in str(_file_of(plugin))} - {None}
        ),
        "plugin_errors": plugin_errors,
        "dags": {dag_id: dag_facts(dag) for dag_id, dag in bag.dags.items()},
    }
    target.write_text(json.dumps(facts, default=str), "utf-8")


def _file_of(plugin: Any) -> str | None:
    module = sys.modules.get(getattr(plugin, "__module__", "") or type(plugin).__module__)
    return getattr(module, "__file__", None)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
