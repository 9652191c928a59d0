"""A sheet as it is written: cells, merges, and which list row stands where."""

from __future__ import annotations

from dataclasses import dataclass, field

from padan.simulation.rows import Cell, VillageRow


class RawText(str):
    """Text that a text file holds as it stands, its quotes not doubled and not enclosed."""

    __slots__ = ()


@dataclass(frozen=True)
class Merge:
    """Cells that are one: rows from 1, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Page:
    """One sheet.

    Attributes:
        name: title of the sheet; a text file has none.
        grid: rows of cells.
        placed: list rows and the row (from 1) on which each stands.
        merges: what is merged; only the first cell of a merge is filled.
        hidden: whether a reader of the workbook does not see it.
        heads: rows (from 1) that hold column heads.
    """

    name: str
    grid: list[list[Cell]] = field(default_factory=list)
    placed: list[tuple[VillageRow, int]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden: bool = False
    heads: list[int] = field(default_factory=list)

    @property
    def width(self) -> int:
        """Cells of the longest row."""
        return max((len(row) for row in self.grid), default=0)

    def covered(self) -> set[tuple[int, int]]:
        """(row from 1, column) of every merged cell but the first of each merge."""
        return {
            (row, column)
            for merge in self.merges
            for row in range(merge.top, merge.bottom + 1)
            for column in range(merge.left, merge.right + 1)
            if (row, column) != (merge.top, merge.left)
        }
