"""Three consecutive messy months through every step, held against the truth of each row.

    python -m benchmarks.messy_months [SCALE=0.1] [SEED=1] [MONTHS=3] [PROFILE=messy] [DIFFERENCES=10]

Files are received as they were sent: a list of the first month that comes in the third makes new versions of the
months before. Prints the rows that ended otherwise than the truth, which outcomes are present, pairs that join two
people, the rows left to a person, the bridge and the ledger. Exits with 1 unless every promise of `Findings.broken`
holds. Differences name file, sheet, row and outcomes, never what a cell holds.
"""

from __future__ import annotations

import csv
import os
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from padan import steps
from padan.errors import DataProblem
from padan.local.bridge import left_over, read_month, reconciled_periods
from padan.local.paths import HomePaths
from padan.local.postgres import EmbeddedPostgres
from padan.local.warehouse import embedded_databases
from padan.simulation import simulate
from padan.sources import FolderSource

MET = 0.999
REVIEW_AT_MOST = 0.005
REGENCY = "32.01"
AREAS = 1 + 40 + 435
FEEDS = ("exclusion_lists", "poverty_registry", "village_submissions", "bpjs_branch_export")
VILLAGE = {
    *("superseded", "rejected", "duplicate_in_file", "withdrawn", "duplicate_across_villages", "ineligible"),
    *(
        "matched",
        "matched_different",
        "matched_by_inference",
        "inactive_at_branch",
        "ambiguous",
        "in_process",
    ),
    "not_at_branch",
}
BRANCH = {
    *("rejected", "inactive_at_branch", "duplicate_at_branch", "matched", "matched_different"),
    *("matched_by_inference", "billed_after_exit", "ambiguous", "not_submitted"),
}
LEDGER = text(
    "SELECT cause, village_code, opening, new, reopened, resolved, reclassified_in, reclassified_out, closing "
    "FROM mart.case_ledger WHERE period = :period AND version = :version"
)
OUTCOMES = text(
    "SELECT side, file_name, sheet, row_number, outcome, reason, pair_id, match_method, person_key "
    "FROM reconciliation.row_outcome WHERE period = :period AND version = :version"
)
Place = tuple[str, str, str, int]
Confusion = Counter[tuple[str, str, str, str]]
"""Side, outcome of the truth, outcome found, how it was matched."""


