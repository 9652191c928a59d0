"""How a landed submission stands under the decisions in force: where it counts, whether at all. Pure functions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from padan.decisions.model import ColumnMappingEntry, Entry, ReassignEntry, WithdrawEntry


@dataclass(frozen=True)
class Filing:
    """Where a submission counts.

    Attributes:
        period: coverage month.
        decisions: ids of the decisions that concern it, in the order in which they were taken.
        withdrawn: it counts for nothing.
        assigned_village: the village it was assigned to, whatever it says itself.
    """

    period: str
    decisions: tuple[str, ...] = ()
    withdrawn: bool = False
    assigned_village: str | None = None


@dataclass(frozen=True)
class Submission:
    """A landed file, by its newest reading.

    Attributes:
        file_id: of that reading.
        collection: month's folder it was found in.
        path: below that folder.
        sha256: of its bytes.
        received_on: day of receipt.
        filing: how it stands in the warehouse.
        open_heads: keys of the heads for whose sake it was refused; None where a mapping would not help it.
        village_codes: villages its evidence names.
    """

    file_id: int
    collection: str
    path: str
    sha256: str
    received_on: date
    filing: Filing
    open_heads: tuple[str, ...] | None
    village_codes: tuple[str, ...]


def filed(submission: Submission, in_force: Sequence[Entry]) -> Filing:
    """Return how a submission stands under the decisions in force, of which later ones go before earlier ones."""
    decisions: list[str] = []
    withdrawn, period, village = False, submission.collection, None
    for entry in in_force:
        if isinstance(entry, ColumnMappingEntry):
            # A file read under a mapping keeps it for as long as it is in force: it is no longer refused.
            if entry.id in submission.filing.decisions or _answers(entry, submission):
                decisions.append(entry.id)
        elif isinstance(entry, WithdrawEntry | ReassignEntry) and _names(entry, submission):
            decisions.append(entry.id)
            if isinstance(entry, WithdrawEntry):
                withdrawn = True
            else:
                period = entry.to_period or period
                village = entry.to_village or village
    return Filing(period, tuple(decisions), withdrawn, village)


def _answers(entry: ColumnMappingEntry, submission: Submission) -> bool:
    if submission.open_heads != entry.heads:
        return False
    # Whose list it is may stand in what could not be read.
    return entry.village_code in (None, *submission.village_codes) or not submission.village_codes


def _names(entry: WithdrawEntry | ReassignEntry, submission: Submission) -> bool:
    if (entry.period, entry.path) != (submission.collection, submission.path):
        return False
    if entry.sha256 is not None:
        return entry.sha256 == submission.sha256
    return submission.received_on <= entry.decided_on


def open_heads(refusal_details: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Return the heads of the entry that a refusal proposes to whoever decides; None where it proposes none."""
    proposed = refusal_details.get("entry")
    return tuple(yaml.safe_load(proposed)[0]["heads"]) if proposed else None


def read_under(
    layout: Iterable[Mapping[str, Any]], village_codes: Collection[str], entries: Iterable[Entry]
) -> tuple[str, ...]:
    """Return the ids of the mappings under which a file's tables were read: those of its heads and villages."""
    heads = {tuple(table.get("heads") or ()) for table in layout}
    return tuple(
        entry.id
        for entry in entries
        if isinstance(entry, ColumnMappingEntry)
        and entry.heads in heads
        and (entry.village_code is None or entry.village_code in village_codes)
    )
