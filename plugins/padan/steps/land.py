"""Step 1, land: new bytes at the source are copied into content-addressed storage and noted in landing.file."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from padan.alerts.record import record
from padan.decisions.apply import refile
from padan.decisions.ledger import take
from padan.evidence.code import code_version
from padan.evidence.rules import keep_rules
from padan.sources import Source, SourceFile
from padan.steps.context import StepContext, note
from padan.warehouse.sql import run

BATCH_FILES = 60
"""Files a reading task takes: enough to be worth a process, few enough to share the work and to retry."""

_JUST_AFTER = timedelta(microseconds=1)
_COLLECTIONS = {
    "village_submissions": r"\d{4}-(0[1-9]|1[0-2])",
    "bpjs_branch_export": r"\d{4}-(0[1-9]|1[0-2])",
    "poverty_registry": r"(p3ke|dtsen)/[^/]+",
    "exclusion_lists": r"public_servant|formal_worker|double_funded|deceased",
    "case_verdicts": r"\d{4}-(0[1-9]|1[0-2])",
}
_MONTHLY = ("village_submissions", "bpjs_branch_export")
_VERDICTS = "case_verdicts"


def land(ctx: StepContext, feed: str, source: Source) -> dict[str, Any]:
    """Copy what is new at the source, and open a load for every landed file that still waits.

    A file is new when its path is, or when its bytes differ from those landed last from that path. Files that an
    earlier load left behind wait too, so a load that died is done again; so do those that a decision, new or undone,
    concerns. A workbook of verdicts on a month that has no version yet stays landed: there are no cases to answer; the
    first load after that version takes it.

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
        new = _land_new(ctx, connection, feed, source)
        if feed == _VERDICTS:
            _tell_early(ctx, connection, new)
        if feed == "village_submissions":
            take(connection, ctx.settings.decisions, ctx.run_ref)
            refile(connection)
        if feed == "poverty_registry":
            run(connection, "landing/reopen_companions.sql")
        waiting = run(connection, "landing/waiting.sql", feed=feed).all()
        if not waiting:
            return {"load_id": None, "batches": [], "files": 0}
        load_id = run(
            connection,
            "landing/open_load.sql",
            feed=feed,
            run_ref=ctx.run_ref,
            code_version=code_version(),
            rules_sha256=keep_rules(ctx.settings.home),
            periods=sorted({period for row in waiting for period in row.months}),
        ).scalar_one()
        note(connection, ctx, "land", feed, "done", {"files": len(waiting)})
    ids = [row.file_id for row in waiting]
    batches = [ids[start : start + BATCH_FILES] for start in range(0, len(ids), BATCH_FILES)]
    return {"load_id": load_id, "batches": batches, "files": len(ids)}


def unlanded(ctx: StepContext, feed: str, source: Source, collection: str | None = None) -> int:
    """Return how many files of a feed (of one collection) at the source are not in core yet.

    Verdicts never hold their own month's first version up: only what the next load of them would land counts.
    """
    with ctx.warehouse.connect() as connection:
        newest = _newest(connection, feed)
        answerable = _answerable(connection) if feed == _VERDICTS else None
    return sum(
        1
        for file in source.files(feed)
        if (collection is None or file.collection == collection)
        and re.fullmatch(_COLLECTIONS[feed], file.collection)
        and (answerable is None or file.collection in answerable)
        and not _is_in(newest.get((file.collection, file.path)), file, landed=answerable is not None)
    )


def _is_in(held: Any, file: SourceFile, *, landed: bool) -> bool:
    """Whether these bytes are in core, or, where that is enough, landed."""
    return (
        held is not None
        and (landed or held.load_id is not None)
        and (held.bytes, held.seen_at) == (file.size, file.modified)
    )


def _answerable(connection: Connection) -> set[str]:
    """Months that have a version, and so cases on which verdicts can be given."""
    return set(run(connection, "landing/answerable_months.sql").scalars())


def _tell_early(ctx: StepContext, connection: Connection, new: list[SourceFile]) -> None:
    """Whose workbook waits for its month is told once, when it lands: its folder may be the wrong one."""
    early = [file for file in new if file.collection not in _answerable(connection)]
    for period in sorted({file.collection for file in early}):
        paths = sorted(file.path for file in early if file.collection == period)
        details = {"count": len(paths), "normal": 0, "files": len(paths)}
        record(connection, ctx.run_ref, "verdicts_early", period, ", ".join(paths), details)


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


def _land_new(ctx: StepContext, connection: Connection, feed: str, source: Source) -> list[SourceFile]:
    """Land what is new; return it."""
    newest = _newest(connection, feed)
    landed: list[tuple[SourceFile, str, int]] = []
    received: list[datetime] = []
    for file in _wanted(ctx, connection, feed, source):
        held = newest.get((file.collection, file.path))
        if held is not None and (held.bytes, held.seen_at) == (file.size, file.modified):
            continue
        sha256, size = store(ctx.landing, file)
        if held is not None and held.sha256 == sha256:
            connection.execute(
                text("UPDATE landing.file SET seen_at = :seen WHERE file_id = :file_id"),
                {"seen": file.modified, "file_id": held.file_id},
            )
        else:
            landed.append((file, sha256, size))
            # Bytes found later at a path come after those they replaced, even where an old copy was put back.
            received.append(max(file.modified, held.received_at + _JUST_AFTER) if held else file.modified)
    if landed:
        # The bytes are on disk before the database says so; once for all of them, not a flush a file.
        os.sync()
        run(
            connection,
            "landing/land_files.sql",
            feed=feed,
            monthly=feed in _MONTHLY,
            collections=[file.collection for file, _, _ in landed],
            paths=[file.path for file, _, _ in landed],
            hashes=[sha256 for _, sha256, _ in landed],
            sizes=[size for _, _, size in landed],
            received=received,
            seen=[file.modified for file, _, _ in landed],
        )
    return [file for file, _, _ in landed]


def store(landing: Path, file: SourceFile) -> tuple[str, int]:
    """Copy a file's bytes to <landing>/<sha256>; return the hash and the size.

    Killed half-way, it leaves nothing under the hash.
    """
    landing.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    handle, name = tempfile.mkstemp(dir=landing, prefix=".landing-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as target, file.open() as origin:
            while chunk := origin.read(1 << 20):
                digest.update(chunk)
                target.write(chunk)
            size = target.tell()
        final = landing / digest.hexdigest()
        if final.exists():
            temporary.unlink()
        else:
            temporary.rename(final)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return digest.hexdigest(), size
