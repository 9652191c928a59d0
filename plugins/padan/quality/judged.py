"""The rows of one load, every one judged by every rule, in a temporary table of the connection."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, CursorResult, text
from sqlalchemy.exc import DataError, ProgrammingError

from padan.contracts import Rule
from padan.quality.errors import QualityError
from padan.quality.statements import ROWS, facts_statement, rows_statement
from padan.warehouse.sql import run


def set_out(
    connection: Connection, load_id: int, feed: str, rules: Sequence[Rule], now: datetime | None
) -> int:
    """Make the two temporary tables and commit, because Great Expectations ends the transaction it finds.

    Returns how many rows there are.
    """
    clear(connection)
    with connection.begin():
        run(connection, "quality/files.sql", load_id=load_id, now=now.isoformat() if now else None)
        _judge(connection, feed, rules)
        return int(connection.execute(text(f"SELECT count(*) FROM {ROWS}")).scalar_one())  # noqa: S608


def _judge(connection: Connection, feed: str, rules: Sequence[Rule]) -> None:
    """Make the table of rows; where that fails, find the rule at fault, for PostgreSQL does not tell it."""
    if _works(connection, rows_statement(feed, rules)):
        return
    # Not even as a cause is PostgreSQL's own error told: it may quote a value.
    if not _works(connection, facts_statement(feed, "count(*)")):
        raise QualityError(
            f"the facts of {feed} could not be set out; check include/sql/quality/rows/{feed}.sql"
        )
    for rule in rules:
        if not _works(connection, facts_statement(feed, f"count(*) FILTER (WHERE {rule.fails_when})")):
            raise QualityError(
                f"rule {rule.id} could not be evaluated; check its fails_when in include/contracts"
            )
    raise QualityError(f"the rules of {feed} could not be evaluated together, though each alone could")


def _works(connection: Connection, statement: str) -> bool:
    try:
        with connection.begin_nested():
            execute(connection, statement)
    except (DataError, ProgrammingError):
        return False
    return True


def execute(connection: Connection, statement: str) -> CursorResult[Any]:
    """Run a statement made of rules; the driver would take its % for a place holder."""
    return connection.exec_driver_sql(statement.replace("%", "%%"))


def clear(connection: Connection) -> None:
    """Remove the temporary tables, whatever state an error left the connection in."""
    if connection.in_transaction():
        connection.rollback()
    with connection.begin():
        connection.execute(text(f"DROP TABLE IF EXISTS pg_temp.{ROWS}, pg_temp.checked_file"))
