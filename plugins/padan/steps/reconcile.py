"""Step 6, reconcile: is the month ready, and one version of it in one transaction."""

from __future__ import annotations

from typing import Any

import yaml
from sqlalchemy import Connection

from padan.alerts.record import record
from padan.errors import BridgeOpen
from padan.evidence.version import keep_version
from padan.paths import INCLUDE
from padan.reconciliation.final import is_checked, keep_final
from padan.reconciliation.inputs import inputs_sha256, month_inputs
from padan.reconciliation.month import reconcile_month
from padan.sources import Source
from padan.steps.context import StepContext, note
from padan.steps.land import unlanded
from padan.warehouse.sql import run

_MONTHLY = ("village_submissions", "bpjs_branch_export")
_ALWAYS = ("poverty_registry", "exclusion_lists", "case_verdicts")


def readiness(ctx: StepContext, period: str, source: Source | None = None) -> dict[str, Any]:
    """Return whether a month can and need be reckoned now: ready, wait, and the reason in words.

    wait: only a load under way stands between the month and its reckoning, so it is worth asking again soon.

    Ready when lists of both sides are in, no load that concerns the month is under way or still to come from the
    source, every earlier open month is done with its newest inputs, and the inputs differ from the newest version's
    (or its products were never published).
    """
    with ctx.warehouse.connect() as connection:
        loading = run(connection, "reconciliation/readiness.sql", period=period).one().loading
        reason = _why_not(ctx, connection, period)
        if reason is None and source is not None:
            reason = _still_at_source(ctx, period, source)
        changed = reason is None and not _is_done(ctx, connection, period)
    if reason is None and not changed:
        reason = "the inputs are those of the newest version"
    return {
        "ready": reason is None,
        "wait": bool(loading),
        "reason": reason or "both sides are in and something changed",
    }


def reconcile(ctx: StepContext, period: str) -> dict[str, Any]:
    """Make the month's next version: period, version, and whether this call made it.

    Raises:
        BridgeOpen: a cell does not close; nothing of the version is kept, and an alert is noted.
        MissingTariff: a funder has no tariff in force.

    """
    try:
        with ctx.warehouse.begin() as connection:
            made = keep_final(
                connection,
                period,
                ctx.run_ref,
                lambda: reconcile_month(
                    connection,
                    period,
                    regency=ctx.settings.regency,
                    case_prefix=case_prefix(ctx.settings.regency),
                    run_ref=ctx.run_ref,
                    now=_now(ctx),
                ),
            )
            if made.changed:
                keep_version(connection, ctx.settings.home, period, made.version)
            outcome = "done" if made.changed else "unchanged"
            note(connection, ctx, "reconcile", period, outcome, {"version": made.version})
    except BridgeOpen as error:
        with ctx.warehouse.begin() as connection:
            record(connection, ctx.run_ref, "bridge_open", period, error.message, {"count": 1, "normal": 0})
        raise
    return {"period": period, "version": made.version, "changed": made.changed}


def later_months(ctx: StepContext, period: str) -> list[str]:
    """Return the open months after a month that have data: they stand on it and may have to be reckoned again."""
    with ctx.warehouse.connect() as connection:
        return [later for later in run(connection, "core/open_months.sql").scalars() if later > period]


def case_prefix(regency: str) -> str:
    """Return the three letters with which the regency's case codes begin."""
    offices = yaml.safe_load((INCLUDE / "reference" / "offices.yaml").read_text(encoding="utf-8"))
    return str(offices[regency]["case_prefix"])


def _now(ctx: StepContext) -> str | None:
    return ctx.settings.now.isoformat() if ctx.settings.now else None


def _why_not(ctx: StepContext, connection: Connection, period: str) -> str | None:
    state = run(connection, "reconciliation/readiness.sql", period=period).one()
    if not state.villages:
        return "no list of a village is in for the month"
    if not state.branch:
        return "the branch's list is not in for the month"
    if state.loading:
        return f"a load that concerns the month is under way: {state.loading}"
    for earlier in run(connection, "core/open_months.sql").scalars():
        if earlier < period and _can_be_done(connection, earlier) and not _is_done(ctx, connection, earlier):
            return f"{earlier} comes first"
    return None


def _can_be_done(connection: Connection, period: str) -> bool:
    state = run(connection, "reconciliation/readiness.sql", period=period).one()
    return bool(state.villages and state.branch)


def _is_done(ctx: StepContext, connection: Connection, period: str) -> bool:
    newest = run(connection, "reconciliation/newest_version.sql", period=period).first()
    if newest is None or newest.published_at is None:
        return False
    digest = inputs_sha256(month_inputs(connection, period, now=_now(ctx)))
    return bool(newest.inputs_sha256 == digest) or is_checked(connection, period, newest.version, digest)


def _still_at_source(ctx: StepContext, period: str, source: Source) -> str | None:
    coming = {feed: unlanded(ctx, feed, source, period) for feed in _MONTHLY}
    coming |= {feed: unlanded(ctx, feed, source) for feed in _ALWAYS}
    waiting = {feed: files for feed, files in coming.items() if files}
    if waiting:
        return "files at the source are not in yet: " + ", ".join(
            f"{feed} {n}" for feed, n in sorted(waiting.items())
        )
    return None
