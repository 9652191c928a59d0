"""A further table on the same sheet: heads that stand elsewhere than the first ones, or titles that say otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from padan.contracts import Contract
from padan.intake.containers.sheet import Merge
from padan.intake.header import Aids, Header, find_header
from padan.intake.header.candidates import Span
from padan.intake.records import ColumnMapping
from padan.intake.table.titles import declared_periods, title_lines, told_word

_LOOK = 60
"""So many rows below heads are looked at for what their columns hold."""


@dataclass
class Further:
    """Looks for heads below a table's own, row by row from its head down.

    Attributes:
        contract: columns and words of the feed.
        rows: all rows of the sheet.
        merges: merged areas of the sheet.
        aids: decisions and bounds of similarity for the sheet.
        header: heads of the table that is being read.
        titles: the lines above it.
    """

    contract: Contract
    rows: Sequence[list[str]]
    merges: Sequence[Span]
    aids: Aids | None
    header: Header
    titles: list[str]
    between: list[str] = field(default_factory=list)
    """Lines since the last person: what stands above the heads that may come."""

    def __post_init__(self) -> None:
        """Looks up what is asked for every row."""
        self._required = frozenset(column.name for column in self.contract.required())
        self._own = self._told(self.titles)

    def person(self) -> None:
        """A person ends the lines above the next heads."""
        self.between.clear()

    def heads(self, row_number: int, cells: list[str]) -> Header | None:
        """The heads of another table, where a row is or begins them; else the row is a line between."""
        header = self._complete(row_number, cells)
        if header is None:
            self.between += title_lines([cells])
            return None
        if header.columns == self.header.columns and not self._says_otherwise():
            return None
        return header

    def _complete(self, row_number: int, cells: list[str]) -> Header | None:
        """Heads that name every required column by its aliases: one row, or two of which this is the upper."""
        named = {column.name for cell in cells if cell and (column := self.contract.column_for(cell))}
        if len(named) < 2 or not self._required <= named:
            return None
        above = row_number - 1
        below = self.rows[above : above + _LOOK]
        aids = self._aids(above)
        merges = [
            Merge(area.top - above, area.left, area.bottom - above, area.right)
            for area in self.merges
            if area.top in (row_number, row_number + 1)
        ]
        header = find_header(below[:2], self.contract, merges=merges, aids=aids, below=below)
        return None if header is None else replace(header, row_number=header.row_number + above)

    def _aids(self, above: int) -> Aids | None:
        """The sheet's decisions and bounds, for rows that are counted from the row after `above`."""
        aids = self.aids
        if aids is None or not aids.mappings:
            return aids

        def holds(mapping: ColumnMapping, header: Header) -> bool:
            return aids.holds(mapping, replace(header, row_number=header.row_number + above))

        return replace(aids, holds=holds)

    def _says_otherwise(self) -> bool:
        """Whether the lines between name another month or funder than the table above: a page's title repeats them."""
        return any(new and new != old for new, old in zip(self._told(self.between), self._own, strict=True))

    def _told(self, lines: list[str]) -> tuple[frozenset[str], frozenset[str]]:
        funder = told_word(self.contract, "funding_source", "", lines)
        months = frozenset(period for period, _ in declared_periods(self.contract, lines, ""))
        return months, frozenset(funder[:1] if funder else ())
