"""Passwords and keys of the local servers: generated once, kept in files that only their owner reads."""

from __future__ import annotations

import base64
import json
import os
import secrets
from pathlib import Path

from padan.local.errors import LocalError

PASSWORD_BYTES = 24
JWT_BYTES = 64


def ensure_secrets_folder(folder: Path) -> None:
    """Makes `folder` with mode 0700 and sees to it that the mode still is so."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.stat().st_uid != os.geteuid():
        raise LocalError(
            f"{folder} belongs to another user: Padan was started there as somebody else. Run as that user, "
            "set PADAN_HOME to a folder of your own, or remove everything as that user with 'make reset'"
        )
    folder.chmod(0o700)


def named_passwords(path: Path, names: tuple[str, ...]) -> dict[str, str]:
    """One password a name, from `path`; names it does not hold yet are added to it."""
    kept: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    missing = [name for name in names if name not in kept]
    if missing:
        kept |= {name: secrets.token_urlsafe(PASSWORD_BYTES) for name in missing}
        write_private(path, json.dumps(kept, indent=2, sort_keys=True) + "\n")
    return {name: kept[name] for name in names}


def airflow_keys(path: Path) -> dict[str, str]:
    """Airflow's keys: `jwt` (signs task tokens, over 64 characters), `session`, `fernet`."""
    if not path.exists():
        keys = {
            "jwt": secrets.token_urlsafe(JWT_BYTES),
            "session": secrets.token_urlsafe(PASSWORD_BYTES),
            "fernet": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii"),
        }
        write_private(path, json.dumps(keys, indent=2, sort_keys=True) + "\n")
    loaded: dict[str, str] = json.loads(path.read_text("utf-8"))
    return loaded


def write_private(path: Path, text: str) -> None:
    """Writes `text` with mode 0600 in one step: nobody sees half a file, nor one with wider rights."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    temporary.replace(path)
