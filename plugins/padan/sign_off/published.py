"""What stands in a version's folder, held against its seal before anybody signs it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from padan.sign_off.model import SignOffError

MANIFEST = "manifest.json"
SEAL = "seal.json"
REPORT = "berita-acara.pdf"


def published_manifest(folder: Path) -> str:
    """Return the SHA-256 of a version's manifest.json, after holding the products beside it against it.

    Args:
        folder: <reports>/<period>/v<version>.

    Raises:
        SignOffError: a product is missing, or is not what seal and manifest say.

    """
    seal: dict[str, str] = _read(folder / SEAL)
    for name in (MANIFEST, REPORT):
        _require(folder, name, seal.get(name))
    for name, told in _read(folder / MANIFEST)["products"].items():
        _require(folder, name, told["sha256"])
    return sha256_of(folder / MANIFEST)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _require(folder: Path, name: str, expected: str | None) -> None:
    path = folder / name
    if not path.is_file():
        raise SignOffError(f"{path} is missing: publish the version again before it is signed")
    if sha256_of(path) != expected:
        raise SignOffError(
            f"{path} is not what was published: its SHA-256 is not the one that was noted. "
            "Move the folder aside and publish the version again before it is signed"
        )


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise SignOffError(f"{path} is missing: publish the version before it is signed")
    content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return content
