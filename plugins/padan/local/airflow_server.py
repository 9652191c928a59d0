"""Airflow on this machine: its metadata migrated, its four components running until the context is left."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import psycopg2

from padan.local.airflow_environment import DAGS, HOST, AirflowAccess, access, airflow_environment, pools
from padan.local.airflow_rest import AirflowRest
from padan.local.errors import LocalError
from padan.local.locking import file_lock
from padan.local.paths import HomePaths
from padan.local.supervisor import Component, Supervisor, ending_signals, wait_for
from padan.settings import Settings

HEALTHY_SECONDS = 150.0
_MIGRATED_BY = ("apache-airflow-core", "apache-airflow-providers-fab")


@dataclass(frozen=True)
class RunningAirflow:
    """The live components and a client that is logged in."""

    access: AirflowAccess
    rest: AirflowRest
    supervisor: Supervisor


@contextmanager
def running_airflow(
    settings: Settings, metadata_uri: str, warehouse_uri: str, dags: Path = DAGS
) -> Iterator[RunningAirflow]:
    """Starts Airflow, waits until all of it is healthy, ends it when the context is left.

    Raises:
        LocalError: another Airflow runs on this PADAN_HOME, or a component did not come up.
    """
    paths = HomePaths(settings.home)
    doing = "running Airflow (end it with 'make down' or Ctrl-C where it was started)"
    with ending_signals(), file_lock(paths.locks / "airflow.lock", 0.0, doing):
        port = free_port()
        environment = airflow_environment(settings, metadata_uri, warehouse_uri, port, dags)
        prepare_folders(paths)
        migrate_metadata(metadata_uri, environment, paths)
        with Supervisor(environment, paths.locks / "airflow-processes.json") as supervisor:
            for component in components(paths):
                supervisor.start(component)
            reach = access(paths, port)
            rest = AirflowRest(reach)
            wait_for("Airflow's start", rest.healthy, HEALTHY_SECONDS, supervisor)
            rest.login()
            for pool in pools():
                rest.set_pool(pool)
            yield RunningAirflow(reach, rest, supervisor)


def components(paths: HomePaths) -> list[Component]:
    """Airflow's four programs. Task logs are read from the disk they are on, so nobody serves them."""
    commands = {
        "api-server": ["api-server"],
        "scheduler": ["scheduler", "--skip-serve-logs"],
        "dag-processor": ["dag-processor"],
        "triggerer": ["triggerer", "--skip-serve-logs"],
    }
    return [
        Component(name, [sys.executable, "-m", "airflow", *command], paths.logs / f"airflow-{name}.log")
        for name, command in commands.items()
    ]


def prepare_folders(paths: HomePaths) -> None:
    """The folders that Airflow and the tasks expect."""
    for folder in (paths.airflow, paths.logs, paths.bytecode, paths.outbox, paths.reports):
        folder.mkdir(parents=True, exist_ok=True)


def migrate_metadata(metadata_uri: str, environment: dict[str, str], paths: HomePaths) -> None:
    """Runs `airflow db migrate` once for each version of Airflow: even with nothing to do it takes 9 s.

    The database itself remembers which versions migrated it, in its comment.
    """
    wanted = json.dumps({name: version(name) for name in _MIGRATED_BY}, sort_keys=True)
    with closing(psycopg2.connect(metadata_uri)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        found = cursor.fetchone()
        if found is not None and found[0] == wanted:
            return
        log = paths.logs / "airflow-db-migrate.log"
        _run_migration(environment, log)
        cursor.execute("COMMENT ON DATABASE airflow IS %s", (wanted,))
        connection.commit()


def _run_migration(environment: dict[str, str], log: Path) -> None:
    with log.open("wb") as output:
        done = subprocess.run(
            [sys.executable, "-m", "airflow", "db", "migrate"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
        )
    if done.returncode != 0:
        said = log.read_text("utf-8", errors="replace")[-2000:]
        raise LocalError(f"'airflow db migrate' failed; the end of {log}:\n{said}")


def free_port() -> int:
    """A port on 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
