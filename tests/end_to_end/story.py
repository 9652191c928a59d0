"""The story that the real scheduler plays, and what each chapter left behind."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import openpyxl
from tests.support.months import digests
from tests.support.servers import Mailbox, Posted

from padan.local.airflow_rest import Json
from padan.local.airflow_server import RunningAirflow
from padan.local.bridge import reconciled_periods
from padan.local.month_run import FEED_DAGS, RECONCILIATION_DAG
from padan.local.progress import ACTIVE, WAITS_FOR_PEOPLE, is_active

MONTHS = ("2026-01", "2026-02")
MONTHLY_FEEDS = ("village_submissions", "bpjs_branch_export")
UNKNOWN_WORD = "DIBEKUKAN"
CHAPTER_SECONDS = 240.0
# A run that an asset event makes is there within the scheduler's next rounds.
QUIET_SECONDS = 6.0


@dataclass
class Chapter:
    """What one round of the feeds led to.

    Attributes:
        runs: the runs that were made, as Airflow tells them, each with its `tasks`.
        mails: the mails that came.
        posts: the JSON objects that were posted.
        versions: months with a current version, afterwards.
        products: SHA-256 of every published file by its path, afterwards.
    """

    runs: list[Json]
    mails: list[EmailMessage] = field(default_factory=list)
    posts: list[dict[str, Any]] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)
    products: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    sources_untouched: bool = True

    def states(self, dag_id: str) -> list[str]:
        return [run["state"] for run in self.runs if run["dag_id"] == dag_id]

    def failed_tasks(self) -> dict[str, list[str]]:
        """DAG → its failed tasks, of the runs that failed."""
        return {
            run["dag_id"]: sorted(task["task_id"] for task in run["tasks"] if task["state"] == "failed")
            for run in self.runs
            if run["state"] == "failed"
        }

    def repeated_tasks(self) -> list[str]:
        """Tasks that needed another attempt: a green run hides them, and each costs its pause."""
        return [
            f"{run['dag_id']}.{task['task_id']}"
            for run in self.runs
            for task in run["tasks"]
            if task["try_number"] > 1
        ]

    def reconciliations(self, period: str) -> list[Json]:
        return [r for r in self.runs if r["dag_id"] == RECONCILIATION_DAG and r["partition_key"] == period]


@dataclass(frozen=True)
class Story:
    """All chapters, and where what they left can be looked at."""

    chapters: dict[str, Chapter]
    home: Path
    metadata: str
    warehouse: str
    url: str
    mailbox: Mailbox
    posted: Posted

    def __getitem__(self, name: str) -> Chapter:
        return self.chapters[name]


@dataclass(frozen=True)
class Mark:
    """What there was when a chapter began."""

    began: float
    runs: set[str]
    mails: int
    posts: int


class Scene:
    """Plays chapters on a running Airflow."""

    def __init__(
        self, airflow: RunningAirflow, home: Path, reading: str, mailbox: Mailbox, posted: Posted
    ) -> None:
        self._airflow, self._home, self._reading = airflow, home, reading
        self._mailbox, self._posted = mailbox, posted

    def play(self, name: str, months: set[str], feeds: Sequence[str] = FEED_DAGS) -> Chapter:
        """Triggers feeds and waits until all that comes of it is over, at least those months' products."""
        mark = self.mark()
        for dag in self._airflow.rest.dags():
            if dag["is_paused"]:
                self._airflow.rest.unpause(dag["dag_id"])
        triggered = frozenset(self._airflow.rest.trigger(feed) for feed in feeds)
        self._wait(name, triggered, mark.runs, months)
        # A month that waits for its signatures is told in chapters of its own.
        return self.chapter(mark, lambda run: run["dag_id"] not in WAITS_FOR_PEOPLE)

    def mark(self) -> Mark:
        """Where a chapter begins."""
        runs = {key(run) for run in self._airflow.rest.runs()}
        return Mark(time.monotonic(), runs, len(self._mailbox.raw), len(self._posted.bodies))

    def chapter(self, mark: Mark, wanted: Callable[[Json], bool]) -> Chapter:
        """What came since the mark: those of the new runs that are wanted, and everything told."""
        runs = [run for run in self._airflow.rest.runs() if key(run) not in mark.runs and wanted(run)]
        for run in runs:
            run["tasks"] = self._airflow.rest.tasks(run["dag_id"], run["dag_run_id"])
        return Chapter(
            runs,
            self._mailbox.mails[mark.mails :],
            self._posted.bodies[mark.posts :],
            reconciled_periods(self._reading),
            digests(self._home / "reports"),
            time.monotonic() - mark.began,
        )

    def _not_asked_yet(self, run: Json) -> bool:
        """A sign-off that is on its way to its first request: the request's mail belongs to this chapter."""
        if run["dag_id"] not in WAITS_FOR_PEOPLE or run["state"] not in ACTIVE:
            return False
        tasks = self._airflow.rest.tasks(run["dag_id"], run["dag_run_id"])
        return all(task["state"] != "awaiting_input" for task in tasks)

    def _wait(self, name: str, triggered: frozenset[str], before: set[str], months: set[str]) -> None:
        deadline = time.monotonic() + CHAPTER_SECONDS
        quiet_since = time.monotonic()
        while True:
            self._airflow.supervisor.check()
            runs = self._airflow.rest.runs()
            over = {run["dag_run_id"] for run in runs if run["state"] not in ACTIVE}
            reckoned = {
                run["partition_key"]
                for run in runs
                if run["dag_id"] == RECONCILIATION_DAG
                and run["state"] == "success"
                and key(run) not in before
            }
            published = {month for month in months if (self._home / "reports" / month).is_dir()}
            if any(is_active(run) or self._not_asked_yet(run) for run in runs):
                quiet_since = time.monotonic()
            quiet = time.monotonic() - quiet_since > QUIET_SECONDS
            if quiet and triggered <= over and months <= reckoned & published:
                return
            states = [(run["dag_id"], run["partition_key"], run["state"]) for run in runs]
            assert time.monotonic() < deadline, f"the chapter {name} does not end: {states}"
            time.sleep(1)


