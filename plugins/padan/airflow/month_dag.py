"""The wiring of the monthly reconciliation.

    readiness → ready → reconcile → publish → announce, wake_later_months ⇢ close

The DAG emits an asset it also listens to: a new version of a month wakes the later ones. That cannot go in
circles, since it only ever wakes later months, and a month whose inputs did not change ends at its gate.
"""

from __future__ import annotations

import logging
from typing import Any

from airflow.sdk import (
    DAG,
    Param,
    PartitionedAssetTimetable,
    PokeReturnValue,
    get_current_context,
    task,
)
from airflow.sdk.exceptions import AirflowSkipException

from padan.airflow.assets import (
    BPJS_BRANCH_EXPORT,
    CASE_VERDICTS,
    EXCLUSION_LISTS,
    MONTH_DUE,
    POVERTY_REGISTRY,
    RECONCILED_MONTH,
    VILLAGE_SUBMISSIONS,
)
from padan.airflow.closing import close_run
from padan.airflow.defaults import dag_arguments
from padan.airflow.period import PERIOD_PATTERN, period_of, run_ref_of

log = logging.getLogger(__name__)

POLL_SECONDS = 20.0
WAIT_SECONDS = 3600.0
"""How long a month waits for a load of it; longer than any load that is alive."""


def month_dag(dag_id: str, *, doc: str | None, description: str) -> DAG:
    """The DAG that reckons one month a run; its partition key is the month."""
    # '|' starts a run for each event; '&' would wait for both feeds anew after each run.
    lists = VILLAGE_SUBMISSIONS | BPJS_BRANCH_EXPORT | POVERTY_REGISTRY | EXCLUSION_LISTS
    inputs = lists | CASE_VERDICTS | MONTH_DUE
    with DAG(
        dag_id,
        schedule=PartitionedAssetTimetable(assets=inputs),
        description=description,
        params={"period": period_param()},
        **dag_arguments(doc, ["reconciliation"]),
    ) as dag:
        # Any: the stubs do not let a task's result stand where another task takes its value.
        answer: Any = readiness()
        version: Any = reconcile()
        gate = ready(answer)
        published = publish(version)
        gate >> version >> published >> [announce(), wake_later_months()] >> close_run().as_teardown()
    return dag


def period_param() -> Param:
    """The form's field for the month."""
    return Param(
        None,
        type=["null", "string"],
        pattern=PERIOD_PATTERN,
        title="Month",
        description_md="Coverage month as `YYYY-MM`. Leave empty if the partition key is set.",
    )


@task.sensor(mode="reschedule", poke_interval=POLL_SECONDS, timeout=WAIT_SECONDS)
def readiness() -> PokeReturnValue:
    """Whether the month can and need be reckoned, and why: shown as this task's XCom.

    While a load of the month is under way it waits: were it to give up, and the load to fail, nobody would
    wake the month again. Everything else that is missing wakes the month by itself when it comes.
    """
    from padan import steps
    from padan.airflow.source import SourceRoot

    context = get_current_context()
    period = period_of(context)
    ctx = steps.open_context(run_ref_of(context))
    answer = dict(steps.readiness(ctx, period, SourceRoot(ctx.settings.source_root)))
    log.info("%s is %s: %s", period, "ready" if answer["ready"] else "not ready", answer["reason"])
    return PokeReturnValue(is_done=not answer.get("wait", False), xcom_value={"period": period, **answer})


@task.short_circuit(pool="default_pool")
def ready(answer: dict[str, Any]) -> bool:
    """Ends the run here, green, unless there is something to reckon."""
    log.info("%s: %s", answer["period"], answer["reason"])
    return bool(answer["ready"])


@task
def reconcile() -> dict[str, Any]:
    """Makes the month's new version in one transaction: period, version, changed."""
    from padan import steps

    context = get_current_context()
    return dict(steps.reconcile(steps.open_context(run_ref_of(context)), period_of(context)))


@task
def publish(version: dict[str, Any]) -> dict[str, Any]:
    """Writes the version's products and switches to them in one step: folder, products."""
    from padan import steps

    ctx = steps.open_context(run_ref_of(get_current_context()))
    return dict(steps.publish(ctx, version["period"], version["version"]))


@task(outlets=[RECONCILED_MONTH])
def announce() -> str:
    """Tells that the month has a published version."""
    context = get_current_context()
    period = period_of(context)
    # Named although it is the run's own key: a run started with the parameter alone has none.
    context["outlet_events"][RECONCILED_MONTH].add_partitions(period)
    return period


@task(outlets=[MONTH_DUE])
def wake_later_months() -> list[str]:
    """Wakes the later open months, which stand on this one; skipped if there are none.

    A task that names no partition emits the run's own, and would wake its own month again.
    """
    from padan import steps

    context = get_current_context()
    later = sorted(steps.later_months(steps.open_context(run_ref_of(context)), period_of(context)))
    if not later:
        raise AirflowSkipException("No later month is open.")
    context["outlet_events"][MONTH_DUE].add_partitions(later)
    return later
