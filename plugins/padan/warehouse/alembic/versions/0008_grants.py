"""Who may do what. The roles are made with the server (include/sql/roles)."""

from padan.warehouse.migrations import refuse_downgrade as downgrade
from padan.warehouse.migrations import run_file

revision = "0008_grants"
down_revision = "0007_mart"
__all__ = ["downgrade", "upgrade"]


def upgrade() -> None:
    """Run include/sql/migrations/0008_grants.sql."""
    run_file(revision)
