"""The poverty registry from landed bytes to core, checks included, against a bare COPY of the same file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
from psycopg2 import sql

from benchmarks.bench import Bench, say
from benchmarks.clock import median
from benchmarks.feed import run_feed
from benchmarks.figures import Figure
from benchmarks.imports import great_expectations
from padan.contracts import load_contract
from padan.contracts.headers import key

MOST = 25.0
COPIES = 3


def run(bench: Bench) -> Iterator[Figure]:
    """Figures of the registry."""
    yield from great_expectations(bench.clock)
    file = next((bench.sources / "registry").rglob("*.csv"))
    with bench.warehouse() as ctx:
        bare = CopyOfFile(bench.owner_of(ctx), file)
        bare.run()  # not counted: the file is read into the machine's memory
        copied = median(bench.clock, COPIES, bare.run)
        say(f"  COPY of {file.name}, {bare.rows} rows: {copied}")
        feed = run_feed(bench.clock, ctx, "poverty_registry")
    spent = feed.total("read", "check", "load")
    baseline = f"COPY of the file {copied}"
    yield Figure(
        f"registry, {bare.rows:,} rows: read, check, load",
        str(spent),
        baseline,
        spent.wall / copied.wall,
        f"<= {MOST:g} x",
        spent.wall / copied.wall <= MOST,
    )
    for step in ("read", "check", "load"):
        own = feed.spent[step]
        yield Figure(f"registry: {step} alone", str(own), baseline, own.wall / copied.wall)
    landed = feed.spent["land"]
    yield Figure("registry: land (not in the above)", str(landed), baseline, landed.wall / copied.wall)


class CopyOfFile:
    """A CSV file copied as it is into an ordinary table of text columns, the commit included."""

    def __init__(self, uri: str, file: Path) -> None:
        """Find the file's heads; `uri` is of a role that may make a table."""
        self._uri, self._file = uri, file
        self.rows = 0
        contract = load_contract("p3ke")
        required = {column.name for column in contract.required()}
        with file.open("rb") as handle:
            while True:
                line = handle.readline().decode("utf-8-sig")
                heads = line.rstrip("\r\n").split(",")
                known = {column.name for head in heads if key(head) and (column := contract.column_for(head))}
                if required <= known:
                    break
            self._start = handle.tell()
        columns = sql.SQL(", ").join(sql.Identifier(head) + sql.SQL(" text") for head in heads)
        self._create = sql.SQL("DROP TABLE IF EXISTS public.bare; CREATE TABLE public.bare ({})").format(
            columns
        )

    def run(self) -> None:
        """Copy the file into a new table and commit."""
        with (
            closing(psycopg2.connect(self._uri)) as connection,
            connection,
            connection.cursor() as cursor,
            self._file.open("rb") as handle,
        ):
            handle.seek(self._start)
            cursor.execute(self._create)
            cursor.copy_expert("COPY public.bare FROM STDIN (FORMAT csv)", handle)
            self.rows = cursor.rowcount
