"""Steps 2 and 3, read and stage: a file's cells become typed rows in staging, or a refusal."""

from __future__ import annotations

import json
import logging
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, text

from padan.intake import FileReading, ReadingTools, Refusal, SourceRef, read_file, tools_for
from padan.steps.context import StepContext, note
from padan.warehouse.copy import copy_rows
from padan.warehouse.sql import run

log = logging.getLogger(__name__)

STAGING_TABLES = {
    "village_submissions": ("staging.village_row",),
    "bpjs_branch_export": ("staging.branch_row", "staging.branch_total"),
    "poverty_registry": ("staging.registry_row",),
    "exclusion_lists": ("staging.exclusion_row",),
}


def read(ctx: StepContext, load_id: int, file_ids: list[int]) -> dict[str, int]:
    """Read landed files into staging, each in a transaction of its own; return counts of files by outcome, and rows.

    A file read before is read again from its bytes: what staging held of it is replaced. No file stops another.
    """
    counts = {"read": 0, "nil": 0, "refused": 0, "rows": 0}
    with ctx.warehouse.connect() as connection:
        files = run(connection, "landing/files.sql", file_ids=file_ids).all()
    for file in files:
        with ctx.warehouse.begin() as connection:
            reading = _read_one(ctx, connection, load_id, file)
            counts[reading.outcome] += 1
            counts["rows"] += reading.rows
    return counts


def _read_one(ctx: StepContext, connection: Connection, load_id: int, file: Row[Any]) -> FileReading:
    for table in (*STAGING_TABLES[file.feed], "staging.reading"):
        connection.execute(text(f"DELETE FROM {table} WHERE file_id = :id"), {"id": file.file_id})  # noqa: S608
    try:
        with connection.begin_nested():
            reading = _stage(ctx, connection, file)
    except Refusal as refusal:  # found only while the rows streamed: what was staged of the file is undone
        reading = FileReading()
        reading.refuse(refusal)
    except Exception as error:  # a fault of ours must cost one file, not the month
        log.error(
            "file %s could not be read: %s",
            file.file_id,
            type(error).__name__,
            exc_info=_without_values(error),
        )
        reading = FileReading(
            outcome="refused",
            refusal_code="unreadable",
            refusal_details={"file": file.path.rpartition("/")[2]},
        )
        note(
            connection,
            ctx,
            "read",
            f"file:{file.file_id}",
            "failed",
            {},
            f"reader failed: {type(error).__name__}",
        )
    _keep_reading(connection, load_id, file.file_id, reading)
    outcome = "refused" if reading.outcome == "refused" else "done"
    note(
        connection, ctx, "read", f"file:{file.file_id}", outcome, {"rows": reading.rows}, reading.refusal_code
    )
    return reading


def _without_values(error: Exception) -> Any:
    """A traceback tells where; the text of the exception might quote a cell, so it is left out."""
    return (
        (type(error), type(error)(), error.__traceback__)
        if type(error) in (ValueError, KeyError, TypeError, IndexError)
        else None
    )


def _stage(ctx: StepContext, connection: Connection, file: Row[Any]) -> FileReading:
    tools = _tools(file.feed, ctx.settings.regency, _as_of(file))
    source = SourceRef(path=file.path, collection=file.collection, period=file.period)
    reading = read_file(file.feed, ctx.landing / file.sha256, source, tools)
    for table, row_set in reading.tables.items():
        head = (file.file_id,)
        copy_rows(connection, table, ("file_id", *row_set.columns), ((*head, *row) for row in row_set.rows))
    return reading


def _as_of(file: Row[Any]) -> date:
    """The day that two-digit years are read against: the end of the month, else the day of receipt."""
    if file.period:
        year, month = int(file.period[:4]), int(file.period[5:])
        return date(year, month, monthrange(year, month)[1])
    received: date = file.received_on
    return received


@lru_cache(maxsize=8)
def _tools(feed: str, regency: str, as_of: date) -> ReadingTools:
    return tools_for(feed, regency, as_of)


def _keep_reading(connection: Connection, load_id: int, file_id: int, reading: FileReading) -> None:
    connection.execute(
        text(
            "INSERT INTO staging.reading (file_id, load_id, outcome, refusal_code, refusal_details, village_codes, "
            "declared_period, rows, furniture, layout) VALUES (:file_id, :load_id, :outcome, :code, "
            "CAST(:details AS jsonb), :villages, :declared, :rows, CAST(:furniture AS jsonb), CAST(:layout AS jsonb))"
        ),
        {
            "file_id": file_id,
            "load_id": load_id,
            "outcome": reading.outcome,
            "code": reading.refusal_code,
            "details": json.dumps(reading.refusal_details, ensure_ascii=False, default=str),
            "villages": list(reading.village_codes),
            "declared": reading.declared_period,
            "rows": reading.rows,
            "furniture": json.dumps(reading.furniture),
            "layout": json.dumps(reading.layout, ensure_ascii=False, default=str),
        },
    )
