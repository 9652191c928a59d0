"""Migrations of the warehouse: forward-only SQL files, in order, each once, run by Alembic.

A revision in alembic/versions names its file in include/sql/migrations; both carry the same number.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command, op
from alembic.config import Config

from padan.paths import INCLUDE

_SCRIPTS = Path(__file__).parent / "alembic"


def migrate(uri: str) -> None:
    """Bring the warehouse at uri (of the role that owns it) to the newest revision; nothing to do is fine."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["uri"] = uri
    command.upgrade(config, "head")


def run_file(revision: str) -> None:
    """Run include/sql/migrations/<revision>.sql in the migration's transaction."""
    script = (INCLUDE / "sql" / "migrations" / f"{revision}.sql").read_text(encoding="utf-8")
    op.get_bind().exec_driver_sql(script.replace("%", "%%"))


def refuse_downgrade() -> None:
    """Say why there is no way back."""
    raise NotImplementedError("migrations only go forward: write a new one, or restore a backup")
