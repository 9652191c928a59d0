"""Registry versions side by side; the form of the branch's exports."""

from padan.warehouse.migrations import refuse_downgrade as downgrade
from padan.warehouse.migrations import run_file

revision = "0013_registers"
down_revision = "0012_filing"
__all__ = ["downgrade", "upgrade"]


def upgrade() -> None:
    """Run include/sql/migrations/0013_registers.sql."""
    run_file(revision)
