"""One event of a history done again: a load, a version, the publishing of the last one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import text

from padan import steps
from padan.errors import DataProblem
from padan.evidence.history import entries
from padan.replay.source import LandedBytes
from padan.steps import StepContext


def load_again(
    ctx: StepContext, load: Mapping[str, Any], decisions: Iterable[dict[str, Any]], bytes_folder: Path
) -> None:
    """Bring the files of a load into core, under the decisions taken by then.

    What was held back then is held back again: the verdict is no error here.
    """
    ctx.settings.decisions.write_text(yaml.safe_dump(entries(decisions), allow_unicode=True), "utf-8")
    landed = steps.land(ctx, load["feed"], LandedBytes(load["feed"], load["files"], bytes_folder))
    if landed["load_id"] is None:
        return
    for batch in landed["batches"]:
        steps.read(ctx, landed["load_id"], batch)
    steps.check(ctx, landed["load_id"])
    steps.load(ctx, landed["load_id"])


def version_again(ctx: StepContext, wanted: Mapping[str, Any]) -> None:
    """Compute a version and require that it stands on the same inputs.

    Raises:
        DataProblem: it does not; the message names what differs.
    """
    made = steps.reconcile(ctx, wanted["period"])
    with ctx.warehouse.begin() as connection:
        found = connection.execute(
            text(
                "SELECT inputs, inputs_sha256 FROM reconciliation.version WHERE period = :period AND version = :version"
            ),
            made | {},
        ).one()
        if (made["version"], found.inputs_sha256) != (wanted["version"], wanted["inputs_sha256"]):
            raise DataProblem(
                f"{wanted['period']} version {wanted['version']} could not be made from the same inputs "
                f"(it became version {made['version']}): {differences(wanted['inputs'], found.inputs)}"
            )
        # The products name the code that made the version first; the caller says where today's is another.
        connection.execute(
            text(
                "UPDATE reconciliation.version SET code_version = :code, amends_version = :amends "
                "WHERE period = :period AND version = :version"
            ),
            {
                "code": wanted["code_version"],
                "amends": wanted["amends_version"],
                "period": made["period"],
                "version": made["version"],
            },
        )


def at(ctx: StepContext, now: str | None) -> StepContext:
    """The same context with the instant that stood in for the cut-off date then, or none."""
    instant = datetime.fromisoformat(now) if now else None
    return replace(ctx, settings=replace(ctx.settings, now=instant))


def differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """What differs between two inputs, in a few words and without personal data."""
    told = []
    for part in sorted({*then, *now}):
        was, became = then.get(part), now.get(part)
        if isinstance(was, list) and isinstance(became, list) and was != became:
            new, gone = ([one for one in a if one not in b] for a, b in ((became, was), (was, became)))
            told.append(f"{part} ({len(new)} new, {len(gone)} gone)")
        elif was != became:
            told.append(part)
    return ", ".join(told) or "nothing differs"
