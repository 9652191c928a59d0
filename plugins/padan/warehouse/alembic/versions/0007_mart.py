"""Mart: the stable interface. No personal data. Every table has period and version."""

from padan.warehouse.migrations import refuse_downgrade as downgrade
from padan.warehouse.migrations import run_file

revision = "0007_mart"
down_revision = "0006_reconciliation"
__all__ = ["downgrade", "upgrade"]


def upgrade() -> None:
    """Run include/sql/migrations/0007_mart.sql."""
    run_file(revision)
