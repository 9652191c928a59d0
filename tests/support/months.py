"""Months through padan.steps, without Airflow: what the DAGs do, in the same order."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from padan import steps
from padan.errors import DataProblem
from padan.sources import FolderSource

FEEDS = ("exclusion_lists", "poverty_registry", "case_verdicts", "village_submissions", "bpjs_branch_export")
Address = tuple[str, str, str, int]
"""side, file_name, sheet, row_number."""


@dataclass(frozen=True)
class Brought:
    """What one load brought in; `held` is what its verdict says, '' when it says nothing."""

    load_id: int | None
    files: int = 0
    refused: int = 0
    periods: list[str] = field(default_factory=list)
    checked: dict[str, Any] = field(default_factory=dict)
    held: str = ""


class Office:
    """One Padan: a warehouse, a home, and the folder in which the senders' files are."""

    def __init__(self, warehouse_uri: str, home: Path, sources: Path) -> None:
        self.uri = warehouse_uri
        self.home = home
        self.sources = sources
        self._runs = 0

    def context(self, name: str = "local/test") -> steps.StepContext:
        return steps.open_context(name, {"PADAN_HOME": str(self.home), "PADAN_WAREHOUSE_URI": self.uri})

    @property
    def engine(self) -> Engine:
        return self.context().warehouse

    @property
    def source(self) -> FolderSource:
        return FolderSource(self.sources)

    def bring_in(self, feed: str) -> Brought:
        """Whatever is new of one feed; each call is a run of its own."""
        self._runs += 1
        ctx = self.context(f"local/{feed}-{self._runs}")
        landed = steps.land(ctx, feed, self.source)
        load_id = landed["load_id"]
        if load_id is None:
            return Brought(None)
        refused = sum(steps.read(ctx, load_id, batch)["refused"] for batch in landed["batches"])
        checked = steps.check(ctx, load_id)
        loaded = steps.load(ctx, load_id)
        held = ""
        try:
            steps.verdict(ctx, load_id)
        except DataProblem as problem:
            held = problem.message
        return Brought(load_id, landed["files"], refused, loaded["periods"], checked, held)

    def bring_in_all(self) -> dict[str, Brought]:
        return {feed: self.bring_in(feed) for feed in FEEDS}

    def reckon(self, period: str) -> dict[str, Any]:
        """The month's version, if it is ready: period, version, changed."""
        ctx = self.context()
        answer = steps.readiness(ctx, period, self.source)
        assert answer["ready"], answer["reason"]
        return steps.reconcile(ctx, period)

    def publish(self, period: str, version: int) -> dict[str, str]:
        """The products' SHA-256 by name."""
        return digests(Path(steps.publish(self.context(), period, version)["folder"]))

    def month(self, period: str) -> dict[str, str]:
        """Reckons and publishes; the products' SHA-256 by name."""
        return self.publish(period, self.reckon(period)["version"])

    def rows(self, statement: str, **binds: object) -> list[Any]:
        with self.engine.connect() as connection:
            return list(connection.execute(text(statement), binds).all())

    def outcomes(self, period: str, version: int) -> list[dict[str, Any]]:
        """Every row of row_outcome, in order, without period and version."""
        found = self.rows(
            "SELECT * FROM reconciliation.row_outcome WHERE period = :period AND version = :version "
            'ORDER BY side, file_name COLLATE "C", file_sha256, sheet COLLATE "C", row_number',
            period=period,
            version=version,
        )
        return [{k: v for k, v in row._mapping.items() if k not in ("period", "version")} for row in found]


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder, by its path there; lock files are no products."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def stamps(folder: Path) -> dict[str, tuple[str, int]]:
    """The same with the modification time: whether anybody touched a source."""
    return {name: (sha256, (folder / name).stat().st_mtime_ns) for name, sha256 in digests(folder).items()}
