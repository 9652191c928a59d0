"""Airflow's REST interface, as far as the local commands use it."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from typing import Any

from padan.local.airflow_environment import AirflowAccess
from padan.local.errors import LocalError

PAGE_ROWS = 100
_SECONDS = 30.0
_NOT_FOUND = 404

Json = dict[str, Any]


class AirflowRest:
    """A client with the token of one user; `PAGE_ROWS` is the most that Airflow gives in one answer."""

    def __init__(self, access: AirflowAccess) -> None:
        """Asks for nothing yet."""
        self._access = access
        self._token = ""
        # A proxy that the environment names must not get what is for this machine.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def healthy(self) -> bool:
        """Whether the api-server answers and scheduler, dag-processor and triggerer report in."""
        try:
            health = self._call("GET", "/api/v2/monitor/health")
        except OSError:
            return False
        components = ("metadatabase", "scheduler", "dag_processor", "triggerer")
        return all((health.get(name) or {}).get("status") == "healthy" for name in components)

    def login(self) -> None:
        """Gets a token; it is valid for a day."""
        who = {"username": self._access.user, "password": self._access.password}
        self._token = str(self._call("POST", "/auth/token", who)["access_token"])

    def dags(self) -> list[Json]:
        """Every DAG that the dag-processor has read and that is still in the dags folder."""
        return list(self._pages("/api/v2/dags", "dags"))

    def import_errors(self) -> list[Json]:
        """Files in the dags folder that cannot be read: `filename`, `stack_trace`."""
        return list(self._pages("/api/v2/importErrors", "import_errors"))

    def unpause(self, dag_id: str) -> None:
        """Lets the scheduler start runs of a DAG."""
        self._call("PATCH", f"/api/v2/dags/{dag_id}?update_mask=is_paused", {"is_paused": False})

    def trigger(self, dag_id: str) -> str:
        """Starts a run now; returns its id."""
        run = self._call("POST", f"/api/v2/dags/{dag_id}/dagRuns", {"logical_date": None})
        return str(run["dag_run_id"])

    def runs(self) -> list[Json]:
        """Every run of every DAG: `dag_id`, `dag_run_id`, `state`, `partition_key`, `queued_at`."""
        return list(self._pages("/api/v2/dags/~/dagRuns?order_by=id", "dag_runs"))

    def tasks(self, dag_id: str, run_id: str) -> list[Json]:
        """The task instances of a run: `task_id`, `map_index`, `state`, `try_number`."""
        return list(
            self._pages(f"/api/v2/dags/{dag_id}/dagRuns/{_quote(run_id)}/taskInstances", "task_instances")
        )

    def set_pool(self, pool: Json) -> None:
        """Makes a pool, or gives the one of that name its size."""
        try:
            self._call("PATCH", f"/api/v2/pools/{_quote(str(pool['name']))}", pool)
        except urllib.error.HTTPError as error:
            if error.code != _NOT_FOUND:
                raise
            self._call("POST", "/api/v2/pools", pool)

    def _pages(self, path: str, key: str) -> Iterator[Json]:
        offset, total = 0, 1
        joint = "&" if "?" in path else "?"
        while offset < total:
            page = self._call("GET", f"{path}{joint}limit={PAGE_ROWS}&offset={offset}")
            total = int(page["total_entries"])
            rows: list[Json] = page[key]
            yield from rows
            offset += PAGE_ROWS

    def _call(self, method: str, path: str, body: Json | None = None) -> Json:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        data = None if body is None else json.dumps(body).encode("utf-8")
        request = urllib.request.Request(self._access.url + path, data, headers, method=method)
        try:
            with self._opener.open(request, timeout=_SECONDS) as answer:
                parsed: Json = json.load(answer)
                return parsed
        except urllib.error.HTTPError as error:
            if error.code == _NOT_FOUND:
                raise
            said = error.read().decode("utf-8", errors="replace")[:500]
            raise LocalError(f"Airflow refused {method} {path} with {error.code}: {said}") from None


def _quote(text: str) -> str:
    return urllib.parse.quote(text, safe="")
