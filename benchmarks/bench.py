"""What every benchmark works with: cached sources, a server of its own, fresh warehouses."""

from __future__ import annotations

import itertools
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psycopg2
from psycopg2 import sql

from benchmarks.clock import Clock
from padan.local import bootstrap
from padan.local.paths import HomePaths
from padan.local.postgres import ADMIN, EmbeddedPostgres
from padan.local.sources import PLAIN, Simulated, demo_sources
from padan.local.warehouse import embedded_databases
from padan.paths import PROJECT
from padan.steps import StepContext, open_context

PERIOD = "2026-01"
SEED = 1
MESSY = "messy"
FEEDS = ("poverty_registry", "exclusion_lists", "bpjs_branch_export", "village_submissions")


@dataclass
class Bench:
    """The server and the sources of one run of the benchmarks.

    Attributes:
        scale: 1 is Bogor's real size.
        sources: source root of the month PERIOD.
        messy_sources: makes the same month with every shape that a village sends, or finds it made.
        home: temporary folder, gone afterwards.
        clock: measures against the server.
        admin_uri: superuser of the server.
        loader_uri: role of the tasks, database `padan`, the template of every warehouse.
    """

    scale: float
    sources: Path
    messy_sources: Callable[[], Path]
    home: Path
    clock: Clock
    admin_uri: str
    loader_uri: str
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def environ(self, warehouse_uri: str, name: str) -> dict[str, str]:
        """Settings of a process that works on one warehouse."""
        return {
            "PADAN_HOME": str(self.home / name),
            "PADAN_SOURCE_ROOT": str(self.sources),
            "PADAN_WAREHOUSE_URI": warehouse_uri,
        }

    @contextmanager
    def warehouse(self) -> Iterator[StepContext]:
        """A step's context on a fresh, migrated, otherwise empty warehouse."""
        name = f"bench_{next(self._numbers)}"
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, bootstrap.WAREHOUSE)
        uri = self.loader_uri.rpartition("/")[0] + "/" + name
        try:
            yield open_context(f"local/{name}", self.environ(uri, name))
        finally:
            self._execute("DROP DATABASE {} WITH (FORCE)", name)

    def owner_of(self, ctx: StepContext) -> str:
        """URI of the superuser in the context's warehouse."""
        database = (ctx.settings.warehouse_uri or "").rpartition("/")[2]
        return self.admin_uri.rpartition("/")[0] + "/" + database

    def _execute(self, statement: str, *names: str) -> None:
        with closing(psycopg2.connect(self.admin_uri)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def say(text: str) -> None:
    """Progress goes to stderr, so that stdout holds the table alone."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def open_bench(scale: float) -> Iterator[Bench]:
    """Make the sources where they are not cached, and start a server in a temporary home."""
    sources = _sources(scale, PLAIN)
    with tempfile.TemporaryDirectory(prefix="padan-bench-") as home:
        paths = HomePaths(Path(home))
        server = EmbeddedPostgres(paths)
        try:
            say("embedded PostgreSQL: starting and migrating")
            uris = embedded_databases(paths)
            clock = Clock(server.start().pid)
            admin_uri = server.uri(ADMIN, server.admin_password(), "postgres")
            yield Bench(
                scale, sources, partial(_sources, scale, MESSY), paths.home, clock, admin_uri, uris.loader
            )
        finally:
            server.stop()


def _sources(scale: float, profile: str) -> Path:
    say(f"{profile} sources of {PERIOD} at scale {scale:g}, seed {SEED}: made once, kept in var/bench")
    folder = PROJECT / "var" / "bench" / f"scale-{scale:g}-{profile}"
    folder.mkdir(parents=True, exist_ok=True)
    return demo_sources(folder, Simulated([PERIOD], scale, SEED, profile))
