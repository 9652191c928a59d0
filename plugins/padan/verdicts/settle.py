"""Verdicts become links when they come in, and each version of a month keeps those that count in it."""

from __future__ import annotations

from sqlalchemy import Connection, text

from padan.warehouse.sql import run


def take_verdicts(connection: Connection, load_id: int) -> int:
    """Note a load's verdicts in the chain of events, and what they say of pairs: the same person, or another.

    Returns:
        How many links were new.
    """
    run(connection, "verdicts/note_events.sql", load_id=load_id)
    codes = connection.execute(
        text(
            "SELECT DISTINCT v.case_code FROM audit.verdict AS v "
            "INNER JOIN core.file_reading AS g ON v.file_id = g.file_id WHERE g.load_id = :load_id"
        ),
        {"load_id": load_id},
    ).scalars()
    return run(connection, "verdicts/confirm_links.sql", case_codes=sorted(codes)).rowcount


def settle(connection: Connection, period: str, version: int) -> None:
    """Fill reconciliation.case_verdict, request and request_result of a version whose cases are written."""
    which = {"period": period, "version": version}
    run(connection, "verdicts/settle_verdicts.sql", **which)
    run(connection, "verdicts/requests.sql", **which)
    run(connection, "verdicts/request_results.sql", **which)
