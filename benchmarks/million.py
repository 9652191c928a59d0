"""A million people against a million: one version of a month whose rows were written straight into core.

Each size has a warehouse of its own and is reckoned as a task does it: `steps.reconcile` in a process of its own,
from the lists in core to outcomes, bridge, cases and totals. Beside it an outer join of the same rows with every
compared field, in PostgreSQL and in pandas.
"""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg2

from benchmarks.bench import PERIOD, Bench, say
from benchmarks.clock import Spent
from benchmarks.figures import Figure
from benchmarks.memory import Steps
from padan.contracts import load_contract
from padan.identity.names import read_name
from padan.quality import sync_rules
from padan.simulation.reference import data
from padan.steps import StepContext

PEOPLE = 50_000
"""People of a real month: 47,840 on the lists, and those whom one side alone knows."""
TIMES = (1, 4, 20)
MOST_GROWTH = 1.3
MOST_MB = 700
_MB = 1024 * 1024
_MAKE = Path(__file__).with_name("million.sql")
_FAULT = re.compile(r"r\.nik_fault = '(\w+)'")
_JOIN = (
    "CREATE TEMP TABLE joined AS SELECT v.row_id AS village_row, b.row_id AS branch_row, "
    "v.name = b.name AS name, v.birth_date = b.birth_date AS birth_date, v.sex = b.sex AS sex, "
    "v.village_code = b.village_code AS village, v.participant_group = b.participant_group AS grouped, "
    "v.funding_source = b.funding_source AS funder "
    "FROM core.village_row AS v FULL JOIN core.branch_row AS b ON v.nik = b.nik"
)
_FIELDS = ("name", "birth_date", "sex", "village_code", "participant_group", "funding_source")


@dataclass(frozen=True)
class Measured:
    """One size.

    Attributes:
        people: how many were drawn.
        rows: of both sides.
        spent: by the reckoning.
        seconds: of it on the wall, without the start of its process.
        process: peak memory of that process, bytes.
        server: peak of the server's own memory, bytes; shared buffers left out.
        join: seconds of the join in PostgreSQL.
        pandas: seconds of the merge in pandas, the rows already in memory.
        outcomes: rows by outcome.
    """

    people: int
    rows: int
    spent: Spent
    seconds: float
    process: int
    server: int
    join: float
    pandas: float
    outcomes: dict[str, int]

    @property
    def each(self) -> float:
        """Microseconds a row on the wall."""
        return self.seconds / self.rows * 1e6


def run(bench: Bench) -> Iterator[Figure]:
    """Figures of every size, and of how the cost of a row grows from the first to the last."""
    sizes = {times: measure(bench, round(PEOPLE * times * bench.scale)) for times in TIMES}
    first = sizes[TIMES[0]]
    for times, one in sizes.items():
        growth = one.each / first.each
        size = f"{times} x Bogor, {one.people:,} people, {one.rows:,} rows"
        yield Figure(
            f"{size}: outcomes and bridge",
            f"{one.seconds:.2f} s ({one.spent.cpu:.2f} s CPU)",
            f"full join and comparison in PostgreSQL {one.join:.2f} s",
            one.seconds / one.join,
        )
        yield Figure(
            f"{size}: the same",
            f"{one.seconds:.2f} s",
            f"pandas merge and comparison {one.pandas:.2f} s",
            one.seconds / one.pandas,
        )
        yield Figure(
            f"{size}: cost of a row",
            f"{one.each:.1f} us ({one.spent.cpu / one.rows * 1e6:.1f} us CPU)",
            f"at {TIMES[0]} x {first.each:.1f} us ({first.spent.cpu / first.rows * 1e6:.1f} us CPU)",
            growth,
            f"<= {MOST_GROWTH:g} x",
            growth <= MOST_GROWTH,
        )
        yield Figure(
            f"{size}: peak memory of the process",
            f"{one.process / _MB:.0f} MB",
            target=f"< {MOST_MB} MB",
            met=one.process < MOST_MB * _MB,
        )
        yield Figure(f"{size}: peak memory of the server's processes", f"{one.server / _MB:.0f} MB")


