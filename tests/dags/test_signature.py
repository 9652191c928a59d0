"""What a request for a signature does when nobody answered for a while, and what it takes of an answer."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from airflow.sdk.exceptions import AirflowSkipException, TaskAwaitingInput
from sqlalchemy import text
from tests.conftest import Warehouse

from padan.airflow.signature import LOOK_AGAIN, SignatureOperator

MANIFEST = "a" * 64
PROPOSED = {"period": "2026-01", "version": 1, "manifest_sha256": MANIFEST, "amends_version": None}
NOBODY_YET = {"error": "no response", "error_type": "timeout"}
VERSION = text(
    "INSERT INTO reconciliation.version (period, version, inputs_sha256, inputs, cut_off, code_version, run_ref, "
    "published_at) VALUES ('2026-01', :version, repeat('c', 64), '{}', '2026-01-31', '0', 'local/test', now())"
)
SIGN = text(
    "INSERT INTO audit.sign_off (period, version, office, verdict, person, signed_at, run_ref, manifest_sha256) "
    "VALUES ('2026-01', 1, :office, 'approved', :person, now(), 'local/test', repeat('a', 64))"
)


@pytest.fixture
def published(warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """A warehouse with one published version, which the tasks' environment names."""
    with warehouse.engine.begin() as connection:
        connection.execute(VERSION, {"version": 1})
    monkeypatch.setenv("PADAN_HOME", str(tmp_path))
    monkeypatch.setenv("PADAN_WAREHOUSE_URI", warehouse.loader_uri)
    return warehouse


def context() -> Any:
    """As much of a task's context as the operator reads."""
    return {
        "dag": SimpleNamespace(dag_id="month_sign_off"),
        "run_id": "test",
        "ti": SimpleNamespace(xcom_pull=lambda task_ids: PROPOSED),
    }


def asking(office: str = "disnaker") -> SignatureOperator:
    return SignatureOperator(
        task_id="ask", office=office, proposed_by="prepare", signers=("budi",), language="id"
    )


def answer(option: str, person: str, **fields: str) -> dict[str, Any]:
    return {
        "chosen_options": [option],
        "params_input": fields,
        "responded_at": datetime(2026, 3, 2, 2, 15, tzinfo=UTC),
        "responded_by_user": {"id": person, "name": person},
    }


def test_without_an_answer_it_waits_on(published: Warehouse) -> None:
    with pytest.raises(TaskAwaitingInput) as parked:
        asking().execute_complete(context(), NOBODY_YET)
    assert (parked.value.method_name, parked.value.timeout) == ("execute_complete", LOOK_AGAIN)


def test_a_newer_version_ends_the_request(published: Warehouse) -> None:
    with published.engine.begin() as connection:
        connection.execute(VERSION, {"version": 2})
    with pytest.raises(AirflowSkipException, match="nothing is signed here any more"):
        asking().execute_complete(context(), NOBODY_YET)


@pytest.mark.parametrize("option", ["Setujui", "Tolak"])
def test_an_answer_to_a_replaced_version_ends_the_request_too(published: Warehouse, option: str) -> None:
    """It came before the next look; without a reason it is not even asked for again."""
    with published.engine.begin() as connection:
        connection.execute(VERSION, {"version": 2})
    with pytest.raises(AirflowSkipException, match="nothing is signed here any more"):
        asking().execute_complete(context(), answer(option, "budi", reason="", document_number=""))


def test_the_branch_is_not_asked_for_what_was_sent_back(published: Warehouse) -> None:
    with pytest.raises(AirflowSkipException):
        asking("branch").execute(context())


def test_what_another_run_signed_is_not_asked_for_again(published: Warehouse) -> None:
    with published.engine.begin() as connection:
        connection.execute(SIGN, {"office": "disnaker", "person": "budi"})
    assert asking().execute(context()) == {"office": "disnaker", "signed_already": True}
    assert asking().execute_complete(context(), NOBODY_YET) == {"office": "disnaker", "signed_already": True}


def test_an_approval_is_handed_on_with_who_and_when(published: Warehouse) -> None:
    taken = asking().execute_complete(
        context(), answer("Setujui", "budi", reason="", document_number="7/2026")
    )
    assert taken == {
        "office": "disnaker",
        "approved": True,
        "person": "budi",
        "at": "2026-03-02T02:15:00+00:00",
        "reason": "",
        "document_number": "7/2026",
    }


def test_a_rejection_with_a_reason_is_handed_on(published: Warehouse) -> None:
    taken = asking().execute_complete(
        context(), answer("Tolak", "budi", reason="Total berbeda", document_number="")
    )
    assert (taken["approved"], taken["reason"]) == (False, "Total berbeda")
