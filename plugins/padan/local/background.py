"""`make up` and `make down`: the same Airflow as the demo's, left running without a terminal."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from padan.local import airflow_environment, credentials
from padan.local.airflow_environment import AirflowAccess
from padan.local.airflow_server import running_airflow
from padan.local.errors import LocalError
from padan.local.month_run import prepared, wait_for_dags
from padan.local.paths import HomePaths
from padan.local.postgres import EmbeddedPostgres
from padan.local.processes import is_running, wait_until_gone
from padan.local.supervisor import end_leftovers, tail
from padan.settings import Settings

UP_SECONDS = 300.0
DOWN_SECONDS = 60.0
_POLL_SECONDS = 1.0


@dataclass(frozen=True)
class Served:
    """The supervisor in the background and the port of its api-server."""

    pid: int
    port: int


def up(settings: Settings) -> list[AirflowAccess]:
    """Starts Airflow in the background unless it runs; returns how each user reaches it once all of it is healthy.

    Raises:
        LocalError: it did not come up; the message ends with what it said.
    """
    paths = HomePaths(settings.home)
    paths.locks.mkdir(parents=True, exist_ok=True)
    paths.logs.mkdir(parents=True, exist_ok=True)
    found = served(paths)
    if found is None:
        found = _spawn(paths)
    users = (airflow_environment.USER, *airflow_environment.signers(settings))
    return [airflow_environment.access(paths, found.port, user) for user in users]


def _spawn(paths: HomePaths) -> Served:
    log = paths.logs / "supervisor.log"
    log.unlink(missing_ok=True)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "padan.local", "serve"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    deadline = time.monotonic() + UP_SECONDS
    try:
        while process.poll() is None and time.monotonic() < deadline:
            found = served(paths)
            if found is not None:
                return found
            time.sleep(_POLL_SECONDS)
        raise LocalError(f"Airflow did not come up; the end of {log}:\n{tail(log)}")
    except BaseException:
        # Ctrl-C while waiting, too: nothing half started is left behind.
        _end(process.pid)
        raise


def serve(settings: Settings) -> None:
    """What runs in the background: Airflow, until it is asked to end or a component fails."""
    paths = HomePaths(settings.home)
    (paths.home / "sources").mkdir(parents=True, exist_ok=True)
    where = prepared(settings, paths)
    with running_airflow(settings, where.metadata, where.warehouse) as airflow:
        wait_for_dags(airflow.rest, airflow.supervisor)
        me = {"pid": os.getpid(), "created": _created(os.getpid()), "port": airflow.access.port}
        credentials.write_private(_record(paths), json.dumps(me) + "\n")
        try:
            while True:
                airflow.supervisor.check()
                time.sleep(_POLL_SECONDS)
        finally:
            _record(paths).unlink(missing_ok=True)


def served(paths: HomePaths) -> Served | None:
    """The Airflow that `up` left running, None if there is none."""
    try:
        record = json.loads(_record(paths).read_text("utf-8"))
    except FileNotFoundError:
        return None
    pid = int(record["pid"])
    if not is_running(pid) or _created(pid) != record["created"]:
        return None
    return Served(pid, int(record["port"]))


def down(settings: Settings) -> None:
    """Ends the Airflow in the background and the embedded server; does nothing where nothing runs."""
    paths = HomePaths(settings.home)
    found = served(paths)
    if found is not None:
        _end(found.pid)
        print("Airflow stopped")
    # A supervisor that was killed could not end its components.
    end_leftovers(paths.locks / "airflow-processes.json")
    _record(paths).unlink(missing_ok=True)
    if EmbeddedPostgres(paths).stop():
        print("PostgreSQL stopped")


def _end(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    if not wait_until_gone(pid, DOWN_SECONDS):
        raise LocalError(f"Airflow's supervisor (process {pid}) does not end; end it with: kill -9 {pid}")


def _record(paths: HomePaths) -> Path:
    return paths.locks / "airflow.json"


def _created(pid: int) -> float:
    try:
        return float(psutil.Process(pid).create_time())
    except psutil.NoSuchProcess:
        return 0.0
