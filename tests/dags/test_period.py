"""Which month a run is about."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from padan.airflow.period import NoPeriod, period_of, run_ref_of
from padan.errors import DataProblem


@pytest.mark.parametrize(
    ("context", "period"),
    [
        ({"partition_key": "2026-01", "params": {}}, "2026-01"),
        ({"partition_key": "2026-01", "params": {"period": None}}, "2026-01"),
        ({"partition_key": None, "params": {"period": "2026-02"}}, "2026-02"),
        ({"params": {"period": "2026-12"}}, "2026-12"),
        ({"partition_key": "2026-01", "params": {"period": "2026-01"}}, "2026-01"),
    ],
)
def test_partition_key_or_parameter(context: dict[str, Any], period: str) -> None:
    assert period_of(context) == period


@pytest.mark.parametrize(
    ("context", "message"),
    [
        ({}, "names no coverage month. Trigger it again"),
        ({"partition_key": None, "params": {"period": ""}}, "names no coverage month"),
        ({"partition_key": "2026-13"}, "'2026-13' is not a coverage month. Write it as YYYY-MM"),
        ({"partition_key": "2026-1"}, "is not a coverage month"),
        ({"partition_key": "2026-01\n"}, "is not a coverage month"),
        ({"partition_key": "2026-01", "params": {"period": "2026-02"}}, "with one of them only"),
    ],
)
def test_a_clear_error_otherwise(context: dict[str, Any], message: str) -> None:
    with pytest.raises(NoPeriod, match=message) as caught:
        period_of(context)
    # Trying again would not help.
    assert isinstance(caught.value, DataProblem)


def test_how_the_warehouse_names_a_run() -> None:
    context = {"dag": SimpleNamespace(dag_id="village_submissions"), "run_id": "manual__2026-01-31"}
    assert run_ref_of(context) == "village_submissions/manual__2026-01-31"
