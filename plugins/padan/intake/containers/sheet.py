"""A sheet of text cells, and the sheets of a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Merge:
    """A merged area: rows from 1, columns from 0, both ends in it."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    Attributes:
        name: its title; '' for a text file.
        hidden: whether a person opening the file would not see it.
        rows: its rows from row 1, blank and leading empty rows included; may be an iterator, read once.
        member: path inside a zip; '' where the file is none.
        merges: merged areas, where the container knows them.
    """

    name: str
    hidden: bool
    rows: Iterable[list[str]]
    member: str = ""
    merges: tuple[Merge, ...] = ()


class Sheets(list[Sheet]):
    """The sheets of a file in their order.

    Attributes:
        notices: what else the file holds, counted by kind of furniture: 'macro', 'attachment', 'litter'.
    """

    def __init__(self, sheets: Iterable[Sheet] = ()) -> None:
        """Nothing was noticed yet."""
        super().__init__(sheets)
        self.notices: Counter[str] = Counter()
