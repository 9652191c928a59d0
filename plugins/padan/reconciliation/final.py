"""A month that is final stays so: computed again it either says the same, or becomes a draft amendment."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, text

from padan.reconciliation.month import MonthVersion
from padan.warehouse.sql import run


def keep_final(
    connection: Connection, period: str, run_ref: str, make: Callable[[], MonthVersion]
) -> MonthVersion:
    """Make a month's next version, unless its final one says the same already.

    A version whose outcomes and printed totals are all those of the final version is taken back, and its inputs
    are noted, so that nobody computes them again. Any other one is kept, as a draft that amends the final version.
    While such a draft waits for signatures, every change of the inputs makes a new one, as in any open month.

    Args:
        connection: inside the caller's transaction.
        period: 'YYYY-MM'.
        run_ref: the orchestrator's run.
        make: makes the next version in that transaction.

    """
    final = run(connection, "sign_off/final_version.sql", period=period).scalar()
    if final is None:
        return make()
    savepoint = connection.begin_nested()
    made = make()
    if not made.changed:
        savepoint.commit()
        return made
    changed = run(
        connection, "sign_off/is_changed.sql", period=period, earlier=final, later=made.version
    ).scalar()
    if not changed and made.version == final + 1:
        digest = _inputs_of(connection, made)
        savepoint.rollback()
        run(
            connection,
            "sign_off/note_checked.sql",
            period=period,
            version=final,
            digest=digest,
            run_ref=run_ref,
        )
        return MonthVersion(period, final, changed=False)
    connection.execute(
        text(
            "UPDATE reconciliation.version SET amends_version = :final WHERE period = :period AND version = :version"
        ),
        {"final": final, "period": period, "version": made.version},
    )
    savepoint.commit()
    return made


def is_checked(connection: Connection, period: str, version: int, digest: str) -> bool:
    """Return whether a final version was computed again under these inputs, and came out the same."""
    return bool(
        run(connection, "sign_off/checked.sql", period=period, version=version, digest=digest).scalar()
    )


def _inputs_of(connection: Connection, made: MonthVersion) -> str:
    return str(
        connection.execute(
            text("SELECT inputs_sha256 FROM reconciliation.version WHERE period = :p AND version = :v"),
            {"p": made.period, "v": made.version},
        ).scalar_one()
    )
