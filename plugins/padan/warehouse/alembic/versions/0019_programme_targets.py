"""A group's targets stand in one place."""

from padan.warehouse.migrations import refuse_downgrade as downgrade
from padan.warehouse.migrations import run_file

revision = "0019_programme_targets"
down_revision = "0018_evidence"
__all__ = ["downgrade", "upgrade"]


def upgrade() -> None:
    """A group's targets stand in one place."""
    run_file(revision)
