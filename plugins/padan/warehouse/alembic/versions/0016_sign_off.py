"""Approvals, final months, amendments, the chained log."""

from padan.warehouse.migrations import refuse_downgrade as downgrade
from padan.warehouse.migrations import run_file

revision = "0016_sign_off"
down_revision = "0015_verdicts"
__all__ = ["downgrade", "upgrade"]


def upgrade() -> None:
    """Approvals, final months, amendments, the chained log."""
    run_file(revision)
