"""What a load and a version were made under."""

from padan.warehouse.migrations import refuse_downgrade as downgrade
from padan.warehouse.migrations import run_file

revision = "0018_evidence"
down_revision = "0017_programme"
__all__ = ["downgrade", "upgrade"]


def upgrade() -> None:
    """What a load and a version were made under."""
    run_file(revision)
