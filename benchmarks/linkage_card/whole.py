"""Step 1 as a month runs it: files landed, read, checked, loaded, reckoned; each village row held against the truth."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from sqlalchemy import text

from benchmarks.linkage_card.measure import Tally
from benchmarks.linkage_card.month import PERIOD, write_month
from benchmarks.messy_months import bring_in
from padan import steps
from padan.local.paths import HomePaths
from padan.local.postgres import EmbeddedPostgres
from padan.local.warehouse import embedded_databases

_OUTCOMES = text(
    "SELECT side, file_name, row_number, outcome, pair_id FROM reconciliation.row_outcome WHERE period = :period"
)


def run_whole(
    seed: int, scale: float, say: Callable[[str], None], warehouse: str | None = None
) -> dict[str, Tally]:
    """Tallies by error class of a whole month; a row is right where it is paired with its own person's branch row."""
    with tempfile.TemporaryDirectory(prefix="padan-card-") as folder:
        home = Path(folder)
        truth = write_month(home / "sources", seed, scale)
        say(f"{len(truth)} village rows written")
        if warehouse is not None:
            return _reckon(home, warehouse, truth)
        paths = HomePaths(home / "server")
        server = EmbeddedPostgres(paths)
        try:
            return _reckon(home, embedded_databases(paths).loader, truth)
        finally:
            server.stop()


def _reckon(
    home: Path, warehouse: str, truth: dict[tuple[str, int], tuple[int, str, bool]]
) -> dict[str, Tally]:
    ctx = steps.open_context(
        "local/card", {"PADAN_HOME": str(home / "home"), "PADAN_WAREHOUSE_URI": warehouse}
    )
    bring_in(ctx, home / "sources")
    steps.reconcile(ctx, PERIOD)
    with ctx.warehouse.connect() as connection:
        rows = connection.execute(_OUTCOMES, {"period": PERIOD}).all()
    # The branch's list has a head and its people in the order of the truth.
    person_at = dict(enumerate((key for key, _, there in truth.values() if there), 2))
    partner = {
        row.pair_id: person_at[row.row_number]
        for row in rows
        if row.side == "branch" and row.pair_id is not None
    }
    tallies: dict[str, Tally] = defaultdict(Tally)
    for row in (row for row in rows if row.side == "village"):
        key, kind, there = truth[PurePosixPath(row.file_name).stem, row.row_number]
        here = tallies[kind]
        found = partner.get(row.pair_id)
        if found == key:
            here.right += 1
        elif found is not None:
            here.wrong += 1
        elif row.outcome == "ambiguous":
            here.review += 1
        elif there:
            here.missed += 1
        else:
            here.rightly_none += 1
    return dict(tallies)
