"""The environment that every Airflow process of one PADAN_HOME shares."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from padan.local import credentials
from padan.local.paths import HomePaths
from padan.paths import INCLUDE, PROJECT
from padan.settings import Settings

HOST = "127.0.0.1"
USER = "padan"
DAGS = PROJECT / "dags"

# A clone's DAGs show up within seconds, and a change of a DAG within half a minute.
_DAG_PROCESSING = {
    "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "15",
    "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "30",
    "AIRFLOW__DAG_PROCESSOR__BUNDLE_REFRESH_CHECK_INTERVAL": "2",
}

_FIXED = {
    "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
    # Two cores: more tasks at once would only wait for each other, each with its own memory.
    "AIRFLOW__CORE__PARALLELISM": "4",
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    "AIRFLOW__CORE__DEFAULT_TIMEZONE": "Asia/Jakarta",
    "AIRFLOW__CORE__AUTH_MANAGER": (
        "airflow.api_fastapi.auth.managers.simple.simple_auth_manager.SimpleAuthManager"
    ),
    "AIRFLOW__API__WORKERS": "1",
    "AIRFLOW__API__HOST": HOST,
    "AIRFLOW__LOGGING__COLORED_CONSOLE_LOG": "False",
    "NO_PROXY": "127.0.0.1,localhost",
    "no_proxy": "127.0.0.1,localhost",
}


@dataclass(frozen=True)
class AirflowAccess:
    """How to reach the running Airflow."""

    port: int
    user: str
    password: str

    @property
    def url(self) -> str:
        """Address of the UI and, below /api/v2, of the REST interface."""
        return f"http://{HOST}:{self.port}"


def access(paths: HomePaths, port: int, user: str = USER) -> AirflowAccess:
    """The address with a user and the password that was generated for it in this PADAN_HOME."""
    credentials.ensure_secrets_folder(paths.secrets)
    password = credentials.named_passwords(paths.secrets / "airflow_users.json", (user,))[user]
    return AirflowAccess(port, user, password)


def signers(settings: Settings) -> list[str]:
    """The users beside our own: whoever signs a month, an office after the other."""
    return [user for office in settings.signers.values() for user in office if user != USER]


def airflow_environment(
    settings: Settings,
    metadata_uri: str,
    warehouse_uri: str,
    port: int,
    dags: Path = DAGS,
    caller: Mapping[str, str] = os.environ,
) -> dict[str, str]:
    """The whole environment of an Airflow process.

    Args:
        settings: what the operator chose; tasks read the same settings again.
        metadata_uri: Airflow's own database.
        warehouse_uri: the warehouse with the tasks' role.
        port: of the api-server.
        dags: the dags folder.
        caller: the environment it builds on. Its AIRFLOW_CONN_ and AIRFLOW_VAR_ variables are handed on;
            other AIRFLOW variables are not, so that a forgotten one cannot change how Padan runs.
    """
    paths = HomePaths(settings.home)
    credentials.ensure_secrets_folder(paths.secrets)
    keys = credentials.airflow_keys(paths.secrets / "airflow.json")
    users = signers(settings)
    for user in (USER, *users):
        access(paths, port, user)
    url = f"http://{HOST}:{port}"
    return {
        **_inherited(caller),
        **_FIXED,
        **_DAG_PROCESSING,
        **_padan_variables(settings, warehouse_uri),
        "AIRFLOW_HOME": str(paths.airflow),
        "AIRFLOW__CORE__DAGS_FOLDER": str(dags),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(PROJECT / "plugins"),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{url}/execution/",
        "AIRFLOW__CORE__FERNET_KEY": keys["fernet"],
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": ",".join(
            [f"{USER}:admin", *(f"{user}:user" for user in users)]
        ),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(paths.secrets / "airflow_users.json"),
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__BASE_URL": url,
        "AIRFLOW__API__SECRET_KEY": keys["session"],
        "AIRFLOW__API_AUTH__JWT_SECRET": keys["jwt"],
        "AIRFLOW__API_AUTH__JWT_ISSUER": "padan",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": metadata_uri.replace(
            "postgresql://", "postgresql+psycopg2://"
        ),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC": metadata_uri.replace(
            "postgresql://", "postgresql+asyncpg://"
        ),
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(paths.airflow / "logs"),
        "AIRFLOW__LOGGING__DAG_PROCESSOR_CHILD_PROCESS_LOG_DIRECTORY": str(
            paths.airflow / "logs" / "dag_processor"
        ),
        "PYTHONPATH": str(PROJECT / "plugins"),
        "PYTHONPYCACHEPREFIX": str(paths.bytecode),
    }


def _inherited(caller: Mapping[str, str]) -> dict[str, str]:
    handed_on = ("AIRFLOW_CONN_", "AIRFLOW_VAR_")
    dropped = (
        "AIRFLOW",
        "PADAN_",
        "PYTHONDONTWRITEBYTECODE",
        "PYTHONSTARTUP",
        "PYTHONHOME",
        "PYTHONWARNINGS",
    )
    return {
        name: value
        for name, value in caller.items()
        if name.startswith(handed_on) or not name.startswith(dropped)
    }


def _padan_variables(settings: Settings, warehouse_uri: str) -> dict[str, str]:
    variables = {
        "PADAN_HOME": str(settings.home),
        "PADAN_SOURCE_ROOT": settings.source_root,
        "PADAN_WAREHOUSE_URI": warehouse_uri,
        "PADAN_DECISIONS": str(settings.decisions),
        "PADAN_REGENCY": settings.regency,
        "PADAN_LANGUAGE": settings.language,
        "PADAN_READERS": str(settings.readers),
        "PADAN_SIGNERS_DISNAKER": ",".join(settings.signers["disnaker"]),
        "PADAN_SIGNERS_BRANCH": ",".join(settings.signers["branch"]),
    }
    if settings.now is not None:
        variables["PADAN_NOW"] = settings.now.isoformat()
    return variables


def pools() -> list[dict[str, object]]:
    """Airflow's pools, from the file that the init job of docker-compose.yaml imports too."""
    text = (INCLUDE / "airflow" / "pools.json").read_text("utf-8")
    content: dict[str, dict[str, object]] = json.loads(text)
    return [{"name": name, **pool} for name, pool in sorted(content.items())]
