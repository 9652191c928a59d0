"""What parsing the DAG files costs beyond Airflow itself, and that it imports neither pandas nor GX."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

from benchmarks.bench import say
from benchmarks.figures import Figure
from padan.paths import PROJECT

RUNS = 3
HEAVY = ("great_expectations", "pandas")
_PROGRAM = """
import importlib.util, json, sys, time
started = time.perf_counter()
import airflow.sdk
airflow.sdk.DAG
alone = time.perf_counter() - started
before = {name for name in HEAVY if name in sys.modules}
started = time.perf_counter()
for number, path in enumerate(FILES):
    spec = importlib.util.spec_from_file_location(f"dag_file_{number}", path)
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
files = time.perf_counter() - started
heavy = sorted({name for name in HEAVY if name in sys.modules} - before)
print(json.dumps({"alone": alone, "files": files, "heavy": heavy}))
"""


def run() -> Iterator[Figure]:
    """Time of the DAG files against the import of airflow.sdk, and the heavy modules they import."""
    files = sorted(str(path) for path in (PROJECT / "dags").glob("*.py"))
    program = _PROGRAM.replace("HEAVY", repr(HEAVY)).replace("FILES", repr(files))
    with tempfile.TemporaryDirectory(prefix="padan-bench-airflow-") as home:
        environ = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")}
        environ |= {
            "AIRFLOW_HOME": home,
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT / "dags"),
            "PYTHONPATH": str(PROJECT / "plugins"),
        }
        # The first run compiles modules and reads them from disk: it is not counted.
        runs = [_once(program, environ, home) for _ in range(RUNS + 1)][1:]
    alone = statistics.median(run["alone"] for run in runs)
    own = statistics.median(run["files"] for run in runs)
    heavy = sorted({name for run in runs for name in run["heavy"]})
    say(f"  {len(files)} DAG files {own:.2f} s, airflow.sdk {alone:.2f} s")
    baseline = f"import of airflow.sdk {alone:.2f} s"
    yield Figure(f"parse of {len(files)} DAG files after airflow.sdk", f"{own:.2f} s", baseline, own / alone)
    yield Figure(
        "parse: pandas or Great Expectations imported",
        ", ".join(heavy) or "neither",
        target="neither",
        met=not heavy,
    )


def _once(program: str, environ: dict[str, str], home: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", program], env=environ, cwd=home, stdout=subprocess.PIPE, text=True, check=True
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told
