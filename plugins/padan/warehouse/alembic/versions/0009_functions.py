"""Functions that several statements share: months, dated reference data, comparing names."""

from padan.warehouse.migrations import refuse_downgrade as downgrade
from padan.warehouse.migrations import run_file

revision = "0009_functions"
down_revision = "0008_grants"
__all__ = ["downgrade", "upgrade"]


def upgrade() -> None:
    """Run include/sql/migrations/0009_functions.sql."""
    run_file(revision)
