"""The wiring of a month's sign-off.

    prepare → ready → ask_disnaker ⇢ record_disnaker → ask_branch ⇢ record_branch → finalise → announce ⇢ close

Only the first month that is not final asks for signatures: a final one wakes the next. Awaiting an answer takes no
worker, so a run may stand for weeks, and several may stand side by side.
"""

from __future__ import annotations

import logging
import os
from datetime import timedelta
from typing import Any

from airflow.sdk import DAG, PartitionedAssetTimetable, get_current_context, task
from airflow.sdk.exceptions import AirflowSkipException

from padan.airflow.assets import RECONCILED_MONTH, SIGN_OFF_DUE
from padan.airflow.closing import close_run
from padan.airflow.defaults import dag_arguments
from padan.airflow.month_dag import period_param
from padan.airflow.period import period_of, run_ref_of
from padan.airflow.signature import SignatureOperator
from padan.settings import language_of, signers_of

log = logging.getLogger(__name__)

PREPARE = "prepare"
SIGNED_WITHIN = timedelta(days=60)
"""A month that nobody signed for this long is somebody's failure, and is told as one."""
SIDE_BY_SIDE = 16
"""Runs that may await signatures at once: months, and versions that are replaced while they wait."""


def sign_off_dag(dag_id: str, *, doc: str | None, description: str) -> DAG:
    """The DAG in which both offices sign one month; its partition key is the month."""
    arguments = dag_arguments(doc, ["sign-off"])
    arguments |= {"dagrun_timeout": SIGNED_WITHIN, "max_active_runs": SIDE_BY_SIDE}
    with DAG(
        dag_id,
        schedule=PartitionedAssetTimetable(assets=RECONCILED_MONTH | SIGN_OFF_DUE),
        description=description,
        params={"period": period_param()},
        **arguments,
    ) as dag:
        # Any: the stubs do not let a task's result stand where another task takes its value.
        proposed: Any = prepare()
        by_disnaker, by_branch = _ask("disnaker"), _ask("branch")
        said: list[Any] = [by_disnaker.output, by_branch.output]
        first = record.override(task_id="record_disnaker")(proposed, said[0])
        second = record.override(task_id="record_branch")(proposed, said[1])
        final = finalise(proposed)
        closed = close_run().as_teardown()
        ready(proposed) >> by_disnaker >> first >> by_branch >> second >> final >> announce() >> closed
    return dag


def _ask(office: str) -> SignatureOperator:
    return SignatureOperator(
        task_id=f"ask_{office}",
        office=office,
        proposed_by=PREPARE,
        signers=signers_of(os.environ)[office],
        language=language_of(os.environ),
        doc_md=SignatureOperator.__doc__,
        pool="default_pool",
    )


@task(task_id=PREPARE)
def prepare() -> dict[str, Any]:
    """Whether the month can be signed now, and what is proposed: its XCom says why not."""
    from padan import steps

    context = get_current_context()
    answer = dict(steps.propose(steps.open_context(run_ref_of(context)), period_of(context)))
    log.info("%s: %s", answer["period"], answer["reason"])
    return answer


@task.short_circuit(pool="default_pool")
def ready(proposed: dict[str, Any]) -> bool:
    """Ends the run here, green, unless there is something to sign."""
    log.info("%s: %s", proposed["period"], proposed["reason"])
    return bool(proposed["ready"])


@task.short_circuit
def record(proposed: dict[str, Any], answer: dict[str, Any]) -> bool:
    """Notes the office's verdict; ends the run, green, unless it approved. Its log says which."""
    from padan import steps

    if answer.get("signed_already"):
        return True
    noted = steps.sign(steps.open_context(run_ref_of(get_current_context())), proposed, answer)
    log.info("%s: %s %s", proposed["period"], noted["outcome"], noted.get("note", ""))
    return bool(noted["go_on"])


@task
def finalise(proposed: dict[str, Any]) -> dict[str, Any]:
    """Adds the signed documents to the version's folder and makes the month final: folder, documents."""
    from padan import steps

    made = dict(steps.finalise(steps.open_context(run_ref_of(get_current_context())), proposed))
    if made["outcome"] == "ended":
        raise AirflowSkipException(made["note"])
    return made


@task(outlets=[SIGN_OFF_DUE])
def announce() -> str:
    """Wakes the next month that waits for its signatures; skipped if there is none."""
    from padan import steps

    context = get_current_context()
    later = steps.next_to_sign(steps.open_context(run_ref_of(context)), period_of(context))
    if later is None:
        raise AirflowSkipException("No later month waits for its signatures.")
    # Named, or the run's own key would be announced and wake this month again.
    context["outlet_events"][SIGN_OFF_DUE].add_partitions(later)
    return later
