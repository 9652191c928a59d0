"""docker-compose.yaml as the Compose program itself judges it; nothing is started."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def compose_program() -> Path:
    # The package's own console script always exits 0; the program it carries does not.
    spec = importlib.util.find_spec("compose")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "docker-compose"


def secrets() -> list[str]:
    return sorted(set(re.findall(r"\$\{(\w+):\?", (ROOT / "docker-compose.yaml").read_text("utf-8"))))


def config(tmp_path: Path, values: dict[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    env_file = tmp_path / "env"
    env_file.write_text("".join(f"{name}={value}\n" for name, value in values.items()), "utf-8")
    return subprocess.run(
        [
            str(compose_program()),
            "--env-file",
            str(env_file),
            "-f",
            "docker-compose.yaml",
            "config",
            *options,
        ],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_file_is_accepted_when_every_secret_is_set(tmp_path: Path) -> None:
    done = config(tmp_path, dict.fromkeys(secrets(), "x"), "-q")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("missing", secrets())
def test_a_missing_secret_stops_compose(tmp_path: Path, missing: str) -> None:
    done = config(tmp_path, {name: "x" for name in secrets() if name != missing}, "-q")
    assert done.returncode == 1
    assert missing in done.stderr


def test_the_example_names_every_variable_and_holds_no_secret() -> None:
    example = dict(
        line.split("=", 1)
        for line in (ROOT / ".env.example").read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    )
    used = set(re.findall(r"\$\{(\w+)[:}]", (ROOT / "docker-compose.yaml").read_text("utf-8")))
    assert used - {"PADAN_VERSION"} == set(example)
    assert [name for name in secrets() if example[name]] == []


def test_no_component_starts_before_the_init_job_is_done(tmp_path: Path) -> None:
    done = config(tmp_path, dict.fromkeys(secrets(), "x"), "--format", "json")
    services = json.loads(done.stdout)["services"]
    components = {name for name in services if name.startswith("airflow-")}
    assert components == {
        "airflow-apiserver",
        "airflow-scheduler",
        "airflow-dag-processor",
        "airflow-triggerer",
    }
    for name in components:
        assert services[name]["depends_on"]["init"]["condition"] == "service_completed_successfully"
        assert "healthcheck" in services[name]
    assert {services[name]["image"] for name in ("metadata", "warehouse")} == {"postgres:18"}