@dataclass
class Findings:
    """What a comparison found.

    Attributes:
        rows: rows of the truth, of all months.
        wrong: rows that ended otherwise, by side, outcome of the truth, outcome found and method.
        as_honest: rows that ended as a more careful rule may end them.
        places: where the first of each kind of wrong row stand.
        present: outcomes met, by side.
        false_pairs: pairs whose rows are of two people.
        review: rows left to a person because nobody can be told; `standing` rows that a village claims.
        rules: other promises that do not hold, in words.
    """

    rows: int = 0
    wrong: Confusion = field(default_factory=Counter)
    as_honest: Confusion = field(default_factory=Counter)
    places: dict[tuple[str, str, str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    present: dict[str, set[str]] = field(default_factory=lambda: {"village": set(), "branch": set()})
    false_pairs: list[str] = field(default_factory=list)
    review: int = 0
    standing: int = 0
    rules: list[str] = field(default_factory=list)

    @property
    def met(self) -> float:
        """Share of rows that ended as the truth has them."""
        return 1 - self.wrong.total() / self.rows if self.rows else 0.0

    def broken(self) -> Iterator[str]:
        """What was promised and does not hold."""
        if self.met < MET:
            yield f"truth met for {self.met:.3%} of {self.rows} rows, not {MET:.1%}"
        for side, wanted in (("village", VILLAGE), ("branch", BRANCH)):
            if missing := wanted - self.present[side]:
                yield f"no row of the {side} side is {', '.join(sorted(missing))}"
        if self.false_pairs:
            yield f"{len(self.false_pairs)} pairs join two people, first {self.false_pairs[0]}"
        if self.review > self.standing * REVIEW_AT_MOST:
            yield f"{self.review} of {self.standing} standing rows are left to a person"
        yield from self.rules


def run(
    sources: Path, home: Path, warehouse_uri: str, months: list[str], say: Callable[[str], None]
) -> Findings:
    """Take every file in as it was received, reckon each month when it is due, and compare."""
    inbox = home / "inbox"
    ctx = steps.open_context(
        "local/messy-months", {"PADAN_HOME": str(home / "home"), "PADAN_WAREHOUSE_URI": warehouse_uri}
    )
    for index, period in enumerate(months):
        receive(sources, inbox, _after(period))
        began = time.perf_counter()
        bring_in(ctx, inbox)
        reckoned = []
        for earlier in months[: index + 1]:
            made = steps.reconcile(ctx, earlier)
            if made["changed"]:
                reckoned.append(f"{earlier} v{made['version']}")
        say(f"  {period}: {', '.join(reckoned)} in {time.perf_counter() - began:.0f} s")
    found = Findings()
    for period in months:
        compare(found, ctx, sources, warehouse_uri, period)
    return found


def receive(sources: Path, inbox: Path, until: float) -> None:
    """Copy what the senders have sent by then, with its times."""
    for path in sorted(sources.rglob("*")):
        place = path.relative_to(sources)
        if path.is_file() and place.parts[0] != "truth" and path.stat().st_mtime < until:
            target = inbox / place
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, target)


def bring_in(ctx: steps.StepContext, inbox: Path) -> None:
    """Land, read, check and load whatever is new."""
    for feed in FEEDS:
        landed = steps.land(ctx, feed, FolderSource(inbox))
        if landed["load_id"] is None:
            continue
        for batch in landed["batches"]:
            steps.read(ctx, landed["load_id"], batch)
        steps.check(ctx, landed["load_id"])
        steps.load(ctx, landed["load_id"])
        try:
            steps.verdict(ctx, landed["load_id"])
        except DataProblem:
            continue  # refused and held files are part of the truth


def compare(found: Findings, ctx: steps.StepContext, sources: Path, warehouse_uri: str, period: str) -> None:
    """Add one month's comparison."""
    version = reconciled_periods(warehouse_uri)[period]
    binds = {"period": period, "version": version}
    with ctx.warehouse.connect() as connection:
        rows = {
            (row.side, row.file_name, row.sheet, row.row_number): row
            for row in connection.execute(OUTCOMES, binds)
        }
        ledger = connection.execute(LEDGER, binds).all()
    truth = read_truth(sources, period)
    compare_rows(found, period, truth, rows)
    compare_pairs(found, period, truth, rows)
    found.rules += [f"{period}: {left}" for left in _bridge(warehouse_uri, period)]
    found.rules += [
        f"{period}: the ledger of {row.cause} in {row.village_code} does not balance"
        for row in ledger
        if row.opening + row.new + row.reopened - row.resolved + row.reclassified_in - row.reclassified_out
        != row.closing
    ]


def read_truth(sources: Path, period: str) -> dict[Place, dict[str, str]]:
    """The truth's row of every row."""
    path = sources / "truth" / period / "row_outcome.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["side"], row["file_name"], row["sheet"], int(row["row_number"])): row
            for row in csv.DictReader(file)
        }


def compare_rows(
    found: Findings, period: str, truth: dict[Place, dict[str, str]], rows: dict[Place, Any]
) -> None:
    """Hold every row's outcome against the truth's."""
    for place in truth.keys() | rows.keys():
        true, row = truth.get(place), rows.get(place)
        told = row.outcome if row else "-"
        method = (row.match_method or "") if row else ""
        wanted = true["outcome"] if true else "-"
        found.rows += 1
        kind = (place[0], wanted, told, method)
        if row:
            found.present[place[0]].add(told)
            if place[0] == "village" and told not in ("superseded", "rejected"):
                found.standing += 1
                found.review += told == "ambiguous"
        if told == wanted:
            continue
        if true and told == true["also"]:
            found.as_honest[kind] += 1
            continue
        found.wrong[kind] += 1
        found.places[kind].append(f"{period} {place[1]} [{place[2]}] row {place[3]}")


