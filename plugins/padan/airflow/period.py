"""Which month, and which run: the two questions every task asks of Airflow's context."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from padan.errors import DataProblem

PERIOD_PATTERN = r"^\d{4}-(0[1-9]|1[0-2])$"


class NoPeriod(DataProblem):
    """The run names no coverage month, or not in the form YYYY-MM."""


def period_of(context: Mapping[str, Any]) -> str:
    """The coverage month of a run: its partition key, else its parameter `period`.

    A run made by an asset event, a backfill or the API has a partition key; one started by the form may
    have only the parameter. Neither has a logical date.

    Raises:
        NoPeriod: neither is there, or it is not a month, or the two name different months.
    """
    key = context.get("partition_key")
    parameter = (context.get("params") or {}).get("period")
    if key and parameter and key != parameter:
        raise NoPeriod(
            f"The run's partition key is {key!r}, its parameter 'period' is {parameter!r}. "
            "Trigger it again with one of them only."
        )
    period = key or parameter
    if not period:
        raise NoPeriod(
            "The run names no coverage month. Trigger it again with the partition key, or the parameter "
            "'period', set to the month as YYYY-MM, for example 2026-01."
        )
    if not re.fullmatch(PERIOD_PATTERN, str(period)):
        raise NoPeriod(f"{period!r} is not a coverage month. Write it as YYYY-MM, for example 2026-01.")
    return str(period)


def run_ref_of(context: Mapping[str, Any]) -> str:
    """How the warehouse's audit tables name a run: '<dag_id>/<run_id>'."""
    return f"{context['dag'].dag_id}/{context['run_id']}"
