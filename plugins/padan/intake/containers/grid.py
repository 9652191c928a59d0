"""Rows that grow cell by cell, with cells that span several columns or rows."""

from __future__ import annotations

from padan.intake.containers.sheet import Merge
from padan.intake.records import Refusal


class Grid:
    """A sheet in the making. A spanning cell's text stands in its first place, the others are blank."""

    def __init__(self, most_cells: int, most_columns: int) -> None:
        """Starts empty; both limits hold for cells as they are laid out."""
        self.rows: list[list[str]] = []
        self._most_cells, self._most_columns = most_cells, most_columns
        self._cells = 0
        self._row: list[str] | None = None
        self._covered: dict[int, int] = {}
        """Column → how many rows from this one on a cell above still covers."""
        self._begun: dict[int, int] = {}
        self._merges: list[Merge] = []

    @property
    def row(self) -> list[str] | None:
        """The row that is open."""
        return self._row

    def new_row(self) -> None:
        """Ends the open row, if any, and opens the next."""
        self.end_row()
        self._row = []

    def add(self, text: str, columns: int = 1, rows: int = 1) -> None:
        """Puts a cell into the next free place of the open row.

        Raises:
            Refusal: too_large.
        """
        row = self._row
        assert row is not None, "open a row first"
        while len(row) in self._covered:
            row.append("")
        left = len(row)
        row.append(text)
        row += [""] * (columns - 1)
        self._cells += columns
        if self._cells > self._most_cells or len(row) > self._most_columns:
            raise Refusal("too_large", found=f"{len(self.rows)} x {len(row)}", expected=f"{self._most_cells}")
        if columns > 1 or rows > 1:
            top = len(self.rows) + 1
            self._merges.append(Merge(top, left, top + rows - 1, left + columns - 1))
        if rows > 1:
            self._begun |= dict.fromkeys(range(left, left + columns), rows - 1)

    def end_row(self) -> None:
        """Closes the open row."""
        if self._row is None:
            return
        self.rows.append(self._row)
        self._row = None
        still = {column: rows - 1 for column, rows in self._covered.items() if rows > 1}
        self._covered = still | self._begun
        self._begun = {}

    def drop_row(self) -> None:
        """Forgets the open row: it held nothing."""
        self._row = None

    def end_spans(self) -> None:
        """A table is over: nothing reaches below it."""
        self.end_row()
        self._covered = {}
        last = len(self.rows)
        for place in range(len(self._merges) - 1, -1, -1):
            merge = self._merges[place]
            if merge.bottom > last:
                self._merges[place] = Merge(merge.top, merge.left, last, merge.right)

    def merges(self) -> tuple[Merge, ...]:
        """The spanning cells, from the top."""
        return tuple(
            sorted(merge for merge in self._merges if (merge.top, merge.left) != (merge.bottom, merge.right))
        )
