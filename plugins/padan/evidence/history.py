"""Everything that led to a version: the versions computed up to it, their loads file by file, what people decided."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any, TypedDict, cast

from sqlalchemy import Connection

from padan.evidence.errors import EvidenceError
from padan.warehouse.sql import run

FileKey = tuple[str, str, str, str, str]


class Version(TypedDict):
    """One computed version: its order, its inputs with their hash, the code and the rules it was made under."""

    place: int
    period: str
    version: int
    inputs: dict[str, Any]
    inputs_sha256: str
    code_version: str
    code_commit: str | None
    rules_sha256: str
    loads_through: int
    amends_version: int | None


class LandedFile(TypedDict):
    """One file of a load, as landing.file names it; received_at in UTC to the microsecond."""

    collection: str
    path: str
    sha256: str
    bytes: int
    received_at: str


class Load(TypedDict):
    """One load of a feed: the rules it ran under, how many decisions were taken, its files in order of landing."""

    load: int
    feed: str
    rules_sha256: str
    decisions_taken: int
    files: list[LandedFile]


class History(TypedDict):
    """What led to a version: versions in order of computation, the one asked for last."""

    versions: list[Version]
    loads: list[Load]
    decisions: list[dict[str, Any]]


def read_history(connection: Connection, period: str, version: int) -> History:
    """Read what led to a version from the warehouse; nothing is written.

    Args:
        connection: of a role that reads landing, audit and reconciliation.
        period: 'YYYY-MM'.
        version: its version.

    Raises:
        EvidenceError: there is no such version, or a part of its history was not kept.
    """
    which = {"period": period, "version": version}
    found = run(connection, "evidence/versions.sql", **which).mappings()
    versions = [cast("Version", dict(row)) for row in found]
    if not versions:
        raise EvidenceError(
            f"month {period} has no version {version}; mart.month_summary lists those there are"
        )
    rows = run(connection, "evidence/loads.sql", **which).mappings().all()
    loads = [_load([dict(row) for row in files]) for _, files in groupby(rows, lambda row: row["load_id"])]
    taken = max((load["decisions_taken"] or 0 for load in loads), default=0)
    decisions = [dict(row) for row in run(connection, "evidence/decisions.sql", taken=taken).mappings()]
    history = History(versions=versions, loads=loads, decisions=decisions)
    _require_complete(history)
    return history


def entries(decisions: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return decisions as entries of a decisions file."""
    told = ({**one["content"], **{k: v for k, v in one.items() if k != "content"}} for one in decisions)
    return [{key: value for key, value in one.items() if value is not None} for one in told]


def file_keys(history: History) -> dict[FileKey, int]:
    """Return the files that the versions name as inputs, each with its size."""
    return {
        (file["feed"], file["collection"], file["path"], file["sha256"], file["received_at"]): file["bytes"]
        for version in history["versions"]
        for file in version["inputs"]["files"]
    }


def rule_sets(history: History) -> list[str]:
    """Return the hashes of all sets of rules that the loads and versions ran under, in order."""
    sets = [load["rules_sha256"] for load in history["loads"]]
    return sorted({*sets, *(version["rules_sha256"] for version in history["versions"])})


def _load(rows: list[dict[str, Any]]) -> Load:
    first = rows[0]
    return Load(
        load=first["load_id"],
        feed=first["feed"],
        rules_sha256=first["rules_sha256"],
        decisions_taken=first["decisions_taken"],
        files=[
            LandedFile(
                collection=row["collection"],
                path=row["path"],
                sha256=row["sha256"],
                bytes=row["bytes"],
                received_at=row["received_at"],
            )
            for row in rows
        ],
    )


def _require_complete(history: History) -> None:
    unknown = [
        f"{one['period']} version {one['version']}" for one in history["versions"] if not one["rules_sha256"]
    ]
    unknown += [f"load {one['load']}" for one in history["loads"] if not one["rules_sha256"]]
    if unknown:
        raise EvidenceError(
            f"{unknown[0]} was made by a Padan that did not keep its rules: it can be verified, not made again. "
            "A month that is computed from now on can"
        )
    held = {
        (load["feed"], file["collection"], file["path"], file["sha256"], file["received_at"])
        for load in history["loads"]
        for file in load["files"]
    }
    if missing := sorted(set(file_keys(history)) - held):
        feed, collection, path, *_ = missing[0]
        raise EvidenceError(
            f"{len(missing)} file(s) that a version stands on are in no load, the first: {feed} {collection} {path}. "
            "The warehouse was changed by hand, or restored from a backup older than the version"
        )
