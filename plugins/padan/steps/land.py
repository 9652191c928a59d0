"""Step 1, land: new bytes at the source are copied into content-addressed storage and noted in landing.file."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

import padan
from padan.steps.context import StepContext, note
from padan.steps.sources import Source, SourceFile
from padan.warehouse.sql import run

BATCH_FILES = 40
"""Files a reading task takes: enough to be worth a process, few enough to share the work and to retry."""

_COLLECTIONS = {
    "village_submissions": r"\d{4}-(0[1-9]|1[0-2])",
    "bpjs_branch_export": r"\d{4}-(0[1-9]|1[0-2])",
    "poverty_registry": r"(p3ke|dtsen)/[^/]+",
    "exclusion_lists": r"public_servant|formal_worker|double_funded|deceased",
}
_MONTHLY = ("village_submissions", "bpjs_branch_export")


def land(ctx: StepContext, feed: str, source: Source) -> dict[str, Any]:
    """Copy what is new at the source, and open a load for every landed file that still waits.

    A file is new when its path is, or when its bytes differ from the newest ones landed from that path. Files that an
    earlier load left behind wait too, so a load that died is done again.

    Returns:
        load_id (None when nothing waits), batches (lists of file ids), files (how many wait).

    """
    with ctx.warehouse.begin() as connection:
        # Loads of one feed never run side by side: whatever still looks like one has died.
        connection.execute(
            text(
                "UPDATE audit.load SET state = 'failed', finished_at = now() WHERE feed = :feed AND state = 'running'"
            ),
            {"feed": feed},
        )
        newest = _newest(connection, feed)
        for file in _wanted(ctx, connection, feed, source):
            _land_one(ctx, connection, feed, file, newest.get((file.collection, file.path)))
        waiting = run(connection, "landing/waiting.sql", feed=feed).all()
        if not waiting:
            return {"load_id": None, "batches": [], "files": 0}
        load_id = connection.execute(
            text(
                "INSERT INTO audit.load (feed, run_ref, code_version, periods) "
                "VALUES (:feed, :run_ref, :code, :periods) RETURNING load_id"
            ),
            {
                "feed": feed,
                "run_ref": ctx.run_ref,
                "code": padan.__version__,
                "periods": sorted({row.period for row in waiting if row.period}),
            },
        ).scalar_one()
        note(connection, ctx, "land", feed, "done", {"files": len(waiting)})
    ids = [row.file_id for row in waiting]
    batches = [ids[start : start + BATCH_FILES] for start in range(0, len(ids), BATCH_FILES)]
    return {"load_id": load_id, "batches": batches, "files": len(ids)}


def unlanded(ctx: StepContext, feed: str, source: Source, collection: str | None = None) -> int:
    """Return how many files of a feed (of one collection) at the source are not in core yet."""
    with ctx.warehouse.connect() as connection:
        newest = _newest(connection, feed)
    return sum(
        1
        for file in source.files(feed)
        if (collection is None or file.collection == collection)
        and re.fullmatch(_COLLECTIONS[feed], file.collection)
        and not _is_loaded(newest.get((file.collection, file.path)), file)
    )


def _is_loaded(held: Any, file: SourceFile) -> bool:
    return (
        held is not None
        and held.load_id is not None
        and (held.bytes, held.seen_at) == (file.size, file.modified)
    )


def _newest(connection: Connection, feed: str) -> dict[tuple[str, str], Any]:
    rows = run(connection, "landing/newest.sql", feed=feed)
    return {(row.collection, row.path): row for row in rows}


def _wanted(ctx: StepContext, connection: Connection, feed: str, source: Source) -> Iterator[SourceFile]:
    odd: dict[str, int] = {}
    for file in source.files(feed):
        if re.fullmatch(_COLLECTIONS[feed], file.collection):
            yield file
        else:
            odd[file.collection] = odd.get(file.collection, 0) + 1
    if odd:
        note(
            connection,
            ctx,
            "land",
            feed,
            "refused",
            {"files": sum(odd.values())},
            "folders whose name is no collection",
        )


def _land_one(ctx: StepContext, connection: Connection, feed: str, file: SourceFile, held: Any) -> None:
    if held is not None and (held.bytes, held.seen_at) == (file.size, file.modified):
        return
    sha256, size = store(ctx.landing, file)
    if held is not None and held.sha256 == sha256:
        connection.execute(
            text("UPDATE landing.file SET seen_at = :seen WHERE file_id = :file_id"),
            {"seen": file.modified, "file_id": held.file_id},
        )
        return
    connection.execute(
        text(
            "INSERT INTO landing.file (feed, collection, period, path, sha256, bytes, received_at, seen_at) "
            "VALUES (:feed, :collection, :period, :path, :sha256, :bytes, :received_at, :received_at) ON CONFLICT DO NOTHING"
        ),
        {
            "feed": feed,
            "collection": file.collection,
            "period": file.collection if feed in _MONTHLY else None,
            "path": file.path,
            "sha256": sha256,
            "bytes": size,
            "received_at": file.modified,
        },
    )


def store(landing: Path, file: SourceFile) -> tuple[str, int]:
    """Copy a file's bytes to <landing>/<sha256>; return the hash and the size. Killed half-way, nothing is left under it."""
    landing.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    handle, name = tempfile.mkstemp(dir=landing, prefix=".landing-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as target, file.open() as origin:
            while chunk := origin.read(1 << 20):
                digest.update(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
            size = target.tell()
        final = landing / digest.hexdigest()
        if final.exists():
            temporary.unlink()
        else:
            shutil.move(temporary, final)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return digest.hexdigest(), size
