"""What a version changes against the final one it amends: the content of a Berita Acara Perubahan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping

from padan.products.query import fetch


@dataclass(frozen=True)
class Amendment:
    """The difference of two versions of a month over the whole regency.

    Attributes:
        amends_version: the final version.
        before: line of the bridge → its persons and rupiah in the final version.
        moves: one row a side, outcome before and outcome after, with the rows counted; None where the row stands in
            one of the versions only.
    """

    amends_version: int
    before: dict[str, tuple[int, int]]
    moves: Sequence[RowMapping]

    @property
    def rows_changed(self) -> int:
        """Rows of both sides that are told otherwise now."""
        return sum(row["persons"] for row in self.moves)


def read_amendment(
    connection: Connection, period: str, version: int, amends: int | None, regency: str
) -> Amendment | None:
    """Read what a version changes; None for a version that amends nothing."""
    if amends is None:
        return None
    before = {
        row["line"]: (row["persons"], row["rupiah"])
        for row in fetch(connection, "bridge_totals", period=period, version=amends)
        if row["level"] == "regency" and row["area_code"] == regency
    }
    moves = fetch(connection, "amendment_moves", period=period, version=version, amends=amends)
    return Amendment(amends, before, moves)
