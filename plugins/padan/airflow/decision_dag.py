"""The wiring of the form in which a person decides about a layout or a submission.

record ⇢ close
"""

from __future__ import annotations

from typing import Any

import pendulum
from airflow.sdk import DAG, Param, get_current_context, task

from padan.airflow.closing import close_run
from padan.airflow.defaults import TIMEZONE, dag_arguments
from padan.airflow.period import PERIOD_PATTERN, run_ref_of

KINDS = ["column_mapping", "withdraw_submission", "reassign_submission", "undo"]
_VILLAGE_PATTERN = r"^\d{2}\.\d{2}\.\d{2}\.\d{4}$"


def decision_dag(dag_id: str, *, doc: str | None, description: str) -> DAG:
    """The DAG that appends one decision to the decisions file."""
    with DAG(
        dag_id,
        schedule=None,
        description=description,
        params=_form(),
        **dag_arguments(doc, ["decisions"]),
    ) as dag:
        record() >> close_run().as_teardown()
    return dag


def _form() -> dict[str, Param]:
    return {
        "kind": Param(
            "column_mapping", type="string", enum=KINDS, title="Decision", description_md="What is decided."
        ),
        "period": _text("Month", "Folder in which the file was found, as `2026-01`.", pattern=PERIOD_PATTERN),
        "path": _text("Path", "The file's path below that folder, as alerts and pages show it."),
        "village_code": _text(
            "Village of the layout",
            "Column mapping: the village whose lists it holds for, as `32.01.05.2003`. Empty: the one of the "
            "refused file, or any.",
            pattern=_VILLAGE_PATTERN,
        ),
        "columns": _text(
            "Columns",
            "Column mapping: one line a head, `HEAD = field`, or `HEAD = ignore`. With month and path of a refused "
            "file only the heads that are unclear; otherwise every head, from left to right.",
            format="multiline",
        ),
        "to_period": _text("Re-assign to month", "As `2026-02`.", pattern=PERIOD_PATTERN),
        "to_village": _text("Re-assign to village", "As `32.01.05.2003`.", pattern=_VILLAGE_PATTERN),
        "sha256": _text(
            "SHA-256",
            "Only where one of several files sent to the same path is meant; empty: those received up to today.",
            pattern="^[0-9a-f]{64}$",
        ),
        "undoes": _text("Undo", "Id of the entry that shall hold no longer."),
        "reason": Param("", type="string", title="Reason", description_md="Why, without naming a person."),
    }


def _text(title: str, description: str, **schema: str) -> Param:
    told: dict[str, Any] = {"title": title, "description_md": description, **schema}
    return Param(None, type=["null", "string"], **told)


@task
def record() -> dict[str, Any]:
    """Checks the form and appends its entry to the decisions file: id and outcome."""
    from padan import steps

    context = get_current_context()
    run = context["dag_run"]
    decided_on = pendulum.instance(run.run_after).in_timezone(TIMEZONE).date()
    return dict(
        steps.record_decision(
            steps.open_context(run_ref_of(context)),
            dict(context["params"]),
            decided_by=run.triggering_user_name or "unknown",
            decided_on=decided_on,
        )
    )
