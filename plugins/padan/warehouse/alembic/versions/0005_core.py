"""Core: rows that stay, the people in them, snapshots. Nothing a past report stood on is updated in place."""

from padan.warehouse.migrations import refuse_downgrade as downgrade
from padan.warehouse.migrations import run_file

revision = "0005_core"
down_revision = "0004_quality"
__all__ = ["downgrade", "upgrade"]


def upgrade() -> None:
    """Run include/sql/migrations/0005_core.sql."""
    run_file(revision)
