"""Several people under one NIK: evidence of the others, and links to one of them."""

from padan.warehouse.migrations import refuse_downgrade as downgrade
from padan.warehouse.migrations import run_file

revision = "0021_shared_niks"
down_revision = "0020_case_matters"
__all__ = ["downgrade", "upgrade"]


def upgrade() -> None:
    """Several people under one NIK: evidence of the others, and links to one of them."""
    run_file(revision)