def key(run: Json) -> str:
    return f"{run['dag_id']} {run['dag_run_id']}"


def spoil_second_month(simulated: Path, sources: Path) -> None:
    """The second month arrives with a list full of faults and a status word that nobody knows."""
    for feed in ("village_submissions", "bpjs"):
        shutil.copytree(simulated / feed / MONTHS[1], sources / feed / MONTHS[1])
    fault_list(a_list(sources))
    unknown_word(an_export(sources))


def a_list(sources: Path) -> Path:
    folder = sources / "village_submissions" / MONTHS[1]
    return min(path for path in folder.rglob("*") if path.suffix == ".xlsx" and path.stat().st_size > 1000)


def an_export(sources: Path) -> Path:
    return sources / "bpjs" / MONTHS[1] / f"peserta_bpu_{MONTHS[1]}.xlsx"


def village_of(path: Path) -> str:
    """The village's code from its file's name."""
    digits = re.sub(r"\D", "", path.name)[:10]
    return f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}.{digits[6:]}"


def fault_list(path: Path) -> None:
    """Every NIK of the list loses a digit, as when a column is cut off."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                digits = re.sub(r"\D", "", str(cell.value or ""))
                if len(digits) == 16:
                    cell.value = digits[:-1]
    save(book, path)


def unknown_word(path: Path) -> None:
    """One member of the list gets the word."""
    book = openpyxl.load_workbook(path)
    cell = next(cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == "AKTIF")
    cell.value = UNKNOWN_WORD
    save(book, path)


def save(book: openpyxl.Workbook, path: Path) -> None:
    modified = path.stat().st_mtime
    book.save(path)
    os.utime(path, (modified, modified))
