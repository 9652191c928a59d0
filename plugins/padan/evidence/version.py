"""Notes with a new version what it was made under."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from padan.evidence.code import code_version, git_commit
from padan.evidence.rules import keep_rules
from padan.warehouse.sql import run


def keep_version(connection: Connection, home: Path, period: str, version: int) -> None:
    """Keep the rules of now and note them, the code and the newest load with a version, in its transaction.

    Args:
        connection: in the transaction that made the version.
        home: PADAN_HOME, below which the rules are kept.
        period: 'YYYY-MM'.
        version: the version just made.
    """
    run(
        connection,
        "evidence/note_version.sql",
        period=period,
        version=version,
        code_version=code_version(),
        code_commit=git_commit(),
        rules_sha256=keep_rules(home),
    )
