"""Step 5, load: what was staged comes into core in one transaction, and the villages' status is told."""

from __future__ import annotations

import logging
from typing import Any

from sqlalchemy import Connection, text

from padan.alerts.record import record
from padan.contracts import feed_rules
from padan.decisions.apply import note_mappings
from padan.errors import BranchFileBlocked, BreakerTripped
from padan.reconciliation.rows import settle_villages
from padan.steps.context import StepContext, note
from padan.steps.messages import refusal_message, shown
from padan.verdicts import take_verdicts
from padan.warehouse.sql import run

log = logging.getLogger(__name__)

_REFUSED = {
    "village_submissions": "submission_refused",
    "poverty_registry": "registry_refused",
    "exclusion_lists": "exclusion_refused",
    "case_verdicts": "verdicts_refused",
}
_CONCERNS_EVERY_MONTH = ("poverty_registry", "exclusion_lists")


def load(ctx: StepContext, load_id: int) -> dict[str, Any]:
    """Bring a load's files into core; return the months that changed and how many files came in.

    Run again after it succeeded, it finds the load done and changes nothing.
    """
    with ctx.warehouse.begin() as connection:
        row = connection.execute(
            text("SELECT feed, state FROM audit.load WHERE load_id = :id FOR UPDATE"), {"id": load_id}
        ).one()
        if row.state != "loaded":
            run(connection, "core/load_readings.sql", load_id=load_id)
            run(connection, f"core/load_{row.feed}.sql", load_id=load_id)
            connection.execute(
                text("UPDATE audit.load SET state = 'loaded', finished_at = now() WHERE load_id = :id"),
                {"id": load_id},
            )
            _note_refusals(ctx, connection, load_id, row.feed)
            _note_volumes(ctx, connection, load_id, row.feed)
            if row.feed == "village_submissions":
                note_mappings(connection, load_id)
                run(connection, "core/note_villages.sql", load_id=load_id, run_ref=ctx.run_ref)
            if row.feed == "case_verdicts":
                take_verdicts(connection, load_id)
                _note_verdicts_not_taken(ctx, connection, load_id)
        files = run(connection, "core/loaded_files.sql", load_id=load_id).all()
        periods = sorted({period for file in files for period in file.months})
        if row.feed in _CONCERNS_EVERY_MONTH and files:
            periods = list(run(connection, "core/open_months.sql").scalars())
        if row.feed == "case_verdicts" and files:
            first = min(file.collection for file in files)
            periods = [
                period for period in run(connection, "core/open_months.sql").scalars() if period >= first
            ]
        note(connection, ctx, "load", row.feed, "done", {"files": len(files)})
    if row.feed == "village_submissions":
        for period in periods:
            _tell_status(ctx, period)
    return {"periods": periods, "files": len(files)}


def abandon(ctx: StepContext) -> int:
    """Mark the run's load, if one did not end, as failed; return how many were."""
    with ctx.warehouse.begin() as connection:
        return connection.execute(
            text(
                "UPDATE audit.load SET state = 'failed', finished_at = now() "
                "WHERE run_ref = :run_ref AND state = 'running'"
            ),
            {"run_ref": ctx.run_ref},
        ).rowcount


def verdict(ctx: StepContext, load_id: int) -> None:
    """End the run red if something of the load was held back, after everything else is in.

    Raises:
        BreakerTripped: a file had more bad rows than an honest one has.
        BranchFileBlocked: a branch file cannot be used, so its month waits.

    """
    with ctx.warehouse.connect() as connection:
        blocked = run(connection, "staging/blocked_files.sql", load_id=load_id).all()
        held = run(connection, "core/held_files.sql", load_id=load_id).all()
    if blocked:
        raise BranchFileBlocked(
            f"{len(blocked)} branch file(s) wait outside the warehouse: "
            + "; ".join(f"{file.path} of {file.period} ({file.blocked_by})" for file in blocked)
            + ". Mend what the alert names; the next run takes them"
        )
    if held:
        raise BreakerTripped(
            f"{len(held)} file(s) held back whole, the others are loaded: "
            + "; ".join(
                f"{file.path}: {file.failed} of {file.checked} rows ({file.breaker_id})" for file in held
            )
            + ". Ask the sender for a new list"
        )


