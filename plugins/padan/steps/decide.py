"""Records a decision that a person gave in a form: one more entry in the decisions file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from padan.decisions.file import appending
from padan.decisions.form import entry_from_form, same_in_force
from padan.decisions.model import DecisionsError
from padan.steps.context import StepContext, note
from padan.warehouse.sql import run


def record_decision(
    ctx: StepContext, form: Mapping[str, Any], *, decided_by: str, decided_on: date
) -> dict[str, str]:
    """Append the decision of a form to the decisions file; the next landing of village submissions applies it.

    A form that says what holds already adds nothing, so a run can be repeated.

    Args:
        ctx: settings and warehouse.
        form: kind, reason and the fields of its kind, as texts.
        decided_by: who decides.
        decided_on: the day.

    Returns:
        id of the entry, and 'recorded' or 'unchanged' as outcome.

    Raises:
        DecisionsError: the form cannot be taken, or names a file that is not there.

    """
    with ctx.warehouse.begin() as connection, appending(ctx.settings.decisions) as entries:
        proposed = _landed(connection, form)
        if form.get("kind") == "column_mapping" and form.get("path") and proposed is None:
            raise DecisionsError(
                f"path: {form['path']} of {form['period']} was not refused for its heads; leave period and path empty "
                "and tell every head in columns"
            )
        held = list(entries)
        entry = _entry(form, held, decided_by, decided_on, proposed)
        same = same_in_force(entry, held)
        if same is None:
            entries.append(entry)
        outcome = "unchanged" if same else "done"
        note(connection, ctx, "decide", (same or entry).id, outcome, {"kind": entry.kind})
    return {"id": (same or entry).id, "outcome": "unchanged" if same else "recorded"}


def _entry(
    form: Mapping[str, Any], held: list[Any], decided_by: str, decided_on: date, proposed: str | None
) -> Any:
    return entry_from_form(form, held, decided_by=decided_by, decided_on=decided_on, proposed=proposed)


def _landed(connection: Connection, form: Mapping[str, Any]) -> str | None:
    """The decision that the named file's refusal proposes, if any.

    Raises:
        DecisionsError: there is no such file.

    """
    if not form.get("path"):
        return None
    found = run(
        connection, "landing/submission_at.sql", collection=form.get("period"), path=form["path"]
    ).first()
    if found is None:
        raise DecisionsError(
            f"path: no file {form['path']} of {form.get('period')} was landed. Write the path below the "
            "month's folder, with its folders and in the same letters, as the page of the month shows it"
        )
    return str(found.entry) if found.entry is not None else None
