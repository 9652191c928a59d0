"""Staging: what was read, as text beside the typed value, until it is loaded."""

from padan.warehouse.migrations import refuse_downgrade as downgrade
from padan.warehouse.migrations import run_file

revision = "0003_staging"
down_revision = "0002_reference"
__all__ = ["downgrade", "upgrade"]


def upgrade() -> None:
    """Run include/sql/migrations/0003_staging.sql."""
    run_file(revision)
