"""Verdicts of both offices, confirmed links, what was asked of the branch."""

from padan.warehouse.migrations import refuse_downgrade as downgrade
from padan.warehouse.migrations import run_file

revision = "0015_verdicts"
down_revision = "0014_identity"
__all__ = ["downgrade", "upgrade"]


def upgrade() -> None:
    """Verdicts of both offices, confirmed links, what was asked of the branch."""
    run_file(revision)
    run_file("0015_requests")
