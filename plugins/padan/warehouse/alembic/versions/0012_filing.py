"""The life of a submission: decisions, attempts, earlier volumes."""

from padan.warehouse.migrations import refuse_downgrade as downgrade
from padan.warehouse.migrations import run_file

revision = "0012_filing"
down_revision = "0011_values"
__all__ = ["downgrade", "upgrade"]


def upgrade() -> None:
    """Run include/sql/migrations/0012_filing.sql."""
    run_file(revision)
