"""The third register, double funding, arrears, targets, looks at a person's history."""

from padan.warehouse.migrations import refuse_downgrade as downgrade
from padan.warehouse.migrations import run_file

revision = "0017_programme"
down_revision = "0016_sign_off"
__all__ = ["downgrade", "upgrade"]


def upgrade() -> None:
    """The third register, double funding, arrears, targets, looks at a person's history."""
    for part in (revision, "0017_money", "0017_looks"):
        run_file(part)
