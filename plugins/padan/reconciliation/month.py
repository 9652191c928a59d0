"""One version of one month, from its rows to the closed bridge, in one transaction of the caller."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

import padan
from padan.errors import BridgeOpen, MissingTariff
from padan.linkage import make_ready
from padan.reconciliation.cases import write_cases
from padan.reconciliation.identification import identify
from padan.reconciliation.inputs import inputs_sha256, month_inputs
from padan.reconciliation.programme import reckon_programme
from padan.reconciliation.rows import lay_out_branch, lay_out_villages, settle_identified
from padan.verdicts import settle as settle_verdicts
from padan.warehouse.sql import run


@dataclass(frozen=True)
class MonthVersion:
    """A version of a month; changed says whether this call made it."""

    period: str
    version: int
    changed: bool


def reconcile_month(
    connection: Connection, period: str, *, regency: str, case_prefix: str, run_ref: str, now: str | None
) -> MonthVersion:
    """Make the next version of a month, or find that its inputs are those of the newest one.

    Steps, each over whole sets: lay out both sides, find out who every row is, settle which files count on that,
    walk the ladders, pair, write an outcome for every row, the bridge, cases, totals; then check that everything
    adds up.

    Raises:
        MissingTariff: a funder on a list has no tariff in force.
        BridgeOpen: a cell of the bridge does not close; nothing of the version is kept.

    """
    connection.execute(text("LOCK TABLE reconciliation.version IN SHARE ROW EXCLUSIVE MODE"))
    inputs = month_inputs(connection, period, now=now)
    digest = inputs_sha256(inputs)
    newest = run(connection, "reconciliation/newest_version.sql", period=period).first()
    if newest is not None and newest.inputs_sha256 == digest:
        return MonthVersion(period, newest.version, changed=False)
    version = newest.version + 1 if newest else 1
    run(
        connection,
        "reconciliation/open_version.sql",
        period=period,
        version=version,
        digest=digest,
        inputs=json.dumps(inputs, ensure_ascii=False),
        now=now,
        code_version=padan.__version__,
        run_ref=run_ref,
    )
    binds = {"period": period, "version": version, "regency": regency}
    lay_out_branch(connection, period)
    lay_out_villages(connection, period, version)
    _require_tariffs(connection, period)
    if connection.execute(text("SELECT EXISTS (SELECT FROM village_laid WHERE nik IS NULL)")).scalar_one():
        make_ready()
    identify(connection, period)
    settle_identified(connection, period, version)
    run(connection, "identity/people.sql", period=period)
    run(connection, "identity/sides.sql")
    run(connection, "reconciliation/village_ladder.sql", period=period)
    run(connection, "identity/doubt_candidates.sql")
    run(connection, "reconciliation/pairing.sql", period=period)
    run(connection, "reconciliation/outcomes.sql", **binds)
    run(connection, "identity/link_evidence.sql", period=period, version=version)
    run(connection, "reconciliation/bridge.sql", **binds)
    _require_closed_bridge(connection, binds)
    run(connection, "reconciliation/submission_status.sql", period=period, version=version)
    run(connection, "reconciliation/quality_result.sql", period=period, version=version)
    write_cases(connection, period, version, case_prefix)
    settle_verdicts(connection, period, version)
    reckon_programme(connection, period, version, regency)
    run(connection, "reconciliation/totals.sql", period=period, version=version)
    for table in ("reconciliation.submission", "mart.submission_status"):
        connection.execute(text(f"DELETE FROM {table} WHERE period = :p AND version = 0"), {"p": period})  # noqa: S608
    return MonthVersion(period, version, changed=True)


def _require_tariffs(connection: Connection, period: str) -> None:
    missing = connection.execute(
        text("SELECT DISTINCT funding_source FROM village_laid WHERE tariff IS NULL ORDER BY 1")
    ).scalars()
    if names := list(missing):
        raise MissingTariff(
            f"no tariff of {', '.join(map(str, names))} is in force in {period}: "
            "add a dated row to include/reference/tariffs.csv and load the reference data"
        )


def _require_closed_bridge(connection: Connection, binds: dict[str, Any]) -> None:
    rows = run(connection, "reconciliation/bridge_check.sql", **binds).all()
    if rows:
        first = rows[0]
        raise BridgeOpen(
            f"the bridge of {binds['period']} does not close in {len(rows)} places; the first: {first.equation} at "
            f"{first.area_code}, {first.participant_group}, {first.funding_source}: "
            f"{first.persons} persons and Rp {first.rupiah} left over. Nothing was published"
        )
