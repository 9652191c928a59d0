"""Ctrl-C at any moment of a start leaves no process behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from tests.end_to_end.conftest import Stage, share_bytecode

from padan.local.processes import is_running

START_SECONDS = 120.0


def server_starts(home: Path) -> bool:
    return (home / "postgres" / "postmaster.pid").exists()


def airflow_starts(home: Path) -> bool:
    """The first of Airflow's programs has begun, the others are about to."""
    return (home / "run" / "airflow-processes.json").exists()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second start finds what the first, broken off, had made."""
    folder = tmp_path_factory.mktemp("stopped") / "home"
    folder.mkdir()
    share_bytecode(folder)
    return folder


@pytest.mark.parametrize("moment", [server_starts, airflow_starts])
def test_ctrl_c_leaves_no_process_behind(
    home: Path, stage: Stage, tmp_path: Path, moment: Callable[[Path], bool]
) -> None:
    environment = {n: v for n, v in os.environ.items() if not n.startswith(("PADAN_", "AIRFLOW"))}
    environment |= {"PADAN_HOME": str(home), "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [
        sys.executable,
        "-m",
        "padan.local",
        "month",
        "--period",
        "2026-01",
        "--source",
        str(stage.sources),
    ]
    with (tmp_path / "said").open("w+") as said:
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=said, start_new_session=True)
        deadline = time.monotonic() + START_SECONDS
        while not moment(home) and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.1)
        assert moment(home), (tmp_path / "said").read_text()
        met = of_this_home(home)
        # As a terminal does: to every process of the foreground group.
        os.killpg(process.pid, signal.SIGINT)
        process.wait(60)
    assert len(met) >= 2, "it was in the middle of starting"
    assert process.returncode == 130, (tmp_path / "said").read_text()
    assert "Traceback" not in (tmp_path / "said").read_text()
    assert of_this_home(home) == {}


def of_this_home(home: Path) -> dict[int, str]:
    """The live processes that work for this PADAN_HOME: by their command, environment or folder."""
    found = {}
    for process in psutil.process_iter():
        if process.pid == os.getpid() or not is_running(process.pid):
            continue
        try:
            told = " ".join(process.cmdline()) + process.environ().get("PADAN_HOME", "") + process.cwd()
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
        if str(home) in told:
            found[process.pid] = process.name()
    return found
