"""Steps 2 and 3, read and stage: a file's cells become typed rows in staging, or a refusal.

Files are read in worker processes with limits, so the worst of them costs one refusal. A worker hands its rows
over already encoded: this process only passes bytes on to the warehouse.
"""

from __future__ import annotations

import json
import logging
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import chain
from typing import Any

import psycopg2
from sqlalchemy import Connection, Row, text
from sqlalchemy.exc import OperationalError

from padan.decisions.mappings import mappings
from padan.intake import SourceRef
from padan.intake.limits import load_limits
from padan.steps.context import StepContext
from padan.steps.reading_file import ReadingFile
from padan.warehouse.copy import copy_encoded, copy_rows
from padan.warehouse.sql import run
from padan.workers import Call, WorkerPool, shared_pool
from padan.workers.reading import READ_ROWS, FileToRead, Piece

log = logging.getLogger(__name__)

STAGING_TABLES = {
    "village_submissions": ("staging.village_row",),
    "bpjs_branch_export": ("staging.branch_row", "staging.branch_total"),
    "poverty_registry": ("staging.registry_row", "staging.registry_family"),
    "exclusion_lists": ("staging.exclusion_row",),
    "case_verdicts": ("staging.verdict_row",),
}
_REGISTRY = "poverty_registry"
_BYTES_TOGETHER = 4 << 20
"""Files are staged together until so much of their rows is held: a COPY costs as much as a hundred rows."""
_PRELOAD = (READ_ROWS.partition(":")[0],)
_READING = (
    ("file_id", "load_id", "outcome", "refusal_code", "refusal_details", "village_codes", "declared_period")
    + ("rows", "furniture", "layout")
)  # fmt: skip
_NOTE = ("run_ref", "step", "unit", "outcome", "counts", "message")


def read(ctx: StepContext, load_id: int, file_ids: list[int]) -> dict[str, int]:
    """Read landed files into staging in one transaction; return counts of files by outcome, and rows.

    Files read before are read again from their bytes: what staging held of them is replaced. No file stops
    another: files are staged together, and one by one where that fails, so that only the one at fault is refused.

    Raises:
        OperationalError: the warehouse, not a file, is in trouble; nothing is kept, so the call can be repeated.
    """
    counts = {"read": 0, "nil": 0, "refused": 0, "rows": 0}
    with ctx.warehouse.begin() as connection, _readers(ctx) as pool:
        landed = run(connection, "landing/files.sql", file_ids=file_ids).all()
        _forget(connection, landed)
        done: list[ReadingFile] = []
        for group in _groups(_reading(ctx, connection, pool, landed)):
            _stage(connection, group)
            done += group
        _keep(connection, ctx, load_id, done)
    for file in done:
        counts[file.reading.outcome] += 1
        counts["rows"] += file.reading.rows
    return counts


@contextmanager
def _readers(ctx: StepContext) -> Iterator[WorkerPool]:
    limits = load_limits()
    with shared_pool(
        ctx.settings.readers, limits["file_memory_bytes"], limits["file_seconds"], _PRELOAD
    ) as pool:
        yield pool


def _forget(connection: Connection, landed: Sequence[Row[Any]]) -> None:
    tables = chain(*(STAGING_TABLES[feed] for feed in sorted({file.feed for file in landed})))
    for table in (*tables, "staging.reading"):
        connection.execute(
            text(f"DELETE FROM {table} WHERE file_id = ANY(:ids)"),  # noqa: S608
            {"ids": [file.file_id for file in landed]},
        )


def _reading(
    ctx: StepContext, connection: Connection, pool: WorkerPool, landed: Sequence[Row[Any]]
) -> Iterator[ReadingFile]:
    decided = mappings(connection)
    files = [
        FileToRead(
            file_id=file.file_id,
            feed=file.feed,
            local=ctx.landing / file.sha256,
            source=SourceRef(file.path, file.collection, file.period, file.assigned_village),
            regency=ctx.settings.regency,
            as_of=_as_of(file),
            mappings=decided,
        )
        for file in landed
    ]
    replies = pool.stream(_call(file) for file in files)
    return (ReadingFile(file, reply) for file, reply in zip(files, replies, strict=True))


def _call(file: FileToRead) -> Call:
    if file.feed != _REGISTRY:
        return Call(READ_ROWS, (file,))
    limits = load_limits()
    return Call(READ_ROWS, (file,), limits["registry_memory_bytes"], limits["registry_seconds"])


def _groups(files: Iterator[ReadingFile]) -> Iterator[list[ReadingFile]]:
    """Files that are staged together; a file that streams stands alone, because its rows come only once."""
    group: list[ReadingFile] = []
    held = 0
    for file in files:
        if not file.fetch(_BYTES_TOGETHER):
            yield [file]
            continue
        group.append(file)
        held += file.held_bytes
        if held >= _BYTES_TOGETHER:
            yield group
            group, held = [], 0
    yield group


def _stage(connection: Connection, group: Sequence[ReadingFile]) -> None:
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
        else:
            group[0].not_staged(error)
    for file in group:
        file.drop_rows()


def _copy(connection: Connection, group: Sequence[ReadingFile]) -> None:
    """COPY what was read; a file that streams is read to its end here, and may yet undo itself."""
    for file in group:
        if file.streams:
            for table, columns, lines in _runs(file.pieces()):
                copy_encoded(connection, table, columns, lines)
            file.settle()
    held = [piece for file in group if not file.streams for piece in file.held]
    for table, columns in sorted({(piece.table, piece.columns) for piece in held}):
        lines = (piece.lines for piece in held if (piece.table, piece.columns) == (table, columns))
        copy_encoded(connection, table, columns, lines)


def _runs(pieces: Iterator[Piece]) -> Iterator[tuple[str, tuple[str, ...], Iterable[bytes]]]:
    """Pieces of the same table that follow one another, as one COPY."""
    following = next(pieces, None)
    while following is not None:
        first = following

        def lines(first: Piece = first) -> Iterator[bytes]:
            nonlocal following
            while following is not None and (following.table, following.columns) == (
                first.table,
                first.columns,
            ):
                yield following.lines
                following = next(pieces, None)

        yield first.table, first.columns, lines()


def _keep(connection: Connection, ctx: StepContext, load_id: int, files: Sequence[ReadingFile]) -> None:
    """Write one row a file into staging.reading, and its outcome into audit.step_outcome."""
    copy_rows(connection, "staging.reading", _READING, (_reading_row(load_id, file) for file in files))
    copy_rows(
        connection,
        "audit.step_outcome",
        _NOTE,
        (
            (ctx.run_ref, "read", f"file:{file.file.file_id}", *said)
            for file in files
            for said in _notes(file)
        ),
    )


def _notes(file: ReadingFile) -> Iterator[tuple[str, str, str | None]]:
    reading = file.reading
    if file.failure:
        yield ("failed", "{}", f"reader failed: {file.failure}")
    outcome = "refused" if reading.outcome == "refused" else "done"
    yield (outcome, json.dumps({"rows": reading.rows}), reading.refusal_code)


def _reading_row(load_id: int, file: ReadingFile) -> tuple[Any, ...]:
    reading = file.reading
    return (
        file.file.file_id,
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


def _as_of(file: Row[Any]) -> date:
    """The day that two-digit years are read against: the end of the month, else the day of receipt."""
    if file.period:
        year, month = int(file.period[:4]), int(file.period[5:])
        return date(year, month, monthrange(year, month)[1])
    received: date = file.received_on
    return received
