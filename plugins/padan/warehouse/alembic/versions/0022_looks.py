"""A look tells rows that may be the person's, and cases that began without one."""

from padan.warehouse.migrations import refuse_downgrade as downgrade
from padan.warehouse.migrations import run_file

revision = "0022_looks"
down_revision = "0021_shared_niks"
__all__ = ["downgrade", "upgrade"]


def upgrade() -> None:
    """A look tells rows that may be the person's, and cases that began without one."""
    for part in (revision, "0022_look_answers", "0022_double_funding"):
        run_file(part)
