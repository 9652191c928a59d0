"""Rows that may be heads: one row alone, or two of which the upper one groups (TTL over TEMPAT, TANGGAL)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from padan.intake.cells import is_blank, squeeze

_LONG_NUMBER = re.compile(r"(?:\d[ .-]?){10}")
_HINT = re.compile(r"(?!\W*\d+ ?\w?\W*$)(?:\(.*\)|\[.*\])")


class Span(Protocol):
    """A merged area: rows from 1, columns from 0, both ends in it."""

    @property
    def top(self) -> int:
        """First row."""

    @property
    def left(self) -> int:
        """First column."""

    @property
    def bottom(self) -> int:
        """Last row."""

    @property
    def right(self) -> int:
        """Last column."""


@dataclass(frozen=True)
class Heads:
    """One reading of a row, or of two, as heads.

    Attributes:
        row_number: row of the heads, the lower one of two.
        rows: the rows themselves, each cell on one line.
        texts: one text a column, with the group head before it.
        groups: the group head over a column, '' where there is none.
        plain: the head without its group.
        certain: whether the file itself says that the two rows belong together.
    """

    row_number: int
    rows: tuple[tuple[str, ...], ...]
    texts: tuple[str, ...]
    groups: tuple[str, ...]
    plain: tuple[str, ...]
    certain: bool = False


def holds_number(cells: Sequence[str]) -> bool:
    """Whether a row holds a long number: a person, whose cells must not come into a message as heads."""
    return any(_LONG_NUMBER.search(cell) for cell in cells)


def one_row(row_number: int, cells: Sequence[str]) -> Heads:
    """A row alone as heads."""
    texts = tuple("" if is_blank(cell) else squeeze(cell) for cell in cells)
    return Heads(row_number, (texts,), texts, ("",) * len(texts), texts)


def two_rows(upper: Heads, lower: Heads, merges: Sequence[Span]) -> Heads | None:
    """Two rows as heads; None where nothing stands in one of them.

    A group head holds for the columns of its merged area; where a file knows of none (a text file has no
    merged cells), for the blanks right of it under which a head stands.
    """
    width = max(len(upper.texts), len(lower.texts))
    above, below = _padded(upper.texts, width), _padded(lower.texts, width)
    if not any(above) or not any(below):
        return None
    spread = _spread(above, below, lower.row_number, merges)
    texts = tuple(f"{top} {low}".strip() for top, low in zip(spread, below, strict=True))
    hints = all(_HINT.fullmatch(low) and top for top, low in zip(above, below, strict=True) if low)
    groups = tuple(top if low else "" for top, low in zip(spread, below, strict=True))
    plain = tuple(
        # '(L/P)' under a head explains it; a word under a head is the head, and the upper one its group.
        top if not low or (_HINT.fullmatch(low) and top) else low
        for top, low in zip(spread, below, strict=True)
    )
    joined = any(
        area.top == upper.row_number
        and area.bottom == lower.row_number
        and area.left < width
        and above[area.left]
        for area in merges
    )
    return Heads(lower.row_number, (above, below), texts, groups, plain, certain=hints or joined)


def _padded(texts: tuple[str, ...], width: int) -> tuple[str, ...]:
    return texts + ("",) * (width - len(texts))


def _spread(
    above: tuple[str, ...], below: tuple[str, ...], lower_row: int, merges: Sequence[Span]
) -> tuple[str, ...]:
    """The upper row with each group head over all of its columns."""
    spread = list(above)
    ends: set[int] = set()
    for area in merges:
        if area.top <= lower_row - 1 <= area.bottom and area.left < len(above):
            ends.add(min(area.right, len(above) - 1))
            for column in range(area.left, min(area.right + 1, len(above))):
                spread[column] = above[area.left]
    for column in range(1, len(above)):
        grouped = spread[column - 1] and below[column - 1] and column - 1 not in ends
        if not spread[column] and below[column] and grouped:
            spread[column] = spread[column - 1]
    return tuple(spread)
