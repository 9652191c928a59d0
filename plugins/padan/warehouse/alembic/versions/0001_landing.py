"""Landing: every file as it arrived, and every load that worked on them."""

from padan.warehouse.migrations import refuse_downgrade as downgrade
from padan.warehouse.migrations import run_file

revision = "0001_landing"
down_revision = "0000_schemas"
__all__ = ["downgrade", "upgrade"]


def upgrade() -> None:
    """Run include/sql/migrations/0001_landing.sql."""
    run_file(revision)
