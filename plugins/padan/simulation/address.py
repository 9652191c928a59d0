"""Where a simulated row stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True)
class Address:
    """Where a row stands, as reconciliation.row_outcome names it."""

    file_name: str = ""
    sheet: str = ""
    row_number: int = 0
    received_at: datetime | None = None

    @property
    def path(self) -> str:
        """Path of the file that was sent: a zip's own."""
        return self.file_name.partition("!/")[0]
