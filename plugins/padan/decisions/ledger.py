"""audit.decision: the entries as they were taken, and those that hold."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, text

from padan.decisions.file import parse_entry, read_decisions
from padan.decisions.model import DecisionsError, Entry, UndoEntry
from padan.warehouse.sql import run

_TOLD = ("kind", "content", "undoes", "decided_by", "decided_on", "reason")


def take(connection: Connection, path: Path, run_ref: str) -> int:
    """Take the new entries of the decisions file into audit.decision; return how many were new.

    Raises:
        DecisionsError: the file cannot be read, or an entry that was taken is changed, gone or no longer in its place.

    """
    entries = read_decisions(path)
    taken = run(connection, "landing/decisions_taken.sql").all()
    _require_unchanged(path, entries, taken)
    for place, entry in enumerate(entries[len(taken) :], len(taken) + 1):
        row = {**_columns(entry), "decision_id": entry.id, "place": place, "run_ref": run_ref}
        row["content"] = json.dumps(row["content"], ensure_ascii=False, sort_keys=True)
        run(connection, "landing/take_decision.sql", **row)
    return len(entries) - len(taken)


def in_force(connection: Connection) -> list[Entry]:
    """Return the entries that no other undoes, in the order in which they were taken."""
    rows = connection.execute(text("SELECT * FROM audit.decision_in_force ORDER BY place")).mappings()
    return [
        parse_entry(
            {
                **row["content"],
                "id": row["decision_id"],
                "kind": row["kind"],
                "decided_by": row["decided_by"],
                "decided_on": row["decided_on"],
                "reason": row["reason"],
            }
        )
        for row in rows
    ]


def _columns(entry: Entry) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "content": entry.content(),
        "undoes": entry.undoes if isinstance(entry, UndoEntry) else None,
        "decided_by": entry.decided_by,
        "decided_on": entry.decided_on,
        "reason": entry.reason,
    }


def _require_unchanged(path: Path, entries: Sequence[Entry], taken: Sequence[Row[Any]]) -> None:
    ids = [entry.id for entry in entries]
    for place, row in enumerate(taken):
        was = row.decision_id
        if was not in ids:
            raise DecisionsError(
                f"{path}: the entry {was} was taken on {row.taken_on} and is gone. Put it back as it was; "
                "to take it back, add an entry of kind undo at the end"
            )
        entry = entries[ids.index(was)]
        told = _columns(entry)
        if changed := [name for name in _TOLD if told[name] != getattr(row, name)]:
            raise DecisionsError(
                f"{path}: the entry {was} was taken on {row.taken_on} and is changed since ({', '.join(changed)}). "
                "Put it back as it was; to change the decision, add an undo and a new entry at the end"
            )
        if ids[place] != was:
            raise DecisionsError(
                f"{path}: the entry {ids[place]} stands before {was}, which was taken earlier. "
                "New entries are added at the end"
            )
