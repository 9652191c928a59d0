"""Rows of a file inside a zip; keys of rows that were given back."""

from padan.warehouse.migrations import refuse_downgrade as downgrade
from padan.warehouse.migrations import run_file

revision = "0010_members"
down_revision = "0009_functions"
__all__ = ["downgrade", "upgrade"]


def upgrade() -> None:
    """Run include/sql/migrations/0010_members.sql."""
    run_file(revision)
