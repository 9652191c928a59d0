"""The wiring of the form in which a person decides about a layout or a submission.

record ⇢ close
"""

from __future__ import annotations

import os
from typing import Any

import pendulum
from airflow.sdk import DAG, Param, get_current_context, task

from padan.airflow.closing import close_run
from padan.airflow.defaults import TIMEZONE, dag_arguments
from padan.airflow.period import PERIOD_PATTERN, run_ref_of
from padan.decisions.kinds import FIELDS
from padan.settings import language_of
from padan.texts import read_texts

_VILLAGE = {"pattern": r"^\d{2}\.\d{2}\.\d{2}\.\d{4}$"}
_SHAPES: dict[str, dict[str, Any]] = {
    "period": {"pattern": PERIOD_PATTERN},
    "village_code": _VILLAGE,
    "columns": {"format": "multiline"},
    "to_period": {"pattern": PERIOD_PATTERN},
    "to_village": _VILLAGE,
    "sha256": {"pattern": "^[0-9a-f]{64}$"},
}


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
    """The fields of the form, their words in the language of the products."""
    words = read_texts(language_of(os.environ), "decision_form")
    told: dict[str, dict[str, Any]] = {
        name: {"title": title, "description_md": description}
        for name, (title, description) in words["fields"].items()
    }
    kinds = {kind: words["kinds"][kind] for kind in FIELDS}
    asked = {"type": "string", **told.pop("kind"), "enum": list(kinds), "values_display": kinds}
    reason = told.pop("reason")
    return {
        "kind": Param(next(iter(FIELDS)), **asked),
        **{
            name: Param(None, type=["null", "string"], **text, **_SHAPES.get(name, {}))
            for name, text in told.items()
        },
        "reason": Param("", type="string", **reason),
    }


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
