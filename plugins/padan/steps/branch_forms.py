"""Is a branch's export of the form of the last accepted month? A change is told, and blocks where it misleads."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection

from padan.alerts.record import record
from padan.contracts import Contract, file_contract
from padan.intake.branch.form import Change, Form, changes, new_totals
from padan.intake.parameters import parameter
from padan.steps.context import StepContext
from padan.texts import read_texts
from padan.warehouse.sql import run

MISLEADS = "branch_form_changed"
"""Both the refusal of a file whose form misleads, and the cause of the alert about any other change."""
_FEED = "bpjs_branch_export"


@dataclass(frozen=True)
class FormChange:
    """What changed in one file.

    Attributes:
        file_id: the file.
        path: where it lay.
        period: its coverage month.
        since: the accepted month it is compared with.
        changes: what is different, agreed changes left out.
    """

    file_id: int
    path: str
    period: str
    since: str
    changes: list[Change] = field(default_factory=list)

    @property
    def misleads(self) -> bool:
        """Whether the file must wait."""
        return any(change.misleads for change in self.changes)

    @property
    def telling(self) -> bool:
        """Whether somebody must be told: a known word that was not used the month before is no news by itself."""
        return any(change.kind != "status_words" for change in self.changes)

    def place(self, language: str) -> dict[str, Any]:
        """What the message of the refusal names."""
        misleading = [change for change in self.changes if change.misleads]
        return {
            "file": self.path.rpartition("/")[2],
            "expected": self.since,
            "found": "; ".join(said(change, language) for change in misleading),
        }


def form_changes(connection: Connection, load_id: int, stopped: Collection[int]) -> list[FormChange]:
    """Compare every file of a load with the last month before it that was accepted; unchanged ones are left out.

    Files of several months may arrive together: each month counts for the next unless it is stopped or misleads.
    """
    contract = file_contract(_FEED)
    agreed = {tuple(row) for row in run(connection, "staging/agreed_form_changes.sql")}
    accepted: dict[str, list[Form]] = defaultdict(list)
    found = []
    for row in run(connection, "staging/branch_forms.sql", load_id=load_id):
        before = max(
            (period for period in accepted if period < row.period and _lists(accepted[period])), default=None
        )
        told = None
        if row.arrives and before is not None:
            told = FormChange(
                row.file_id,
                row.path,
                row.period,
                before,
                [
                    change
                    for change in _compare(accepted[before], row.form, contract, row.period)
                    if (row.period, change.kind, change.subject) not in agreed
                ],
            )
            if told.changes:
                found.append(told)
        if row.file_id not in stopped and not (told and told.misleads):
            accepted[row.period].append(row.form)
    return found


def _lists(forms: list[Form]) -> list[Form]:
    return [form for form in forms if "heads" in form]


def _compare(before: list[Form], after: Form, contract: Contract, period: str) -> list[Change]:
    """Against the list of the month before that differs least: a month may come in several files."""
    year, month = int(period[:4]), int(period[5:])
    ratio = parameter("branch_unit_ratio", date(year, month, monthrange(year, month)[1]))
    printed = new_totals([way for form in before for way in form["totals"]], after["totals"])
    if "heads" not in after:
        return printed
    compared = [changes(form, after, contract, ratio) for form in _lists(before)]
    return min(compared, key=lambda one: (sum(change.misleads for change in one), len(one))) + printed


def tell(ctx: StepContext, connection: Connection, found: list[FormChange], blocked: Collection[int]) -> None:
    """Note an alert about changes that do not block; those of a blocked file are in its own message."""
    told = [change for change in found if change.telling and change.file_id not in blocked]
    for period in sorted({change.period for change in told}):
        mine = [change for change in told if change.period == period]
        messages = [
            f"{one.path.rpartition('/')[2]} ({one.since}): {said(change, ctx.settings.language)}"
            for one in mine
            for change in one.changes
        ]
        details = {"count": len(messages), "normal": 0, "files": len(mine), "messages": messages}
        record(connection, ctx.run_ref, MISLEADS, period, ", ".join(one.path for one in mine), details)


def said(change: Change, language: str) -> str:
    """One change in words."""
    words = read_texts(language, "branch_form")
    titles = {column.name: column.title.in_language(language) for column in file_contract(_FEED).columns_of()}
    before, after = change.before, change.after
    if change.kind == "date_style":
        before, after = (_styles(words["date_styles"], style) for style in (before, after))
    text = str(words["changes"][change.kind])
    return text.format(subject=titles.get(change.subject, change.subject), before=before, after=after)


def _styles(words: dict[str, str], styles: str) -> str:
    return " / ".join(words.get(style, style) for style in styles.split())
