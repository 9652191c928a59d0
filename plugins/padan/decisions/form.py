"""A decision as a form gives it: fields of text, of which only those of its kind are filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import yaml

from padan.decisions.file import parse_entry
from padan.decisions.kinds import FIELDS
from padan.decisions.model import DecisionsError, Entry, UndoEntry


def entry_from_form(
    form: Mapping[str, Any],
    entries: Sequence[Entry],
    *,
    decided_by: str,
    decided_on: date,
    proposed: str | None = None,
) -> Entry:
    """Return the entry that a form asks for, with an id of its own.

    Args:
        form: kind, reason, and the kind's fields; an empty field counts as not given.
        entries: those of the decisions file.
        decided_by: who filled the form in.
        decided_on: day of the run.
        proposed: of a column mapping, the entry that the refusal of its file proposes, as YAML: its heads and village
            serve where the form gives none.

    Raises:
        DecisionsError: a field is missing, does not belong to the kind, or cannot be taken.

    """
    filled = {name: str(value).strip() for name, value in form.items() if value and str(value).strip()}
    kind, reason = filled.pop("kind", ""), filled.pop("reason", "")
    if kind not in FIELDS:
        raise DecisionsError(f"kind: {kind!r} is none of {', '.join(FIELDS)}")
    content: dict[str, Any] = {name: value for name, value in filled.items() if name in FIELDS[kind]}
    places = ("period", "path") if kind == "column_mapping" else ()
    if foreign := sorted(set(filled) - set(content) - set(places)):
        raise DecisionsError(f"{', '.join(foreign)}: does not belong to {kind}; leave it empty")
    if kind == "column_mapping":
        content = _mapping(content, proposed)
    return parse_entry(
        {
            "id": _free_id(entries),
            "kind": kind,
            **content,
            "decided_by": decided_by,
            "decided_on": decided_on,
            "reason": reason,
        }
    )


def same_in_force(entry: Entry, entries: Sequence[Entry]) -> Entry | None:
    """Return the entry that says the same already and holds; a run that is repeated must not decide twice."""
    undone = {other.undoes for other in entries if isinstance(other, UndoEntry)}
    for other in entries:
        if other.id not in undone and _said(other) == _said(entry):
            return other
    return None


def _said(entry: Entry) -> dict[str, Any]:
    return entry.model_dump(exclude={"id", "decided_by", "decided_on", "reason"})


def _mapping(content: dict[str, Any], proposed: str | None) -> dict[str, Any]:
    """Columns are told as lines 'HEAD = field'; without a proposal the lines name every head, from left to right."""
    columns: dict[str, str] = {}
    for line in str(content.pop("columns", "")).splitlines():
        head, sign, field = (part.strip() for part in line.rpartition("="))
        if not line.strip():
            continue
        if not (head and sign and field):
            raise DecisionsError(f"columns: {line.strip()!r} is no line of the form HEAD = field")
        columns[head] = field
    if proposed is None:
        return {**content, "columns": columns}
    entry = yaml.safe_load(proposed)[0]
    village = content.get("village_code") or entry["village_code"]
    return {"village_code": village, "heads": entry["heads"], "columns": columns or entry["columns"]}


def _free_id(entries: Sequence[Entry]) -> str:
    taken = {entry.id for entry in entries}
    number = len(entries) + 1
    while f"K-{number:04}" in taken:
        number += 1
    return f"K-{number:04}"
