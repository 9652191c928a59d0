"""Which rows of a month count, on both sides: settles its files and lays out village_laid and branch_laid."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, text

from padan.reconciliation.submissions import Overlap, Overlaps, Sent, Standing, settle
from padan.warehouse.copy import copy_rows
from padan.warehouse.sql import run

_SUBMISSION = ("period", "version", "file_id", "village_code", "kind", "state", "superseded_by", "rows")


def lay_out_villages(connection: Connection, period: str, version: int) -> None:
    """Make the temporary chosen, held_row and village_laid of every file that was read, whichever will count.

    Which files replace others stands on who their rows are, so they are settled once these are known:
    `settle_identified`. Only refused and withdrawn files, and what a silent village carries, are told before.
    """
    _keep(connection, period, version, settle(_sent(connection, "submissions_sent", period), {}, 1.0))
    run(connection, "reconciliation/village_chosen.sql", period=period, version=version)
    run(connection, "reconciliation/village_laid.sql", period=period)


def settle_identified(connection: Connection, period: str, version: int) -> None:
    """Settle the month's village files on who their rows are by step 1.

    A file whose breaker tripped is judged again: a damaged NIK counts only where nobody was found. Lists are
    compared by people. chosen, held_row and village_laid are brought to what came out.
    """
    judged = run(connection, "reconciliation/breaker_again.sql", period=period, version=version)
    stands = {row.file_id for row in judged if not row.tripped}
    sent = [
        replace(one, held=False) if one.file_id in stands else one
        for one in _sent(connection, "submissions_sent", period)
    ]
    _settle(connection, period, version, sent, "listed_by_person")
    run(connection, "reconciliation/village_settled.sql", period=period, version=version)


def settle_villages(connection: Connection, period: str, version: int) -> None:
    """Settle the month's village files by NIK alone, and make the temporary chosen and held_row.

    This is what the villages' early status stands on, before the month is reckoned; what changed between a
    village's attempts is kept on the way.
    """
    _settle(connection, period, version, _sent(connection, "submissions_sent", period), "listed_by_nik")
    run(connection, "reconciliation/village_chosen.sql", period=period, version=version)


def _settle(connection: Connection, period: str, version: int, sent: list[Sent], listed: str) -> None:
    several = _one_of_several(sent)
    if several:
        run(connection, f"reconciliation/{listed}.sql", file_ids=several)
    settled = settle(
        sent,
        _overlaps(connection, "submission_overlaps") if several else {},
        _overlap_share(connection, period),
        _returned(connection, several) if several else frozenset(),
    )
    _keep(connection, period, version, settled)
    run(connection, "core/note_attempts.sql", period=period, version=version)


def _keep(connection: Connection, period: str, version: int, settled: list[Standing]) -> None:
    """Write reconciliation.submission of the version anew."""
    connection.execute(
        text("DELETE FROM reconciliation.submission WHERE period = :period AND version = :version"),
        {"period": period, "version": version},
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


def lay_out_branch(connection: Connection, period: str) -> None:
    """Settle the month's branch files and make the temporary standing_branch_file and branch_laid."""
    settled = settle(
        _sent(connection, "branch_files_sent", period),
        _overlaps(connection, "branch_overlaps", period=period),
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


def _one_of_several(sent: list[Sent]) -> list[int]:
    """The files that hold a list of a village of which there are more: the others need not be compared."""
    lists = [(one.village_code, one.file_id) for one in sent if one.kind == "list" and not one.withdrawn]
    of_village = Counter(village for village, _ in lists)
    return sorted({file_id for village, file_id in lists if of_village[village] > 1})


def _overlaps(connection: Connection, query: str, **binds: Any) -> Overlaps:
    rows = run(connection, f"reconciliation/{query}.sql", **binds)
    return {(row.village_code, row.one, row.other): Overlap(row.shared, row.smaller) for row in rows}


def _returned(connection: Connection, file_ids: list[int]) -> frozenset[tuple[str, int, int]]:
    rows = run(connection, "reconciliation/submissions_returned.sql", file_ids=file_ids)
    return frozenset((row.village_code, row.later, row.earlier) for row in rows)


def _overlap_share(connection: Connection, period: str) -> float:
    value = connection.execute(
        text("SELECT core.parameter_of('resubmission_overlap_share', :period)"), {"period": period}
    ).scalar_one()
    return float(value)
