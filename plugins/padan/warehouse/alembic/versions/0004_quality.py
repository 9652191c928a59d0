"""Quality: rules, what they found, and what was held back."""

from padan.warehouse.migrations import refuse_downgrade as downgrade
from padan.warehouse.migrations import run_file

revision = "0004_quality"
down_revision = "0003_staging"
__all__ = ["downgrade", "upgrade"]


def upgrade() -> None:
    """Run include/sql/migrations/0004_quality.sql."""
    run_file(revision)
