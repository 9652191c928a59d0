"""Watches DAG runs until they are done, one line a change."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from padan.local.airflow_rest import AirflowRest, Json
from padan.local.errors import LocalError
from padan.local.supervisor import Supervisor

ACTIVE = ("queued", "running")
WAITS_FOR_PEOPLE = frozenset({"month_sign_off"})
"""DAGs whose runs stand until somebody answers: nobody waits for them here."""
POLL_SECONDS = 2.0
# An asset event becomes a run in the scheduler's next round or two; after this long none is to come.
QUIET_SECONDS = 10.0
# A month whose gate waits for another feed shows no activity: this long is not normal any more.
STUCK_SECONDS = 60.0
_LOG_LINES = 12


@dataclass(frozen=True)
class Goal:
    """When to stop watching.

    Attributes:
        reached: given every run of every DAG, whether what was asked for is there.
        described: what `reached` waits for, for the message when it never comes.
        stop_at_failure: whether one failed run ends the watching at once.
        seconds: the longest it may take.
    """

    reached: Callable[[list[Json]], bool]
    described: str
    stop_at_failure: bool
    seconds: float


@dataclass
class RunWatch:
    """The runs since `before`, and what has been said about them."""

    rest: AirflowRest
    supervisor: Supervisor
    task_logs: Path
    before: frozenset[str]
    say: Callable[[str], None] = print
    _said: dict[str, str] = field(default_factory=dict)
    _began: float = field(default_factory=time.monotonic)

    def until(self, goal: Goal) -> None:
        """Returns when the goal is reached and no run has been active for a while.

        Raises:
            LocalError: a run failed (with the end of its failed task's log), nothing happens any more though
                the goal is not reached, or the time is over.
        """
        quiet_since = time.monotonic()
        while True:
            self.supervisor.check()
            runs = self.rest.runs()
            failed = self._report(runs)
            active = any(is_active(run) for run in runs)
            now = time.monotonic()
            quiet_since = now if active else quiet_since
            if failed and (goal.stop_at_failure or now - quiet_since > QUIET_SECONDS):
                raise LocalError(self._failure(failed))
            if now - quiet_since > QUIET_SECONDS and goal.reached(runs):
                return
            if now - quiet_since > STUCK_SECONDS:
                raise LocalError(
                    f"nothing happens any more, but {goal.described} is not there{self._states(runs)}"
                )
            if now - self._began > goal.seconds:
                raise LocalError(
                    f"after {goal.seconds:.0f} s {goal.described} is not there{self._states(runs)}"
                )
            time.sleep(POLL_SECONDS)

    def _report(self, runs: list[Json]) -> list[Json]:
        """Says what changed; returns the runs of this watch that failed."""
        failed = []
        for run in runs:
            key = _key(run)
            if key in self.before:
                continue
            if run["state"] in ACTIVE or not self._said.get(key, "").startswith(run["state"]):
                self._say_change(key, run)
            if run["state"] == "failed":
                failed.append(run)
        return failed

    def _say_change(self, key: str, run: Json) -> None:
        tasks = self.rest.tasks(run["dag_id"], run["dag_run_id"]) if run["state"] != "queued" else []
        counts = Counter(task["state"] or "waiting" for task in tasks)
        told = ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
        text = f"{run['state']:<8} {told}".rstrip()
        if self._said.get(key) != text:
            self._said[key] = text
            name = run["dag_id"] + (f" {run['partition_key']}" if run.get("partition_key") else "")
            kind = str(run["run_type"]).replace("asset_triggered", "by asset").replace("_", " ")
            elapsed = time.monotonic() - self._began
            self.say(f"{elapsed:5.0f} s  {name:<32} {kind:<10} {text}")
            for task in tasks:
                self._say_retry(task)

    def _say_retry(self, task: Json) -> None:
        """A task that will be tried again is no failure yet, but whoever waits wants to know why."""
        attempt = f"{task['dag_run_id']} {task['task_id']} {task['map_index']} {task['try_number']}"
        if task["state"] == "up_for_retry" and self._said.get(attempt) is None:
            self._said[attempt] = "retry"
            self.say(f"         will be tried again:{self._log_tail(task)}")

    def _failure(self, failed: list[Json]) -> str:
        parts = []
        for run in failed:
            parts.append(f"the run {run['dag_run_id']} of the DAG {run['dag_id']} failed")
            tasks = self.rest.tasks(run["dag_id"], run["dag_run_id"])
            broken = [task for task in tasks if task["state"] == "failed"]
            parts += [self._log_tail(task) for task in broken[:2]]
        return "\n".join(parts)

    def _log_tail(self, task: Json) -> str:
        folder = self.task_logs / f"dag_id={task['dag_id']}" / f"run_id={task['dag_run_id']}"
        folder = folder / f"task_id={task['task_id']}"
        if task["map_index"] >= 0:
            folder = folder / f"map_index={task['map_index']}"
        log = folder / f"attempt={task['try_number']}.log"
        if not log.exists():
            return f"  its task {task['task_id']} left no log in {folder}"
        lines = [readable(line) for line in log.read_text("utf-8", errors="replace").splitlines()]
        return "\n    ".join([f"  its task {task['task_id']}; the end of {log}:", *lines[-_LOG_LINES:]])

    def _states(self, runs: list[Json]) -> str:
        ours = [run for run in runs if _key(run) not in self.before]
        lines = [f"\n  {run['dag_id']} {run.get('partition_key') or ''}: {run['state']}" for run in ours]
        return ". Runs so far:" + ("".join(lines) or " none")


def is_active(run: Json) -> bool:
    """Whether a run goes on by itself."""
    return run["state"] in ACTIVE and run["dag_id"] not in WAITS_FOR_PEOPLE


def readable(line: str) -> str:
    """One line of Airflow's JSON task log as a person reads it; the error's own message is kept."""
    try:
        entry = json.loads(line)
    except json.JSONDecodeError:
        return line
    errors = [f"{error['exc_type']}: {error['exc_value']}" for error in entry.get("error_detail", [])]
    return "\n    ".join([f"{entry.get('level', ''):<8} {entry.get('event', '')}", *errors])


def keys_of(runs: list[Json]) -> frozenset[str]:
    """The runs of earlier days: those that still go on are waited for, but only new ones can fail this watch.

    A run that Ctrl-C broke off may fail when it is taken up again; the feeds' new runs do its work once more.
    """
    return frozenset(_key(run) for run in runs)


def _key(run: Json) -> str:
    return f"{run['dag_id']} {run['dag_run_id']}"
