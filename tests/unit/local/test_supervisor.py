"""No program is left behind, whichever way the supervisor ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from padan.local.errors import LocalError
from padan.local.processes import is_running
from padan.local.supervisor import Component, Supervisor

# A component as Airflow's are: it starts a child in a process group of its own and another in a session of
# its own, and both would outlive it. It writes down their numbers.
FAMILY = """
import os, subprocess, sys, time
sleep = [sys.executable, "-c", "import time; time.sleep(300)"]
group = subprocess.Popen(sleep, preexec_fn=lambda: os.setpgid(0, 0))
session = subprocess.Popen(sleep, start_new_session=True)
open(sys.argv[1] + ".new", "w").write(f"{os.getpid()} {group.pid} {session.pid}")
os.rename(sys.argv[1] + ".new", sys.argv[1])
time.sleep(300)
"""

STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + FAMILY

SUPERVISE = """
import os, sys
from pathlib import Path
from padan.local.supervisor import Component, Supervisor, ending_signals
import time
folder = Path(sys.argv[1])
with ending_signals(), Supervisor(os.environ, folder / "record.json") as supervisor:
    command = [sys.executable, "-c", sys.argv[2], str(folder / "pids")]
    supervisor.start(Component("family", command, folder / "log"))
    while True:
        supervisor.check()
        time.sleep(0.05)
"""


def pids_of(folder: Path) -> list[int]:
    deadline = time.monotonic() + 20
    while not (folder / "pids").exists():
        assert time.monotonic() < deadline, "the component did not start"
        time.sleep(0.05)
    return [int(text) for text in (folder / "pids").read_text("ascii").split()]


def supervise(folder: Path, component: str = FAMILY) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", SUPERVISE, str(folder), component],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_the_supervisor_ends_every_process(tmp_path: Path, number: signal.Signals) -> None:
    with supervise(tmp_path) as supervisor:
        family = pids_of(tmp_path)
        assert all(psutil.pid_exists(pid) for pid in family)
        supervisor.send_signal(number)
        supervisor.communicate(timeout=30)
    assert [pid for pid in family if is_running(pid)] == []
    assert not (tmp_path / "record.json").exists()


def test_a_second_ctrl_c_does_not_interrupt_the_ending(tmp_path: Path) -> None:
    with supervise(tmp_path, STUBBORN) as supervisor:
        family = pids_of(tmp_path)
        for _ in range(4):
            supervisor.send_signal(signal.SIGINT)
            time.sleep(0.2)
        supervisor.communicate(timeout=60)
    assert [pid for pid in family if is_running(pid)] == []


def test_a_failing_component_ends_the_others_and_its_output_is_told(tmp_path: Path) -> None:
    fails = Component(
        "broken", [sys.executable, "-c", "print('the reason'); raise SystemExit(3)"], tmp_path / "log"
    )
    family = Component("family", [sys.executable, "-c", FAMILY, str(tmp_path / "pids")], tmp_path / "log2")
    with (
        pytest.raises(LocalError, match=r"broken ended with code 3(.|\n)*the reason"),
        Supervisor(os.environ, tmp_path / "record.json") as supervisor,
    ):
        supervisor.start(family)
        pids = pids_of(tmp_path)
        supervisor.start(fails)
        while True:
            supervisor.check()
            time.sleep(0.05)
    assert [pid for pid in pids if is_running(pid)] == []


def test_the_next_start_ends_what_a_killed_supervisor_left(tmp_path: Path) -> None:
    with supervise(tmp_path) as supervisor:
        family = pids_of(tmp_path)
        supervisor.kill()
        supervisor.communicate(timeout=10)
    assert all(is_running(pid) for pid in family)
    with Supervisor(os.environ, tmp_path / "record.json"):
        assert [pid for pid in family if is_running(pid)] == []


def test_a_number_that_another_process_has_now_is_left_alone(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(300)"], start_new_session=True
    ) as other:
        record = tmp_path / "record.json"
        record.write_text(json.dumps([{"pid": other.pid, "created": 1.0}]), "utf-8")
        with Supervisor(os.environ, record):
            assert is_running(other.pid)
        other.kill()
