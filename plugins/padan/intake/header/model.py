"""A table's heads, read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from padan.contracts.headers import key

Origin = Literal["alias", "similarity", "decision"]


class Guess(NamedTuple):
    """What a head that no alias names may mean: canonical field, and how sure that is (0 to 1)."""

    field: str
    confidence: float


@dataclass(frozen=True)
class Header:
    """A table's columns.

    Attributes:
        row_number: row of the heads, the lower one where they fill two; the body begins below it.
        columns: canonical field → position of its column, from 0, without the running number.
        running: position of the running number; None where there is none.
        dropped: positions of columns that must not be kept.
        duplicates: fields that a later column names again.
        unknown: heads of columns that nothing names.
        texts: one text a column; a head below a group head carries both ('TTL TEMPAT').
        rows: the rows of heads as written, each cell on one line; one row or two.
        confidence: canonical field → how sure its head is, 1 for an alias or a decision.
        origin: canonical field → what named it.
        guesses: unknown head → what it resembles most.
        decided: whether a person decided about these heads.
        ours: positions of columns that Padan added to a workbook it gave back.
    """

    row_number: int
    columns: dict[str, int]
    running: int | None
    dropped: frozenset[int]
    duplicates: dict[str, list[str]]
    unknown: tuple[str, ...]
    texts: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    confidence: dict[str, float] = field(default_factory=dict)
    origin: dict[str, Origin] = field(default_factory=dict)
    guesses: dict[str, Guess] = field(default_factory=dict)
    decided: bool = False
    ours: frozenset[int] = frozenset()

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the village's own heads, by which a decision names its layout."""
        return head_keys([text for position, text in enumerate(self.texts) if position not in self.ours])

    @property
    def first_row(self) -> int:
        """Row where the heads begin."""
        return self.row_number - max(len(self.rows), 1) + 1

    @property
    def named(self) -> int:
        """How many columns have a meaning, the running number included."""
        return len(self.columns) + (self.running is not None)

    def layout(self, sheet: str, member: str = "") -> dict[str, Any]:
        """The table's object in staging.reading.layout.

        `header_row` is the first row of the heads, `header_rows` how many there are, `heads` the keys by which
        a decision would name them; `columns` gives each field's head (none where a person decided that the
        sheet is no list), `positions` its column from 0; `guesses` what an unknown head resembles.
        """
        return {
            "member": member,
            "sheet": sheet,
            "header_row": self.first_row,
            "header_rows": max(len(self.rows), 1),
            "heads": list(self.keys),
            "columns": {name: self.texts[position] for name, position in self.columns.items()},
            "positions": dict(self.columns),
            "confidence": dict(self.confidence),
            "origin": dict(self.origin),
            "unknown": list(self.unknown),
            "guesses": {
                head: {"field": guess.field, "confidence": guess.confidence}
                for head, guess in self.guesses.items()
            },
        }


def head_keys(texts: Sequence[str]) -> tuple[str, ...]:
    """Keys of the filled heads, from left to right: what a decision about a layout names it by."""
    return tuple(name for name in map(key, texts) if name)


def numbered_keys(texts: Sequence[str]) -> list[str]:
    """One key a column, '' where there is no head; the second of the same key as 'KEY#2'."""
    seen: Counter[str] = Counter()
    found = []
    for name in map(key, texts):
        seen[name] += 1
        found.append(name if seen[name] == 1 or not name else f"{name}#{seen[name]}")
    return found
