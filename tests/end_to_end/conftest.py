"""One real Airflow for all tests here: a story in chapters is played once, the tests look at what it left.

The world is small: the time goes into Airflow, not into people.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.end_to_end.signing import reject_second_month, sign_first_month
from tests.end_to_end.story import MONTHLY_FEEDS, MONTHS, Chapter, Scene, Story, spoil_second_month
from tests.support.months import stamps
from tests.support.servers import mail_server, web_server

from padan.local.airflow_server import running_airflow
from padan.local.month_run import databases, wait_for_dags
from padan.settings import Settings
from padan.simulation import simulate

VILLAGES, SCALE, SEED = 6, 0.2, 7


@dataclass(frozen=True)
class Stage:
    """Where everything is."""

    home: Path
    simulated: Path
    sources: Path


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """Two simulated months, of which only the first is at the source yet."""
    folder = tmp_path_factory.mktemp("e2e")
    made = Stage(folder / "home", folder / "simulated", folder / "sources")
    simulate(made.simulated, MONTHS, scale=SCALE, seed=SEED, villages_limit=VILLAGES)
    later = [f"*{MONTHS[1]}*", "truth"]
    shutil.copytree(made.simulated, made.sources, ignore=shutil.ignore_patterns(*later))
    made.home.mkdir()
    share_bytecode(made.home)
    return made


def share_bytecode(home: Path) -> None:
    """Compiled modules of earlier runs are used again, where the caller keeps them: they halve every start."""
    if kept := os.environ.get("PYTHONPYCACHEPREFIX"):
        Path(kept).mkdir(parents=True, exist_ok=True)
        (home / "pycache").symlink_to(kept)


@pytest.fixture(scope="session")
def story(stage: Stage) -> Iterator[Story]:
    """The feeds are triggered, nothing else; the databases stay for those who look at them afterwards."""
    with mail_server() as mailbox, web_server() as posted, pytest.MonkeyPatch.context() as patch:
        # Airflow writes its settings down once a process: this one must not be an Airflow of its own.
        for name in [name for name in os.environ if name.startswith(("AIRFLOW", "PADAN_"))]:
            patch.delenv(name)
        patch.setenv("AIRFLOW_CONN_PADAN_SMTP", smtp(mailbox.port))
        patch.setenv("AIRFLOW_CONN_PADAN_WEBHOOK", webhook(posted.port))
        settings = Settings.from_environ(
            {"PADAN_HOME": str(stage.home), "PADAN_SOURCE_ROOT": str(stage.sources)}
        )
        with databases(settings) as where:
            with running_airflow(settings, where.metadata, where.warehouse) as airflow:
                wait_for_dags(airflow.rest, airflow.supervisor)
                scene = Scene(airflow, stage.home, where.reading, mailbox, posted)
                before = stamps(stage.sources)
                chapters = {"first": scene.play("first", {MONTHS[0]})}
                chapters["again"] = scene.play("again", set())
                chapters["untouched"] = Chapter(runs=[], sources_untouched=stamps(stage.sources) == before)
                spoil_second_month(stage.simulated, stage.sources)
                chapters["trouble"] = scene.play("trouble", set(), MONTHLY_FEEDS)
                mend_second_month(stage)
                chapters["mended"] = scene.play("mended", {MONTHS[1]}, MONTHLY_FEEDS)
                chapters["signed"] = sign_first_month(airflow, settings, scene)
                chapters["rejected"] = reject_second_month(airflow, settings, scene)
                url = airflow.access.url
            yield Story(chapters, stage.home, where.metadata, where.warehouse, url, mailbox, posted)


def mend_second_month(stage: Stage) -> None:
    """The right files come a day later, under the same names."""
    for feed in ("village_submissions", "bpjs"):
        for path in sorted((stage.simulated / feed / MONTHS[1]).rglob("*")):
            there = stage.sources / path.relative_to(stage.simulated)
            if path.is_file() and there.read_bytes() != path.read_bytes():
                shutil.copyfile(path, there)
                later = path.stat().st_mtime + 24 * 3600
                os.utime(there, (later, later))


def smtp(port: int) -> str:
    extra = {
        "to_email": ["data@bogor.example"],
        "from_email": "padan@bogor.example",
        "disable_ssl": True,
        "disable_tls": True,
    }
    return json.dumps({"conn_type": "smtp", "host": "127.0.0.1", "port": port, "extra": extra})


def webhook(port: int) -> str:
    extra = {"endpoint": "padan/alerts"}
    return json.dumps(
        {"conn_type": "http", "host": "127.0.0.1", "port": port, "schema": "http", "extra": extra}
    )
