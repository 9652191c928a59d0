"""A verdict is about one exception; why somebody is out; the NIK with which to register."""

from padan.warehouse.migrations import refuse_downgrade as downgrade
from padan.warehouse.migrations import run_file

revision = "0020_case_matters"
down_revision = "0019_programme_targets"
__all__ = ["downgrade", "upgrade"]


def upgrade() -> None:
    """A verdict is about one exception; why somebody is out; the NIK with which to register."""
    run_file(revision)
