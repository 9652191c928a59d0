"""The rooms of the warehouse."""

from padan.warehouse.migrations import refuse_downgrade as downgrade
from padan.warehouse.migrations import run_file

revision = "0000_schemas"
down_revision = None
__all__ = ["downgrade", "upgrade"]


def upgrade() -> None:
    """Run include/sql/migrations/0000_schemas.sql."""
    run_file(revision)
