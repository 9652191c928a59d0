"""Damage classes of a NIK, and values as they were written."""

from padan.warehouse.migrations import refuse_downgrade as downgrade
from padan.warehouse.migrations import run_file

revision = "0011_values"
down_revision = "0010_members"
__all__ = ["downgrade", "upgrade"]


def upgrade() -> None:
    """Run include/sql/migrations/0011_values.sql."""
    run_file(revision)