def measure(bench: Bench, people: int) -> Measured:
    """Make the rows of one size, join them, reckon them."""
    with bench.warehouse() as ctx:
        uri = bench.owner_of(ctx)
        say(f"  {people:,} people: making their rows")
        with ctx.warehouse.begin() as warehouse:
            sync_rules(warehouse)
        with closing(psycopg2.connect(uri)) as connection:
            with connection, connection.cursor() as cursor:
                make(cursor, people)
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
        rows, join, merge = _baselines(bench, ctx, uri)
        say(f"  {people:,} people: join {join:.2f} s, pandas {merge:.2f} s; now the reckoning")
        apart = Steps(bench, ctx)
        with bench.clock.measure() as spent, _watched(bench.clock.server_pid) as peak:
            apart.run("reconcile", "reconcile", PERIOD)
        outcomes = _outcomes(uri)
        say(
            f"  {people:,} people: {apart.seconds['reconcile']:.2f} s; server {peak[0] / _MB:.0f} MB; {outcomes}"
        )
    return Measured(
        people,
        rows,
        spent,
        apart.seconds["reconcile"],
        apart.peaks["reconcile"],
        peak[0],
        join,
        merge,
        outcomes,
    )


def make(cursor: psycopg2.extensions.cursor, people: int) -> None:
    """Write both sides of the month into core."""
    names = data("names")
    cursor.execute("CREATE TEMP TABLE given (sex text, position int, name text, word text)")
    for sex, key in (("L", "male"), ("P", "female")):
        words = [(name, read_name(name).words) for name in dict.fromkeys(names[key])]
        single = [(name, word[0]) for name, word in words if len(word) == 1]
        cursor.executemany(
            "INSERT INTO given VALUES (%s, %s, %s, %s)",
            [(sex, position, name, word) for position, (name, word) in enumerate(single)],
        )
    cursor.execute("CREATE TEMP TABLE class_rule (fault text, rule_id text)")
    rules = load_contract("village_submissions").rules
    told = [(match[1], rule.id) for rule in rules if (match := _FAULT.fullmatch(rule.fails_when))]
    cursor.executemany("INSERT INTO class_rule VALUES (%s, %s)", told)
    cursor.execute(_MAKE.read_text("utf-8").replace(":people", str(people)))


def _baselines(bench: Bench, ctx: StepContext, uri: str) -> tuple[int, float, float]:
    """Rows of both sides, seconds of the join in the warehouse, seconds of the merge in pandas."""
    import pandas

    frames = []
    with closing(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
        with bench.clock.measure() as joined:
            cursor.execute(_JOIN)
        for table in ("village_row", "branch_row"):
            text = io.StringIO()
            columns = ", ".join(("row_id", "nik", *_FIELDS))
            cursor.copy_expert(
                f"COPY (SELECT {columns} FROM core.{table}) TO STDOUT (FORMAT csv, HEADER)", text
            )
            text.seek(0)
            frames.append(pandas.read_csv(text, dtype=str, keep_default_na=False))
    village, branch = frames
    with bench.clock.measure() as merged:
        both = village.merge(branch, on="nik", how="outer", suffixes=("", "_branch"), indicator=True)
        for name in _FIELDS:
            both[f"{name}_same"] = both[name] == both[f"{name}_branch"]
    return len(village) + len(branch), joined.wall, merged.wall


def _outcomes(uri: str) -> dict[str, int]:
    with closing(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT side || ' ' || outcome, count(*) FROM reconciliation.row_outcome GROUP BY 1 ORDER BY 1"
        )
        return dict(cursor.fetchall())


@contextmanager
def _watched(server_pid: int) -> Iterator[list[int]]:
    """The largest sum of memory that the server's processes hold for themselves, looked at ten times a second."""
    peak, done = [0], threading.Event()

    def look() -> None:
        while not done.wait(0.1):
            peak[0] = max(peak[0], sum(map(_own_bytes, psutil.Process(server_pid).children())))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


def _own_bytes(process: psutil.Process) -> int:
    """Memory of a process that is no file's and shared with none."""
    try:
        lines = Path(f"/proc/{process.pid}/status").read_text("ascii").splitlines()
    except FileNotFoundError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon:")), 0)
