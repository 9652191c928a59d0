"""The documents that signing adds: v<version>/final, written beside its place and switched in at once."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from padan.products.labels import labels
from padan.products.month import Month, read_month
from padan.products.record.report import write_report
from padan.products.record.signatures import Signature, Signed
from padan.sign_off.model import OFFICES, Approval, Proposal, SignOffError
from padan.sign_off.published import MANIFEST, REPORT, SEAL, published_manifest, sha256_of

FINAL = "final"
APPROVALS = "pengesahan.json"
FORMAT = "padan-pengesahan-1"
FOLDER_MODE = 0o750
FILE_MODE = 0o640

MakePack = Callable[[Path], Path]
"""Writes the evidence pack into the folder in which the signed documents stand, with them; returns its file."""


def write_final(
    connection: Connection,
    what: Proposal,
    given: Mapping[str, Approval],
    folder: Path,
    *,
    language: str,
    regency: str,
    make_pack: MakePack,
) -> list[Path]:
    """Write the signed Berita Acara, the approvals, the evidence pack and their seal; return the files.

    The same approvals give the same bytes, so that an interrupted call is simply repeated.

    Args:
        connection: reads the warehouse.
        what: the version, as both offices approved it.
        given: the approval of each office.
        folder: <reports>/<period>/v<version>, published.
        language: of the Berita Acara.
        regency: Kemendagri code.
        make_pack: writes the evidence pack.

    Raises:
        SignOffError: an office did not approve, what is published is not what was approved, or other documents
            stand there already.

    """
    if missing := [office for office in OFFICES if office not in given]:
        raise SignOffError(f"{what.period} v{what.version} is not approved by {', '.join(missing)}")
    _require_manifest(what, given, folder)
    target = folder / FINAL
    for left in sorted(folder.glob(f".{FINAL}.*")):
        shutil.rmtree(left)
    draft = Path(tempfile.mkdtemp(prefix=f".{FINAL}.", dir=folder))
    try:
        month = read_month(connection, what.period, what.version, language, regency)
        _require_same_report(month, what, folder, draft)
        _write_record(month, what, given, draft)
        if target.is_dir():
            _require_same_record(draft, target)
        else:
            make_pack(draft)
            _seal(draft, what)
            _switch_in(draft, target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return sorted(path for path in target.iterdir() if path.is_file())


def _write_record(month: Month, what: Proposal, given: Mapping[str, Approval], draft: Path) -> None:
    """The signed Berita Acara, and who approved what when."""
    in_order = [given[office] for office in OFFICES]
    signed = Signed(
        tuple(Signature(one.office, one.person, one.signed_at) for one in in_order),
        next((one.document_number for one in in_order if one.document_number), None),
        in_order[-1].event_sha256,
    )
    report = draft / REPORT
    write_report(month, labels(month.language), what.manifest_sha256, report, signed)
    (draft / APPROVALS).write_bytes(canonical(approvals_content(what, in_order, sha256_of(report))))


def _seal(draft: Path, what: Proposal) -> None:
    """The hash of every document, and of the manifest they stand on; nobody else may read what they may not."""
    sealed = sorted(path for path in draft.iterdir() if path.is_file())
    (draft / SEAL).write_bytes(
        canonical({path.name: sha256_of(path) for path in sealed} | {f"../{MANIFEST}": what.manifest_sha256})
    )
    for path in draft.iterdir():
        # The pack holds people; whoever wrote it chose who may read it.
        path.chmod(path.stat().st_mode & FILE_MODE)


def approvals_content(what: Proposal, in_order: list[Approval], report_sha256: str) -> dict[str, Any]:
    """Return the content of pengesahan.json: who approved what when, and the chained log's root right after."""
    return {
        "format": FORMAT,
        "period": what.period,
        "version": what.version,
        "amends_version": what.amends_version,
        "manifest_sha256": what.manifest_sha256,
        "report_sha256": report_sha256,
        "event_root": in_order[-1].event_sha256,
        "approvals": [
            {
                "office": one.office,
                "person": one.person,
                "signed_at": one.signed_at.astimezone(UTC).isoformat(),
                "document_number": one.document_number,
                "run_ref": one.run_ref,
                "event_sha256": one.event_sha256,
            }
            for one in in_order
        ],
    }


def canonical(value: Any) -> bytes:
    """JSON with sorted keys, no blanks, UTF-8: equal values give equal bytes."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


def _require_manifest(what: Proposal, given: Mapping[str, Approval], folder: Path) -> None:
    published = published_manifest(folder)
    approved = {one.manifest_sha256 for one in given.values()} | {what.manifest_sha256}
    if approved != {published}:
        raise SignOffError(
            f"what is published as {what.period} v{what.version} is not what was approved: "
            "reject it, and have the version signed again"
        )


def _require_same_report(month: Month, what: Proposal, folder: Path, draft: Path) -> None:
    """Only the signatures may differ: else somebody signed other words or figures than are printed now."""
    again = draft / f".{REPORT}"
    write_report(month, labels(month.language), what.manifest_sha256, again)
    same = sha256_of(again) == sha256_of(folder / REPORT)
    again.unlink()
    if not same:
        raise SignOffError(
            f"the Berita Acara of {what.period} v{what.version} would no longer read as it was published: words, "
            "layout or reference data changed since. Restore them as they were, or reckon the month again"
        )


def _require_same_record(draft: Path, target: Path) -> None:
    """An interrupted call left the documents behind: they stay if they are whole and say the same."""
    seal = json.loads((target / SEAL).read_text("utf-8")) if (target / SEAL).is_file() else {}
    different = [
        name
        for name in sorted({REPORT, APPROVALS, *seal})
        if not (target / name).is_file() or sha256_of(target / name) != seal.get(name)
    ]
    different += [name for name in (REPORT, APPROVALS) if sha256_of(draft / name) != seal.get(name)]
    if different:
        raise SignOffError(
            f"{target} holds other documents already ({', '.join(sorted(set(different)))}); signed documents are "
            "never replaced. Find out who wrote them, then move the folder aside and clear the task"
        )


def _switch_in(draft: Path, target: Path) -> None:
    draft.chmod(FOLDER_MODE)
    for path in [*draft.iterdir(), draft]:
        _flush(path)
    draft.rename(target)
    _flush(target.parent)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
