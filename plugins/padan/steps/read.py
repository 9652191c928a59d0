"""Steps 2 and 3, read and stage: a file's cells become typed rows in staging, or a refusal."""

from __future__ import annotations

import gc
import json
import logging
from calendar import monthrange
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Any

import psycopg2
from sqlalchemy import Connection, Row, text
from sqlalchemy.exc import OperationalError

from padan.intake import FileReading, ReadingTools, Refusal, SourceRef, read_file, tools_for
from padan.steps.context import StepContext
from padan.warehouse.copy import copy_rows
from padan.warehouse.sql import run

log = logging.getLogger(__name__)

STAGING_TABLES = {
    "village_submissions": ("staging.village_row",),
    "bpjs_branch_export": ("staging.branch_row", "staging.branch_total"),
    "poverty_registry": ("staging.registry_row",),
    "exclusion_lists": ("staging.exclusion_row",),
}
_ROWS_TOGETHER = 10_000
"""Files are staged together until so many rows are held: a COPY costs as much as a hundred rows."""
_READING = (
    ("file_id", "load_id", "outcome", "refusal_code", "refusal_details", "village_codes", "declared_period")
    + ("rows", "furniture", "layout")
)  # fmt: skip
_NOTE = ("run_ref", "step", "unit", "outcome", "counts", "message")


@dataclass
class _File:
    """One landed file on its way into staging: what became of it, and the class of our own failure, if any."""

    landed: Row[Any]
    reading: FileReading
    failure: str | None = None

    def refuse(self, refusal: Refusal) -> None:
        """Found only while the rows streamed: what was staged of the file is undone."""
        self.reading = FileReading()
        self.reading.refuse(refusal)

    def fail(self, error: Exception) -> None:
        """A fault of ours must cost one file, not the month."""
        self.failure = type(error).__name__
        log.error(
            "file %s could not be read: %s",
            self.landed.file_id,
            self.failure,
            exc_info=_without_values(error),
        )
        self.reading = FileReading(
            outcome="refused",
            refusal_code="unreadable",
            refusal_details={"file": self.landed.path.rpartition("/")[2]},
        )

    @property
    def streams(self) -> bool:
        """Whether its rows are read from the file only while they are staged."""
        return any(not isinstance(row_set.rows, Sequence) for row_set in self.reading.tables.values())


def read(ctx: StepContext, load_id: int, file_ids: list[int]) -> dict[str, int]:
    """Read landed files into staging in one transaction; return counts of files by outcome, and rows.

    Files read before are read again from their bytes: what staging held of them is replaced. No file stops
    another: files are staged together, and one by one where that fails, so that only the one at fault is refused.

    Raises:
        OperationalError: the warehouse, not a file, is in trouble; nothing is kept, so the call can be repeated.
    """
    counts = {"read": 0, "nil": 0, "refused": 0, "rows": 0}
    with ctx.warehouse.begin() as connection, _no_garbage_collection():
        landed = run(connection, "landing/files.sql", file_ids=file_ids).all()
        _forget(connection, landed)
        done: list[_File] = []
        for group in _groups(_read_one(ctx, file) for file in landed):
            _stage(connection, group)
            done += group
        _keep(connection, ctx, load_id, done)
    for file in done:
        counts[file.reading.outcome] += 1
        counts["rows"] += file.reading.rows
    return counts


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Cells hold no cycles; looking for some among a hundred thousand of them takes a sixth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _forget(connection: Connection, landed: Sequence[Row[Any]]) -> None:
    tables = chain(*(STAGING_TABLES[feed] for feed in sorted({file.feed for file in landed})))
    for table in (*tables, "staging.reading"):
        connection.execute(
            text(f"DELETE FROM {table} WHERE file_id = ANY(:ids)"),  # noqa: S608
            {"ids": [file.file_id for file in landed]},
        )


def _read_one(ctx: StepContext, landed: Row[Any]) -> _File:
    file = _File(landed, FileReading())
    source = SourceRef(path=landed.path, collection=landed.collection, period=landed.period)
    try:
        tools = _tools(landed.feed, ctx.settings.regency, _as_of(landed))
        file.reading = read_file(landed.feed, ctx.landing / landed.sha256, source, tools)
    except Refusal as refusal:
        file.refuse(refusal)
    except Exception as error:
        file.fail(error)
    return file


def _groups(files: Iterator[_File]) -> Iterator[list[_File]]:
    """Files that are staged together; a file that streams stands alone, because its rows come only once."""
    group: list[_File] = []
    rows = 0
    for file in files:
        if file.streams:
            yield [file]
            continue
        group.append(file)
        rows += file.reading.rows
        if rows >= _ROWS_TOGETHER:
            yield group
            group, rows = [], 0
    yield group


def _stage(connection: Connection, group: Sequence[_File]) -> None:
    """Stage all files of a group, or, of those that cannot be staged, nothing."""
    try:
        with connection.begin_nested():
            _copy(connection, group)
    except (OperationalError, psycopg2.OperationalError):
        raise
    except Exception as error:
        if len(group) > 1:
            for file in group:
                _stage(connection, [file])
        elif isinstance(error, Refusal):
            group[0].refuse(error)
        else:
            group[0].fail(error)
    for file in group:
        file.reading.tables.clear()


def _copy(connection: Connection, group: Sequence[_File]) -> None:
    targets = {(table, row_set.columns) for file in group for table, row_set in file.reading.tables.items()}
    for table, columns in sorted(targets):
        rows = (
            (file.landed.file_id, *row)
            for file in group
            if (row_set := file.reading.tables.get(table)) and row_set.columns == columns
            for row in row_set.rows
        )
        copy_rows(connection, table, ("file_id", *columns), rows)


def _keep(connection: Connection, ctx: StepContext, load_id: int, files: Sequence[_File]) -> None:
    """Write one row a file into staging.reading, and its outcome into audit.step_outcome."""
    copy_rows(connection, "staging.reading", _READING, (_reading_row(load_id, file) for file in files))
    copy_rows(
        connection,
        "audit.step_outcome",
        _NOTE,
        (
            (ctx.run_ref, "read", f"file:{file.landed.file_id}", *said)
            for file in files
            for said in _notes(file)
        ),
    )


def _notes(file: _File) -> Iterator[tuple[str, str, str | None]]:
    reading = file.reading
    if file.failure:
        yield ("failed", "{}", f"reader failed: {file.failure}")
    outcome = "refused" if reading.outcome == "refused" else "done"
    yield (outcome, json.dumps({"rows": reading.rows}), reading.refusal_code)


def _reading_row(load_id: int, file: _File) -> tuple[Any, ...]:
    reading = file.reading
    return (
        file.landed.file_id,
        load_id,
        reading.outcome,
        reading.refusal_code,
        json.dumps(reading.refusal_details, ensure_ascii=False, default=str),
        list(reading.village_codes),
        reading.declared_period,
        reading.rows,
        json.dumps(reading.furniture),
        json.dumps(reading.layout, ensure_ascii=False, default=str),
    )


def _without_values(error: Exception) -> Any:
    """A traceback tells where; the text of the exception might quote a cell, so it is left out."""
    return (
        (type(error), type(error)(), error.__traceback__)
        if type(error) in (ValueError, KeyError, TypeError, IndexError)
        else None
    )


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
