"""What was given back to the villages."""

from padan.warehouse.migrations import refuse_downgrade as downgrade
from padan.warehouse.migrations import run_file

revision = "0014_returned"
down_revision = "0013_registers"
__all__ = ["downgrade", "upgrade"]


def upgrade() -> None:
    """Run include/sql/migrations/0014_returned.sql."""
    run_file(revision)
