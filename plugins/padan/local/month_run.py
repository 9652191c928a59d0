"""One or more months through the real Airflow: what `make demo` and `make month` have in common."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from padan.local import bridge
from padan.local.airflow_rest import AirflowRest, Json
from padan.local.airflow_server import RunningAirflow, running_airflow
from padan.local.errors import LocalError
from padan.local.paths import HomePaths
from padan.local.postgres import EmbeddedPostgres
from padan.local.progress import WAITS_FOR_PEOPLE, Goal, RunWatch, is_active, keys_of
from padan.local.supervisor import Supervisor, ending_signals, wait_for
from padan.local.warehouse import embedded_databases, embedded_metadata
from padan.settings import Settings

FEED_DAGS = (
    "poverty_registry",
    "exclusion_lists",
    "case_verdicts",
    "village_submissions",
    "bpjs_branch_export",
)
RECONCILIATION_DAG = "monthly_reconciliation"
PARSED_SECONDS = 120.0


@dataclass(frozen=True)
class Databases:
    """Where this run's data goes: `warehouse` with the tasks' role, `reading` for what is printed."""

    metadata: str
    warehouse: str
    reading: str


@dataclass(frozen=True)
class Job:
    """What is to be reconciled, and how long that may take."""

    settings: Settings
    periods: Sequence[str]
    stop_at_failure: bool
    seconds: float


@contextmanager
def databases(settings: Settings) -> Iterator[Databases]:
    """The databases made ready; an embedded server that was not running before is stopped afterwards."""
    paths = HomePaths(settings.home)
    server = EmbeddedPostgres(paths)
    with ending_signals(), ExitStack() as afterwards:
        if server.running() is None:
            # Before it is started: a Ctrl-C during the start must end it too.
            afterwards.callback(server.stop)
        yield prepared(settings, paths)


def prepared(settings: Settings, paths: HomePaths) -> Databases:
    """Starts and migrates what is embedded; a warehouse named by the settings is migrated by its own job."""
    if settings.warehouse_uri is None:
        uris = embedded_databases(paths)
        return Databases(uris.metadata, uris.loader, uris.reader)
    reading = settings.warehouse_uri.replace("postgresql+psycopg2://", "postgresql://")
    return Databases(embedded_metadata(paths), settings.warehouse_uri, reading)


def run_months(job: Job, where: Databases) -> None:
    """Starts Airflow, triggers the feeds, waits until every month of the job is reconciled, ends Airflow.

    Raises:
        LocalError: a run failed, a month was not reconciled, a DAG cannot be read, or the time was over.
    """
    began = time.monotonic()
    paths = HomePaths(job.settings.home)
    print("Starting Airflow (scheduler, dag-processor, api-server, triggerer) ...", flush=True)
    with running_airflow(job.settings, where.metadata, where.warehouse) as airflow:
        wait_for_dags(airflow.rest, airflow.supervisor)
        print(f"Airflow is up after {time.monotonic() - began:.0f} s: {airflow.access.url}", flush=True)
        watch = RunWatch(
            airflow.rest,
            airflow.supervisor,
            paths.airflow / "logs",
            keys_of(airflow.rest.runs()),
            _say,
        )
        triggered = trigger_feeds(airflow)
        goal = Goal(
            reached=lambda runs: _reconciled(runs, triggered, job.periods, where.reading),
            described=f"the reconciliation of {', '.join(job.periods)}",
            stop_at_failure=job.stop_at_failure,
            seconds=job.seconds,
        )
        watch.until(goal)


def wait_for_dags(rest: AirflowRest, supervisor: Supervisor) -> None:
    """Waits until every DAG of a month is there.

    Raises:
        LocalError: a file of the dags folder cannot be read; the message holds its traceback.
    """
    wanted = {*FEED_DAGS, RECONCILIATION_DAG, *WAITS_FOR_PEOPLE}

    def all_there() -> bool:
        errors = rest.import_errors()
        if errors:
            told = "\n".join(f"{error['filename']}:\n{error['stack_trace']}" for error in errors)
            raise LocalError(f"Airflow cannot read these DAG files:\n{told}")
        return wanted <= {dag["dag_id"] for dag in rest.dags()}

    wait_for(f"reading the DAGs {', '.join(sorted(wanted))}", all_there, PARSED_SECONDS, supervisor)


def trigger_feeds(airflow: RunningAirflow) -> frozenset[str]:
    """Unpauses every DAG and starts the feeds, nothing else; returns the ids of the runs it started."""
    for dag in airflow.rest.dags():
        if dag["is_paused"]:
            airflow.rest.unpause(dag["dag_id"])
    return frozenset(airflow.rest.trigger(dag_id) for dag_id in FEED_DAGS)


def _reconciled(runs: list[Json], triggered: frozenset[str], periods: Sequence[str], reading: str) -> bool:
    """Whether the feeds are through and every month has a current version that a run of its own made.

    When no input has changed nothing runs again: then the run of an earlier day counts.
    """
    if any(is_active(run) for run in runs):
        return False
    ended = {run["dag_run_id"] for run in runs if run["dag_id"] in FEED_DAGS}
    made = {
        run.get("partition_key")
        for run in runs
        if run["dag_id"] == RECONCILIATION_DAG and run["state"] == "success"
    }
    wanted = set(periods)
    return triggered <= ended and wanted <= made and wanted <= set(bridge.reconciled_periods(reading))


def _say(text: str) -> None:
    print(text, flush=True)


def show_month(settings: Settings, where: Databases, period: str) -> None:
    """Prints the month's bridge, whether it closes, its products and the alerts.

    Raises:
        LocalError: a cell does not close.
    """
    month = bridge.read_month(where.reading, period)
    print(f"\nJembatan selisih {settings.regency}, {period}, versi {month.version} (orang, rupiah)\n")
    print(bridge.regency_table(month, settings.language))
    remains = bridge.left_over(where.reading, month, settings.regency)
    if remains:
        shown = "\n  ".join(remains[:20])
        raise LocalError(f"the bridge of {period} does not close in {len(remains)} places:\n  {shown}")
    counts = ", ".join(
        f"{len({cell.area_code for cell in month.bridge if cell.level == level})} {level}"
        for level in bridge.LEVELS
    )
    print(f"\nEvery line closes, in persons and in rupiah, in {len(month.bridge)} cells ({counts}).")
    paths = HomePaths(settings.home)
    _list_files("Products", paths.reports / period / f"v{month.version}")
    _list_files("Alerts that no connection took", paths.outbox)


def _list_files(title: str, folder: Path) -> None:
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    files = [path for path in found if path.is_file()]
    print(f"\n{title}: {folder}" + ("" if found else " (none)"))
    for path in files[:12]:
        print(f"  {path}")
    if len(files) > 12:
        print(f"  ... and {len(files) - 12} more")
    for path in found:
        if path.is_dir():
            print(f"  {path} ({sum(one.is_file() for one in path.rglob('*'))} files)")
