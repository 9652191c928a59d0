"""The wiring that the feed DAGs share: from new files to the months they changed.

    land → new_batches → read (mapped over batches) → check → load → announce → verdict ⇢ close

Which tasks a run ends with:
    - nothing new at the source: everything after new_batches is skipped, the run is green;
    - a task failed: the rest is `upstream_failed`, the run is red, `close` gives the load up;
    - a breaker tripped: the other files are loaded and announced, then `verdict` makes the run red.
"""

from __future__ import annotations

from typing import Any

from airflow.sdk import DAG, Asset, Param, TriggerRule, get_current_context, task
from airflow.sdk.exceptions import AirflowSkipException

from padan.airflow.closing import close_run
from padan.airflow.defaults import TIMEZONE, dag_arguments
from padan.airflow.period import run_ref_of
from padan.airflow.timetable import DailyFeedTimetable

DAILY_AT_SIX = "0 6 * * *"
READERS_AT_ONCE = 2
"""Batches read side by side: each is a process of some 100 MB and its workers (PADAN_READERS)."""


def feed_dag(feed: str, asset: Asset, *, doc: str | None, description: str, tags: list[str]) -> DAG:
    """One feed's DAG, named like the feed.

    Args:
        feed: name of the feed, as in include/contracts.
        asset: what it announces, one event a changed month.
        doc: Markdown for the UI.
        description: one line for the UI's list.
        tags: shown beside 'padan'.
    """
    with DAG(
        feed,
        schedule=DailyFeedTimetable(DAILY_AT_SIX, timezone=TIMEZONE),
        description=description,
        params={"collection": _collection_param()},
        **dag_arguments(doc, ["feed", *tags]),
    ) as dag:
        # Any: the stubs do not let a task's result stand where another task takes its value.
        landed: Any = land(feed)
        batches = new_batches(landed)
        read_files = read.partial(landed=landed).expand(file_ids=batches)
        checked = check(landed)
        loaded: Any = load(landed)
        announced = announce.override(outlets=[asset])(loaded, asset)
        judged = verdict(landed)
        closed = close_run().as_teardown()
        read_files >> checked >> loaded >> announced >> judged >> closed
    return dag


def _collection_param() -> Param:
    return Param(
        None,
        type=["null", "string"],
        title="Collection",
        description_md="Look only into this folder below the feed's: a month such as `2026-01`, a registry "
        "version such as `p3ke/2025-1`, a list such as `deceased`. Empty: look everywhere, as each "
        "morning. Files that were read before are not read again either way.",
    )


@task(retries=5)
def land(feed: str) -> dict[str, Any]:
    """Copies new and changed files into the landing and opens the load: load_id, batches, files."""
    from padan import steps
    from padan.airflow.source import SourceRoot

    context = get_current_context()
    ctx = steps.open_context(run_ref_of(context))
    source = SourceRoot(ctx.settings.source_root, collection=context["params"]["collection"])
    return dict(steps.land(ctx, feed, source))


@task.short_circuit(pool="default_pool", multiple_outputs=False)
def new_batches(landed: dict[str, Any]) -> list[list[int]]:
    """The batches of file ids to read; none ends the run here, green."""
    return list(landed["batches"]) if landed["load_id"] is not None else []


@task(map_index_template="{{ batch }}", max_active_tis_per_dagrun=READERS_AT_ONCE)
def read(landed: dict[str, Any], file_ids: list[int]) -> dict[str, Any]:
    """Reads one batch of files into staging; a file that cannot be read is refused, never an error."""
    from padan import steps

    context = get_current_context()
    context["batch"] = f"{len(file_ids)} files, {min(file_ids)} to {max(file_ids)}"  # type: ignore[typeddict-unknown-key]
    return dict(steps.read(steps.open_context(run_ref_of(context)), landed["load_id"], file_ids))


@task
def check(landed: dict[str, Any]) -> dict[str, Any]:
    """Runs the contract's rules over everything the load staged."""
    from padan import steps

    return dict(steps.check(steps.open_context(run_ref_of(get_current_context())), landed["load_id"]))


@task
def load(landed: dict[str, Any]) -> dict[str, Any]:
    """Moves accepted rows into core, in one transaction: the months it changed, as 'periods'."""
    from padan import steps

    return dict(steps.load(steps.open_context(run_ref_of(get_current_context())), landed["load_id"]))


@task
def announce(loaded: dict[str, Any], asset: Asset) -> list[str]:
    """Wakes the reconciliation of every month that changed.

    An outlet emits even when the task names no partition, and Airflow drops such an event with a warning:
    so without a changed month the task is skipped.
    """
    periods = sorted(loaded["periods"])
    if not periods:
        raise AirflowSkipException("No month changed.")
    get_current_context()["outlet_events"][asset].add_partitions(periods)
    return periods


@task(trigger_rule=TriggerRule.NONE_FAILED_MIN_ONE_SUCCESS)
def verdict(landed: dict[str, Any]) -> None:
    """Ends the run red if a breaker tripped, after everything else was loaded and announced."""
    from padan import steps

    steps.verdict(steps.open_context(run_ref_of(get_current_context())), landed["load_id"])
