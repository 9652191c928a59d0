"""Airflow's own idea of our DAG files and plugin, read in a process of its own.

Airflow settles its configuration when it is first imported, so nothing here imports it before AIRFLOW_HOME
is a temporary folder.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

if "AIRFLOW_HOME" not in os.environ:
    os.environ["AIRFLOW_HOME"] = tempfile.mkdtemp(prefix="padan-airflow-")
    atexit.register(shutil.rmtree, os.environ["AIRFLOW_HOME"], ignore_errors=True)
os.environ.setdefault("AIRFLOW__CORE__LOAD_EXAMPLES", "False")

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def airflow_sees(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What tests/dags/facts.py prints: DAGs, import errors, modules, plugins."""
    home = tmp_path_factory.mktemp("airflow")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment |= {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(PROJECT / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "PYTHONPATH": str(PROJECT / "plugins"),
        "PYTHONPYCACHEPREFIX": str(home / "pycache"),
    }
    done = subprocess.run(
        [sys.executable, str(PROJECT / "tests" / "dags" / "facts.py"), str(home / "facts.json")],
        env=environment,
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    facts: dict[str, Any] = json.loads((home / "facts.json").read_text("utf-8"))
    return facts