def compare_pairs(
    found: Findings, period: str, truth: dict[Place, dict[str, str]], rows: dict[Place, Any]
) -> None:
    """Both rows of a pair are of one person."""
    pairs: dict[int, list[Place]] = defaultdict(list)
    for place, row in rows.items():
        if row.pair_id is not None:
            pairs[row.pair_id].append(place)
    for both in pairs.values():
        if len({place[0] for place in both}) != 2 or len(both) != 2:
            found.rules.append(f"{period}: a pair is no row of each side")
        elif len({truth[place]["person"] for place in both if place in truth}) > 1:
            found.false_pairs.append(f"{period} {both[0][1]} row {both[0][3]} with row {both[1][3]}")


def _bridge(warehouse_uri: str, period: str) -> Iterator[str]:
    month = read_month(warehouse_uri, period)
    yield from left_over(warehouse_uri, month, REGENCY)
    areas = {cell.area_code for cell in month.bridge if "unknown" not in cell.area_code}
    if len(areas) != AREAS:
        yield f"the bridge has {len(areas)} areas, not {AREAS}"


def _after(period: str) -> float:
    """The first moment of the month that follows."""
    day = date.fromisoformat(f"{period}-01")
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return datetime(following.year, following.month, 1, tzinfo=ZoneInfo("Asia/Jakarta")).timestamp()


def report(found: Findings, differences: int) -> Iterator[str]:
    """The findings as lines of text."""
    yield f"rows {found.rows}, as the truth has them {found.met:.3%}; pairs of two people {len(found.false_pairs)}"
    share = found.review / found.standing if found.standing else 0
    yield f"left to a person: {found.review} of {found.standing} standing rows ({share:.2%})"
    for title, kinds in (("otherwise", found.wrong), ("as honest", found.as_honest)):
        for (side, wanted, told, method), count in kinds.most_common():
            yield f"  {title}: {count:>6} {side:8}{wanted} -> {told} {method}"
            yield from (
                f"           {place}" for place in found.places[side, wanted, told, method][:differences]
            )
    yield from (f"BROKEN {promise}" for promise in found.broken())


def main() -> int:
    """Simulate, run, compare and print; 1 where a promise does not hold."""
    chosen = {
        "SCALE": "0.1",
        "SEED": "1",
        "MONTHS": "3",
        "PROFILE": "messy",
        "DIFFERENCES": "3",
        "WAREHOUSE": "",
    }
    chosen |= dict(argument.split("=", 1) for argument in sys.argv[1:])
    months = [f"2026-{number:02d}" for number in range(1, int(chosen["MONTHS"]) + 1)]
    with tempfile.TemporaryDirectory(prefix="padan-messy-", dir=os.environ.get("TMPDIR")) as folder:
        home = Path(folder)
        began = time.perf_counter()
        simulate(
            home / "sources", months, scale=float(chosen["SCALE"]), seed=int(chosen["SEED"]),
            profile=chosen["PROFILE"], progress=_say,
        )  # fmt: skip
        _say(f"simulated in {time.perf_counter() - began:.0f} s")
        if chosen["WAREHOUSE"]:
            found = run(home / "sources", home, chosen["WAREHOUSE"], months, _say)
        else:
            paths = HomePaths(home / "server")
            server = EmbeddedPostgres(paths)
            try:
                found = run(home / "sources", home, embedded_databases(paths).loader, months, _say)
            finally:
                server.stop()
    print(*report(found, int(chosen["DIFFERENCES"])), sep="\n")
    return 1 if any(found.broken()) else 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
