"""Reference data, loaded from include/reference whenever a file changes."""

from padan.warehouse.migrations import refuse_downgrade as downgrade
from padan.warehouse.migrations import run_file

revision = "0002_reference"
down_revision = "0001_landing"
__all__ = ["downgrade", "upgrade"]


def upgrade() -> None:
    """Run include/sql/migrations/0002_reference.sql."""
    run_file(revision)
