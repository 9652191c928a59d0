"""Step 4, check: the contract's rules over everything a load staged; a branch file no one can use is blocked."""

from __future__ import annotations

import logging
from typing import Any

from sqlalchemy import Connection, text

from padan.alerts.record import record
from padan.quality.check import CheckOutcome, check_load
from padan.steps.branch_forms import MISLEADS, form_changes, tell
from padan.steps.context import StepContext, note
from padan.steps.halves import refuse_halves
from padan.steps.messages import refusal_message, shown
from padan.warehouse.sql import run

log = logging.getLogger(__name__)


def check(ctx: StepContext, load_id: int) -> dict[str, Any]:
    """Run the rules on a load's rows; return rows, failures by rule, breakers and blocked files as counts.

    Nothing is stopped here: breakers and blocked files are noted, the rest goes on, and the verdict ends the run red.
    """
    with ctx.warehouse.begin() as connection:
        feed = connection.execute(
            text("SELECT feed FROM audit.load WHERE load_id = :id"), {"id": load_id}
        ).scalar_one()
        if feed == "village_submissions":
            run(connection, "staging/accept_copies.sql", load_id=load_id)
        if feed == "poverty_registry":
            refuse_halves(connection, load_id)
    outcome = check_load(ctx.warehouse, load_id, feed, ctx.settings.now)
    with ctx.warehouse.begin() as connection:
        blocked = _block(ctx, connection, load_id, outcome) if feed == "bpjs_branch_export" else 0
        _note_breakers(ctx, connection, outcome)
        counts = {"rows": outcome.rows, "breakers": len(outcome.breakers), "blocked_files": blocked}
        note(connection, ctx, "check", feed, "held" if outcome.breakers or blocked else "done", counts)
    return {**counts, "failed_by_rule": outcome.failed_by_rule}


def _block(ctx: StepContext, connection: Connection, load_id: int, outcome: CheckOutcome) -> int:
    stopped = {file["file_id"]: file["rule_id"] for file in outcome.stopped_files}
    changed = form_changes(connection, load_id, stopped)
    misleading = {one.file_id: one.place(ctx.settings.language) for one in changed if one.misleads}
    stopped |= {file_id: MISLEADS for file_id in misleading if file_id not in stopped}
    run(
        connection,
        "staging/block_branch_files.sql",
        load_id=load_id,
        file_ids=list(stopped),
        rule_ids=list(stopped.values()),
    )
    blocked = run(connection, "staging/blocked_files.sql", load_id=load_id).all()
    tell(ctx, connection, changed, {file.file_id for file in blocked})
    places = misleading | {place["file_id"]: place for place in outcome.stopped_files}
    for period in sorted({file.period for file in blocked}):
        mine = [file for file in blocked if file.period == period]
        said = [
            refusal_message(
                "bpjs_branch_export",
                file.blocked_by,
                places.get(file.file_id, file.refusal_details),
                ctx.settings.language,
            )
            for file in mine
        ]
        for message in said:
            log.warning("blocked: %s", message)
        details = {
            "count": len(mine),
            "normal": 0,
            "files": len(mine),
            "rules": {file.blocked_by: file.failed for file in mine},
            "messages": shown(said),
        }
        subject = ", ".join(file.path for file in mine)
        record(connection, ctx.run_ref, "branch_file_blocked", period, subject, details)
    return len(blocked)


def _note_breakers(ctx: StepContext, connection: Connection, outcome: CheckOutcome) -> None:
    if not outcome.breakers:
        return
    rows = run(connection, "quality/tripped.sql", file_ids=[b["file_id"] for b in outcome.breakers]).all()
    for period in sorted({row.period or "" for row in rows}):
        mine = [row for row in rows if (row.period or "") == period]
        record(
            connection,
            ctx.run_ref,
            "breaker_tripped",
            period or None,
            ", ".join(sorted({row.breaker_id for row in mine})),
            {
                "count": sum(row.failed for row in mine),
                "normal": f"<= {float(mine[0].threshold):.0%}",
                "files": len(mine),
                "places": [code for row in mine for code in row.village_codes],
            },
        )
