"""What all DAGs of Padan share: start, retries, pool, timeouts, the run's closing task.

`padan.steps` is imported inside the tasks only: it brings pandas, Great Expectations and SQLAlchemy, which
would make every reading of a DAG file take seconds.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pendulum
from airflow.sdk import ExceptionRetryPolicy, RetryAction, RetryRule

from padan.airflow.notifier import PadanNotifier
from padan.errors import DataProblem

TIMEZONE = "Asia/Jakarta"
OWNER = "disnaker-data"
WAREHOUSE_POOL = "warehouse"
"""Tasks that work in the warehouse; a pool that does not exist holds its tasks back for ever."""

STEP_TIMEOUT = timedelta(minutes=30)
RUN_TIMEOUT = timedelta(hours=3)

_RETRIES = ExceptionRetryPolicy(
    rules=[
        RetryRule(
            exception=DataProblem,
            action=RetryAction.FAIL,
            reason="a problem in the data: trying again cannot mend it",
        )
    ]
)


def default_args() -> dict[str, Any]:
    """Arguments of every task. A data problem fails at once; anything else is tried four times."""
    return {
        "owner": OWNER,
        "retries": 3,
        "retry_delay": timedelta(seconds=20),
        "retry_exponential_backoff": 2.0,
        "max_retry_delay": timedelta(minutes=10),
        "retry_policy": _RETRIES,
        "execution_timeout": STEP_TIMEOUT,
        "pool": WAREHOUSE_POOL,
    }


def dag_arguments(doc: str | None, tags: list[str]) -> dict[str, Any]:
    """Arguments of every DAG. `doc` is the DAG file's own docstring."""
    return {
        "doc_md": doc,
        "tags": ["padan", *tags],
        # Fixed, so that the first unpausing makes one run for the last 06:00 at any hour of the day.
        "start_date": pendulum.datetime(2025, 12, 1, tz=TIMEZONE),
        "catchup": False,
        "max_active_runs": 1,
        "dagrun_timeout": RUN_TIMEOUT,
        "default_args": default_args(),
        # For a run that ends without its closing task, by its timeout for example.
        "on_failure_callback": PadanNotifier(),
    }
