"""Which rows of a month count, on both sides: settles its files and lays out village_laid and branch_laid."""

from __future__ import annotations

from sqlalchemy import Connection, text

from padan.reconciliation.submissions import Overlap, Overlaps, Sent, settle
from padan.warehouse.copy import copy_rows
from padan.warehouse.sql import run

_SUBMISSION = ("period", "version", "file_id", "village_code", "kind", "state", "superseded_by", "rows")


def lay_out_villages(connection: Connection, period: str, version: int) -> None:
    """Settle the month's village files into reconciliation.submission and make the temporary village_laid."""
    connection.execute(
        text("DELETE FROM reconciliation.submission WHERE period = :period AND version = :version"),
        {"period": period, "version": version},
    )
    settled = settle(
        _sent(connection, "submissions_sent", period),
        _overlaps(connection, "submission_overlaps", period),
        _overlap_share(connection, period),
    )
    copy_rows(
        connection,
        "reconciliation.submission",
        _SUBMISSION,
        (
            (
                period,
                version,
                s.sent.file_id,
                s.sent.village_code,
                s.sent.kind,
                s.state,
                s.superseded_by,
                s.sent.rows,
            )
            for s in settled
        ),
    )
    run(connection, "reconciliation/village_laid.sql", period=period, version=version)


def lay_out_branch(connection: Connection, period: str) -> None:
    """Settle the month's branch files and make the temporary standing_branch_file and branch_laid."""
    settled = settle(
        _sent(connection, "branch_files_sent", period),
        _overlaps(connection, "branch_overlaps", period),
        _overlap_share(connection, period),
    )
    connection.execute(
        text("CREATE TEMP TABLE standing_branch_file (file_id bigint PRIMARY KEY) ON COMMIT DROP")
    )
    copy_rows(
        connection,
        "pg_temp.standing_branch_file",
        ("file_id",),
        ((s.sent.file_id,) for s in settled if s.state == "standing"),
    )
    run(connection, "reconciliation/branch_laid.sql", period=period)


def _sent(connection: Connection, query: str, period: str) -> list[Sent]:
    rows = run(connection, f"reconciliation/{query}.sql", period=period).mappings()
    return [Sent(**row) for row in rows]


def _overlaps(connection: Connection, query: str, period: str) -> Overlaps:
    rows = run(connection, f"reconciliation/{query}.sql", period=period)
    return {(row.village_code, row.one, row.other): Overlap(row.shared, row.smaller) for row in rows}


def _overlap_share(connection: Connection, period: str) -> float:
    value = connection.execute(
        text("SELECT core.parameter_of('resubmission_overlap_share', :period)"), {"period": period}
    ).scalar_one()
    return float(value)
