"""Which code made a version: the same words in a clone, in a tarball and in an image of the same code."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

import padan
from padan.paths import INCLUDE, PROJECT

_SHOWN = 12


@cache
def code_version() -> str:
    """Return '0.1.0+3f2a9c5d7e81': the version, and the beginning of the hash of all modules, statements and the lock.

    A git commit would be known in a clone and not in a tarball, and would make their products differ; what the files
    say is known in both.
    """
    return f"{padan.__version__}+{code_sha256()[:_SHOWN]}"


def code_sha256(project: Path = PROJECT, include: Path = INCLUDE) -> str:
    """Return the SHA-256 over path and bytes of every module, every statement and requirements.lock."""
    digest = hashlib.sha256()
    files = {path.relative_to(project).as_posix(): path for path in (project / "plugins").rglob("*.py")}
    files |= {
        f"include/{path.relative_to(include).as_posix()}": path for path in (include / "sql").rglob("*.sql")
    }
    files["requirements.lock"] = project / "requirements.lock"
    for name, path in sorted(files.items()):
        content = hashlib.sha256(path.read_bytes() if path.exists() else b"").hexdigest()
        digest.update(f"{content} {name}\n".encode())
    return digest.hexdigest()


def git_commit(project: Path = PROJECT) -> str | None:
    """Return the commit that is checked out, or None where there is no repository: a note, never part of a product."""
    try:
        head = (project / ".git" / "HEAD").read_text("ascii").strip()
        if not head.startswith("ref: "):
            return _commit(head)
        name = head.removeprefix("ref: ")
        loose = project / ".git" / name
        if loose.exists():
            return _commit(loose.read_text("ascii").strip())
        packed = (project / ".git" / "packed-refs").read_text("utf-8")
        found = re.search(rf"^([0-9a-f]{{40,64}}) {re.escape(name)}$", packed, re.MULTILINE)
        return found[1] if found else None
    except (FileNotFoundError, NotADirectoryError):
        # A tarball, an image, or a worktree whose repository lies elsewhere.
        return None


def _commit(text: str) -> str | None:
    return text if re.fullmatch(r"[0-9a-f]{40,64}", text) else None
