"""Brings the decisions in force to the landed files: those whose standing changed wait to be read again."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row

from padan.decisions.filing import Filing, Submission, filed, open_heads, read_under
from padan.decisions.ledger import in_force
from padan.decisions.model import ColumnMappingEntry, ReassignEntry, WithdrawEntry
from padan.warehouse.sql import run


def refile(connection: Connection) -> int:
    """Let every village file whose decisions changed wait to be read again; return how many do."""
    entries = in_force(connection)
    named = [entry for entry in entries if isinstance(entry, WithdrawEntry | ReassignEntry)]
    rows = run(
        connection,
        "landing/filed.sql",
        collections=[entry.period for entry in named],
        paths=[entry.path for entry in named],
    )
    changed: list[dict[str, Any]] = []
    for submission in {row.file_id: _submission(row) for row in rows}.values():
        filing = filed(submission, entries)
        if filing != submission.filing:
            changed.append({"file_id": submission.file_id, **asdict(filing)})
    if changed:
        run(connection, "landing/refile.sql", filings=json.dumps(changed))
    return len(changed)


def note_mappings(connection: Connection, load_id: int) -> None:
    """Keep with every file of a load which column mappings it was read under."""
    entries = [entry for entry in in_force(connection) if isinstance(entry, ColumnMappingEntry)]
    if not entries:
        return
    for row in run(connection, "core/layouts.sql", load_id=load_id).all():
        if mapped := read_under(row.layout, row.village_codes, entries):
            run(connection, "core/concerned_by.sql", file_id=row.file_id, decisions=list(mapped))


def _submission(row: Row[Any]) -> Submission:
    return Submission(
        file_id=row.file_id,
        collection=row.collection,
        path=row.path,
        sha256=row.sha256,
        received_on=row.received_on,
        filing=Filing(row.period, tuple(row.decisions), row.withdrawn, row.assigned_village),
        open_heads=open_heads(row.refusal_details),
        village_codes=tuple(row.village_codes),
    )
