"""Cases of one version of one month: every exception goes on under the code that it had, or gets a new one."""

from __future__ import annotations

from sqlalchemy import Connection, text

from padan.identity.case_codes import case_code
from padan.warehouse.copy import copy_rows
from padan.warehouse.sql import run

KEYS = 7
"""Keys of an exception and of a code, the surest first: see include/sql/reconciliation/exceptions.sql."""
OPEN_A_MONTH_AGO, OPEN_BEFORE_THIS_VERSION, CLOSED = 1, 2, 3


def write_cases(connection: Connection, period: str, version: int, prefix: str) -> None:
    """Write the cases, the open ones and the ledger of a version whose outcomes are written."""
    which = {"period": period, "version": version}
    run(connection, "reconciliation/exceptions.sql", period=period)
    run(connection, "reconciliation/codes_held.sql", **which)
    for tier in (OPEN_A_MONTH_AGO, OPEN_BEFORE_THIS_VERSION):
        _keep(connection, tier)
    run(connection, "reconciliation/codes_closed.sql", period=period)
    _keep(connection, CLOSED)
    _give_new_codes(connection, period, prefix)
    run(connection, "reconciliation/cases.sql", **which)


def _keep(connection: Connection, tier: int) -> None:
    """The exceptions of one person, each under its own code: what agrees in more goes first."""
    if connection.execute(
        text("SELECT EXISTS (SELECT FROM code_held WHERE tier = :tier)"), {"tier": tier}
    ).scalar_one():
        for place in range(1, KEYS + 1):
            run(connection, "reconciliation/keep_codes.sql", tier=tier, place=place)


def _give_new_codes(connection: Connection, period: str, prefix: str) -> None:
    taken = connection.execute(
        text("SELECT count(*) FROM reconciliation.subject WHERE first_period = :p"), {"p": period}
    ).scalar_one()
    new = run(connection, "reconciliation/new_subjects.sql").all()
    copy_rows(
        connection,
        "reconciliation.subject",
        ("case_code", "side", "person_key", "content_sha256", "ordinal", "first_period"),
        (
            (
                case_code(prefix, period, taken + number),
                row.side,
                row.person_key,
                row.content_sha256,
                row.ordinal,
                period,
            )
            for number, row in enumerate(new)
        ),
    )
