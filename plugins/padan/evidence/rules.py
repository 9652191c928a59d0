"""The rules store: every include file that a load or a version was made under, kept by the hash of its bytes.

`<PADAN_HOME>/rules/<sha256>` holds one file each. A set of rules is itself such a file: canonical JSON of path →
SHA-256, so that one hash names contracts, reference data, models, templates and fonts at once. SQL is code, no rule.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from padan.paths import INCLUDE
from padan.verification.files import canonical

FOLDERS = ("contracts", "corrections", "fonts", "models", "reference", "templates")
"""Below include: everything in them decides outcomes or the bytes of products."""
_PROSE = (".md", ".txt")
"""Explanations and licences for whoever reads the folder."""


def rules_folder(home: Path) -> Path:
    """Where the rules of a PADAN_HOME are kept."""
    return home / "rules"


def rule_files(include: Path = INCLUDE) -> dict[str, Path]:
    """Return every rule file by its path below include, '/' between, in order."""
    found = (path for folder in FOLDERS for path in (include / folder).rglob("*"))
    named = {path.relative_to(include).as_posix(): path for path in found if _is_rule(path)}
    return dict(sorted(named.items()))


def rule_hashes(include: Path = INCLUDE) -> dict[str, str]:
    """Return the SHA-256 of every rule file by its path below include."""
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in rule_files(include).items()}


def keep_rules(home: Path, include: Path = INCLUDE) -> str:
    """Keep the rules of now; return the hash of the set. What is kept already is not written again."""
    folder = rules_folder(home)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    contents = {name: path.read_bytes() for name, path in rule_files(include).items()}
    hashes = {name: _keep(folder, content) for name, content in contents.items()}
    return _keep(folder, canonical(hashes))


def rules_of(read: Callable[[str], bytes], rules_sha256: str) -> dict[str, str]:
    """Return path → SHA-256 of a set of rules.

    Args:
        read: the bytes kept under a hash.
        rules_sha256: of the set.
    """
    listed: dict[str, str] = json.loads(read(rules_sha256))
    return listed


def lay_out_rules(read: Callable[[str], bytes], rules_sha256: str, include: Path) -> None:
    """Write the files of a set of rules below a folder, as they lay in include."""
    for name, sha256 in rules_of(read, rules_sha256).items():
        target = include / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(read(sha256))


def _is_rule(path: Path) -> bool:
    hidden = path.name.startswith((".", "~"))
    return path.is_file() and not hidden and path.suffix not in _PROSE


def _keep(folder: Path, content: bytes) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    final = folder / sha256
    if not final.exists():
        # Killed half-way, or at the same time as another process: nothing half stands under a hash.
        handle, name = tempfile.mkstemp(dir=folder, prefix=".rules-")
        with os.fdopen(handle, "wb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        Path(name).rename(final)
    return sha256
