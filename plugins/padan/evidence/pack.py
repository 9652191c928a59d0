"""The evidence pack of a version: everything it stands on and everything that was made of it, in one zip.

The same evidence gives the same bytes. It holds people, so only its owner may read it.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection

import padan
from padan import verification
from padan.evidence.errors import EvidenceError
from padan.evidence.history import rule_sets
from padan.evidence.holdings import Holdings, from_home
from padan.evidence.readme import readme
from padan.evidence.rules import rules_of
from padan.settings import Settings
from padan.verification.files import Check, canonical, sha256_of
from padan.verification.pack import INDEX, INDEX_HASH, INPUTS, PRODUCTS, RULES
from padan.verification.report import FINAL, SIGNED, check_report
from padan.verification.words import WORDS
from padan.verification.zipped import Member, directory, local_header

FORMAT = "padan-evidence-1"
_MODE = 0o600
_LARGEST = 0xFFFFFFFF
"""Bytes that a zip without extensions can address."""

Content = Path | bytes


def pack_name(period: str, version: int) -> str:
    """The file name of a version's pack."""
    return f"bukti-{period}-v{version}.zip"


def write_pack(
    connection: Connection,
    settings: Settings,
    period: str,
    version: int,
    target: Path,
    *,
    signed: Path | None = None,
) -> Path:
    """Write the evidence pack of a published version; the same evidence gives the same bytes.

    Args:
        connection: reads the warehouse; nothing is written there.
        settings: home holds landed bytes, rules and reports.
        period: 'YYYY-MM'.
        version: a version that was published.
        target: the file to write, or the folder to write bukti-<period>-v<version>.zip into.
        signed: folder in which the signed documents stand while they are not switched in yet; the published final/
            otherwise, where there is one. Their seal stays outside: it names the pack, which cannot name itself.

    Returns:
        The file, mode 0600.

    Raises:
        EvidenceError: something the version stands on is gone or was touched; the message names it.
    """
    kept = from_home(connection, settings.home, period, version)
    manifest = kept.manifest()
    kept.require_inputs()
    _require_whole(kept, manifest["language"])
    members = dict(_members(kept, manifest, signed or kept.report / FINAL))
    listed = {name: _told(content) for name, content in sorted(members.items())}
    index = canonical(
        {
            "format": FORMAT,
            "period": period,
            "version": version,
            "regency": manifest["regency"],
            "language": manifest["language"],
            "history": kept.history,
            "members": listed,
        }
    )
    digest = hashlib.sha256(index).hexdigest()
    members |= {INDEX: index, INDEX_HASH: f"{digest}\n".encode()}
    final = target / pack_name(period, version) if target.is_dir() else target
    _write(final, members, digest.encode())
    return final


def _require_whole(kept: Holdings, language: str) -> None:
    check: Check = check_report(kept.report, None)
    if check.faults:
        told = "; ".join(WORDS[language][kind].format(name=name) for kind, name in check.faults[:10])
        raise EvidenceError(f"{kept.report} is no longer what was published: {told}")


def _members(kept: Holdings, manifest: Mapping[str, Any], signed: Path) -> Iterator[tuple[str, Content]]:
    """Everything but the index: name in the pack and what stands under it."""
    for version in kept.history["versions"]:
        for file in version["inputs"]["files"]:
            yield INPUTS + file["sha256"], kept.inputs / file["sha256"]
    for one in {*rule_sets(kept.history), kept.published_rules()}:
        for sha256 in (one, *rules_of(kept.rule, one).values()):
            yield RULES + sha256, kept.rule(sha256)
    for path in sorted(kept.report.rglob("*")):
        name = path.relative_to(kept.report).as_posix()
        if path.is_file() and not name.startswith((".", FINAL)):
            yield PRODUCTS + name, path
    for name in SIGNED:
        if (signed / name).is_file():
            yield PRODUCTS + FINAL + name, signed / name
    yield "README.md", readme(kept, manifest).encode()
    folder = Path(verification.__file__).parent
    yield "verify.py", folder / "standalone.py"
    yield "padan/__init__.py", Path(padan.__file__)
    for path in sorted(folder.glob("*.py")):
        if path.name != "standalone.py":
            yield f"padan/{folder.name}/{path.name}", path


def _told(content: Content) -> dict[str, Any]:
    if isinstance(content, bytes):
        return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    return {"sha256": sha256_of(content), "bytes": content.stat().st_size}


def _write(final: Path, members: Mapping[str, Content], comment: bytes) -> None:
    """Write the zip beside its place and switch it in: stored, in order, without times."""
    final.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=final.parent, prefix=f".{final.name}.")
    try:
        with os.fdopen(handle, "wb") as target:
            os.fchmod(handle, _MODE)
            written = [_add(target, name, content) for name, content in sorted(members.items())]
            if target.tell() > _LARGEST:
                raise EvidenceError(
                    f"the evidence takes {target.tell():,} bytes, more than one pack can hold"
                )
            target.write(directory(written, target.tell(), comment))
            target.flush()
            os.fsync(handle)
        Path(draft).rename(final)
    finally:
        Path(draft).unlink(missing_ok=True)


def _add(target: BinaryIO, name: str, content: Content) -> Member:
    offset, encoded = target.tell(), name.encode()
    crc = size = 0
    for chunk in _chunks(content):
        crc, size = zlib.crc32(chunk, crc), size + len(chunk)
    target.write(local_header(encoded, crc, size))
    for chunk in _chunks(content):
        target.write(chunk)
    return encoded, crc, size, offset


def _chunks(content: Content) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as origin:
        while chunk := origin.read(1 << 20):
            yield chunk
