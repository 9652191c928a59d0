"""Reconciliation: versions of months, the outcome of every row, the bridge's parts, cases."""

from padan.warehouse.migrations import refuse_downgrade as downgrade
from padan.warehouse.migrations import run_file

revision = "0006_reconciliation"
down_revision = "0005_core"
__all__ = ["downgrade", "upgrade"]


def upgrade() -> None:
    """Run include/sql/migrations/0006_reconciliation.sql."""
    run_file(revision)