def _note_refusals(ctx: StepContext, connection: Connection, load_id: int, feed: str) -> None:
    cause = _REFUSED.get(feed)
    if cause is None:
        return
    refused = run(connection, "core/refused_files.sql", load_id=load_id).all()
    said = {
        row.file_id: refusal_message(feed, row.refusal_code, row.refusal_details, ctx.settings.language)
        for row in refused
    }
    for message in said.values():
        log.warning("refused: %s", message)
    for period in sorted({row.period or "" for row in refused}):
        mine = [row for row in refused if (row.period or "") == period]
        codes = [row.refusal_code for row in mine]
        record(
            connection,
            ctx.run_ref,
            cause,
            period or None,
            ", ".join(sorted(set(codes))),
            {
                "count": len(mine),
                "normal": 0,
                "files": len(mine),
                "places": [code for row in mine for code in row.village_codes],
                "rules": {code: codes.count(code) for code in sorted(set(codes))},
                "messages": shown(said[row.file_id] for row in mine),
            },
        )


def _note_volumes(ctx: StepContext, connection: Connection, load_id: int, feed: str) -> None:
    """A list far from its village's usual length is told at once: nobody looks for what is missing."""
    rules = [breaker.id for breaker in feed_rules(feed)[2] if breaker.measure in ("minimum", "maximum")]
    lists = run(connection, "core/unusual_lists.sql", load_id=load_id, rule_ids=rules).all()
    for period in sorted({one.period for one in lists}):
        mine = [one for one in lists if one.period == period]
        told = [one.rule_id for one in mine]
        details = {
            "count": len(mine),
            "places": [one.village_code for one in mine],
            "rules": {rule: told.count(rule) for rule in sorted(set(told))},
        }
        record(connection, ctx.run_ref, "volume_unusual", period, ", ".join(sorted(set(told))), details)


def _note_verdicts_not_taken(ctx: StepContext, connection: Connection, load_id: int) -> None:
    """Verdicts that a rule holds are told by file and rule; row by row they stand in the next workbook."""
    rows = run(connection, "verdicts/not_taken.sql", load_id=load_id).all()
    for period in sorted({row.period for row in rows}):
        mine = [row for row in rows if row.period == period]
        rules: dict[str, int] = {}
        for row in mine:
            rules[row.rule_id] = rules.get(row.rule_id, 0) + row.verdicts
        paths = sorted({row.path for row in mine})
        details = {
            "count": sum(rules.values()),
            "normal": 0,
            "files": len(paths),
            "rules": dict(sorted(rules.items())),
        }
        record(connection, ctx.run_ref, "verdicts_not_taken", period, ", ".join(paths), details)


def _tell_status(ctx: StepContext, period: str) -> None:
    """Write mart.submission_status as version 0 while the month has no version, and tell who is missing."""
    with ctx.warehouse.begin() as connection:
        has_version = connection.execute(
            text("SELECT count(*) FROM reconciliation.version WHERE period = :p"), {"p": period}
        ).scalar_one()
        if not has_version:
            settle_villages(connection, period, 0)
            run(connection, "reconciliation/submission_status.sql", period=period, version=0)
            _note_missing(ctx, connection, period)


def _note_missing(ctx: StepContext, connection: Connection, period: str) -> None:
    now = ctx.settings.now
    missing = run(
        connection, "reconciliation/missing_villages.sql", period=period, now=now.isoformat() if now else None
    ).scalars()
    if codes := list(missing):
        details = {"count": len(codes), "normal": 0, "places": codes}
        record(connection, ctx.run_ref, "submission_missing", period, period, details)
