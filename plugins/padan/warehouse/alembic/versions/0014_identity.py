"""People over time: links, evidence, repair."""

from padan.warehouse.migrations import refuse_downgrade as downgrade
from padan.warehouse.migrations import run_file

revision = "0014_identity"
down_revision = "0013_registers"
__all__ = ["downgrade", "upgrade"]


def upgrade() -> None:
    """People over time: links, evidence, repair."""
    run_file(revision)
