"""What the database itself refuses, whoever writes to it: wrong order, the same person, another manifest, rewriting."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from tests.integration.sign_off.conftest import MONTHS

PERIOD = MONTHS[1]
MANIFEST = "a" * 64
SIGN = text(
    "INSERT INTO audit.sign_off "
    "(period, version, office, verdict, person, signed_at, reason, run_ref, manifest_sha256) "
    "VALUES (:period, :version, :office, :verdict, :person, '2026-03-02 09:15+07', :reason, 'local/test', :manifest)"
)


def sign(connection: Connection, office: str, person: str, verdict: str = "approved", **other: Any) -> None:
    values = {"period": PERIOD, "version": 1, "manifest": MANIFEST, "reason": None, **other}
    connection.execute(SIGN, {"office": office, "person": person, "verdict": verdict, **values})


def status(connection: Connection) -> str:
    found = connection.execute(
        text("SELECT status FROM reconciliation.version WHERE period = :p AND version = 1"), {"p": PERIOD}
    )
    return str(found.scalar_one())


def set_status(connection: Connection, value: str) -> None:
    connection.execute(
        text("UPDATE reconciliation.version SET status = :s WHERE period = :p"), {"s": value, "p": PERIOD}
    )


def refused(says: str) -> Any:
    return pytest.raises(DBAPIError, match=says)


def test_the_way_of_a_version(connection: Connection) -> None:
    sign(connection, "disnaker", "budi")
    assert status(connection) == "approved"
    sign(connection, "branch", "siti")
    assert status(connection) == "approved"
    set_status(connection, "final")
    assert status(connection) == "final"


@pytest.mark.parametrize(
    ("before", "says"),
    [
        ([("branch", "siti")], "the branch signs once, after Disnaker"),
        ([("disnaker", "budi"), ("disnaker", "ani")], "Disnaker signs a draft"),
        ([("disnaker", "budi"), ("branch", "budi")], "two people sign"),
        ([("disnaker", "budi"), ("branch", "siti"), ("branch", "ani")], "the branch signs once"),
        ([("disnaker", " ")], "CheckViolation"),
        ([("bupati", "x")], "CheckViolation"),
    ],
)
def test_who_may_not_sign(connection: Connection, before: list[tuple[str, str]], says: str) -> None:
    *signed, last = before
    for office, person in signed:
        sign(connection, office, person)
    with refused(says):
        sign(connection, *last)


def test_both_sign_the_same_manifest(connection: Connection) -> None:
    sign(connection, "disnaker", "budi")
    with refused("another manifest"):
        sign(connection, "branch", "siti", manifest="b" * 64)


@pytest.mark.parametrize(("verdict", "reason"), [("rejected", None), ("approved", "x"), ("rejected", " ")])
def test_a_rejection_and_only_a_rejection_has_a_reason(
    connection: Connection, verdict: str, reason: str | None
) -> None:
    with refused("CheckViolation"):
        sign(connection, "disnaker", "budi", verdict, reason=reason)


def test_only_the_newest_version_is_signed(connection: Connection) -> None:
    new_version(connection)
    with refused("not the newest"):
        sign(connection, "disnaker", "budi")


def test_only_what_is_published_is_signed(connection: Connection) -> None:
    new_version(connection)
    with refused("not published"):
        sign(connection, "disnaker", "budi", version=2)


def test_a_rejection_by_the_branch_takes_both_back_to_the_start(connection: Connection) -> None:
    sign(connection, "disnaker", "budi")
    sign(connection, "branch", "siti", "rejected", reason="Total berbeda")
    assert status(connection) == "draft"
    with refused("after Disnaker"), connection.begin_nested():
        sign(connection, "branch", "siti")
    sign(connection, "disnaker", "budi")
    with refused("approved final|does not say so"), connection.begin_nested():
        set_status(connection, "final")
    sign(connection, "branch", "siti")
    set_status(connection, "final")


@pytest.mark.parametrize("value", ["approved", "final", "amended"])
def test_no_status_without_signatures(connection: Connection, value: str) -> None:
    with refused("audit.sign_off does not say so"):
        set_status(connection, value)


def test_a_version_that_was_replaced_after_its_signatures_is_not_final(connection: Connection) -> None:
    sign(connection, "disnaker", "budi")
    sign(connection, "branch", "siti")
    new_version(connection)
    with refused("audit.sign_off does not say so"):
        connection.execute(
            text("UPDATE reconciliation.version SET status = 'final' WHERE period = :p AND version = 1"),
            {"p": PERIOD},
        )


def test_one_signature_is_not_final(connection: Connection) -> None:
    sign(connection, "disnaker", "budi")
    with refused("audit.sign_off does not say so"):
        set_status(connection, "final")


def test_a_final_version_is_locked(connection: Connection) -> None:
    make_final(connection)
    for change in (
        "status = 'draft'",
        "inputs_sha256 = repeat('0', 64)",
        "cut_off = '2025-01-01'",
        "amends_version = 1",
    ):
        with refused("locked|does not say so|CheckViolation"), connection.begin_nested():
            connection.execute(text(f"UPDATE reconciliation.version SET {change} WHERE period = '{PERIOD}'"))  # noqa: S608
    with refused("it stays"), connection.begin_nested():
        connection.execute(text(f"DELETE FROM reconciliation.version WHERE period = '{PERIOD}'"))  # noqa: S608


def test_a_version_begins_as_a_draft(connection: Connection) -> None:
    with refused("must begin as a draft"):
        new_version(connection, status="final")


def test_a_final_version_becomes_amended_only_by_a_final_amendment(connection: Connection) -> None:
    make_final(connection)
    new_version(connection, amends=1, published=True)
    with refused("does not say so"), connection.begin_nested():
        connection.execute(
            text("UPDATE reconciliation.version SET status = 'amended' WHERE period = :p AND version = 1"),
            {"p": PERIOD},
        )
    for office, person in (("disnaker", "budi"), ("branch", "siti")):
        sign(connection, office, person, version=2)
    for version, value in ((2, "final"), (1, "amended")):
        connection.execute(
            text("UPDATE reconciliation.version SET status = :s WHERE period = :p AND version = :v"),
            {"s": value, "p": PERIOD, "v": version},
        )
    assert status(connection) == "amended"


@pytest.mark.parametrize("table", ["audit.sign_off", "audit.event"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET run_ref = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_what_was_noted_stays_even_for_the_owner(owner: Connection, table: str, statement: str) -> None:
    owner.execute(text("SELECT audit.note_event('look', 'x', '{}')"))
    with refused("append-only"):
        owner.execute(
            text(statement.format(table).replace("run_ref", "run_ref" if "sign" in table else "ref"))
        )


def test_the_tasks_append_to_the_chain_by_its_function_only(connection: Connection) -> None:
    with refused("InsufficientPrivilege"):
        connection.execute(
            text(
                "INSERT INTO audit.event VALUES (1, now(), 'look', 'x', '{}', repeat('0', 64), repeat('1', 64))"
            )
        )


def make_final(connection: Connection) -> None:
    sign(connection, "disnaker", "budi")
    sign(connection, "branch", "siti")
    set_status(connection, "final")


def new_version(
    connection: Connection, status: str = "draft", amends: int | None = None, published: bool = False
) -> None:
    connection.execute(
        text(
            "INSERT INTO reconciliation.version (period, version, status, inputs_sha256, inputs, cut_off, "
            "code_version, run_ref, amends_version, published_at) "
            "VALUES (:p, 2, :s, repeat('c', 64), '{}', '2026-01-31', '0', 'local/test', :amends, "
            "CASE WHEN :published THEN now() END)"
        ),
        {"p": PERIOD, "s": status, "amends": amends, "published": published},
    )
