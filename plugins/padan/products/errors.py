"""What can go wrong while a month's products are made."""

from __future__ import annotations

from padan.errors import DataProblem


class ProductError(DataProblem):
    """A product cannot be made or published; the message says what to do next."""
