"""Heads → columns: by a person's decision, else by the contract's aliases, else by similarity."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from padan.contracts import Contract
from padan.contracts.model import Column
from padan.intake.header.candidates import Heads
from padan.intake.header.content import sample, speaks_for
from padan.intake.header.model import Guess, Header, Origin, numbered_keys
from padan.intake.header.similarity import guesses
from padan.intake.records import IGNORE, ColumnMapping

_NUMBER = "running_number"
_CLEARLY = 0.05
"""So much surer must the first guess be than the next field's."""
_MOST_HEADS = 60
"""A list has some twenty columns; a line of thousands of cells is no head and shall cost no time."""
_CONTENT = 0.1
_DISBELIEF = 0.3
_JUST_BELOW = 0.01


@dataclass(frozen=True)
class Aids:
    """What finding heads may use beside aliases.

    Attributes:
        accept: similarity from which a head is read as the column it resembles.
        suggest: similarity from which a guess is worth telling.
        as_of: day that dates are read against.
        mappings: layouts that people decided about.
        holds: whether a mapping is meant for the list that has this header.
    """

    accept: float
    suggest: float
    as_of: date
    mappings: tuple[ColumnMapping, ...] = ()
    holds: Callable[[ColumnMapping, Header], bool] = field(default=lambda _mapping, _header: True)


@dataclass
class _Drawing:
    """A header while its columns are being found."""

    heads: Heads
    columns: dict[str, int] = field(default_factory=dict)
    running: int | None = None
    dropped: set[int] = field(default_factory=set)
    duplicates: dict[str, list[str]] = field(default_factory=dict)
    confidence: dict[str, float] = field(default_factory=dict)
    origin: dict[str, Origin] = field(default_factory=dict)
    open: list[int] = field(default_factory=list)
    ours: set[int] = field(default_factory=set)

    def name(self, column: Column, position: int, origin: Origin = "alias") -> None:
        """Gives a column the meaning that somebody wrote down for its head."""
        if column.ours:
            self.ours.add(position)
        if column.dropped:
            self.dropped.add(position)
        elif column.kind == _NUMBER:
            self.running = position if self.running is None else self.running
        else:
            self.take(column.name, position, origin)

    def take(self, name: str, position: int, origin: Origin, confidence: float = 1.0) -> None:
        """Gives a column its meaning; a field that has one already is named twice."""
        if name in self.columns:
            texts = self.heads.texts
            self.duplicates.setdefault(name, [texts[self.columns[name]]]).append(texts[position])
            return
        self.columns[name] = position
        self.confidence[name] = confidence
        self.origin[name] = origin

    def header(self, known: dict[str, Guess] | None = None) -> Header:
        """What was found."""
        heads = self.heads
        return Header(
            row_number=heads.row_number,
            columns=self.columns,
            running=self.running,
            dropped=frozenset(self.dropped),
            duplicates=self.duplicates,
            unknown=tuple(heads.texts[position] for position in sorted(self.open)),
            texts=heads.texts,
            rows=heads.rows,
            confidence=self.confidence,
            origin=self.origin,
            guesses=known or {},
            ours=frozenset(self.ours),
        )


def by_aliases(heads: Heads, contract: Contract, part: str) -> Header:
    """The columns that the contract's aliases name."""
    drawing = _Drawing(heads)
    _take_aliases(drawing, range(len(heads.texts)), contract, part)
    return drawing.header()


def _take_aliases(drawing: _Drawing, positions: Sequence[int], contract: Contract, part: str) -> None:
    heads = drawing.heads
    below_group: list[tuple[int, Column]] = []
    for position in positions:
        text = heads.texts[position]
        if not text:
            continue
        column = contract.column_for(text, part)
        if column is None:
            within = _below_group(heads, position, contract, part)
            if within is not None:
                below_group.append((position, within))
            else:
                drawing.open.append(position)
        else:
            drawing.name(column, position)
    whole = set(drawing.columns)
    for position, column in below_group:
        # Of two heads for one field, the one that needs no group head to be left out is meant. Not where the field
        # is what makes a list: two NIK columns may be two lists side by side, and one of them would be lost.
        if column.name in whole and not column.required_header:
            drawing.open.append(position)
        else:
            drawing.name(column, position)


def _below_group(heads: Heads, position: int, contract: Contract, part: str) -> Column | None:
    """The column of a head without its group head, unless the group head makes it another's (IBU over NAMA)."""
    group, plain = heads.groups[position], heads.plain[position]
    if not group or contract.word_within("head_strangers", group):
        return None
    column = contract.column_for(plain, part)
    return None if column is None or column.kind == _NUMBER and position else column


def by_decision(heads: Heads, mapping: ColumnMapping, contract: Contract, part: str) -> Header:
    """The columns as a person decided; heads that the decision does not name are read by their aliases."""
    drawing = _Drawing(heads)
    rest = []
    known = {column.name: column for column in contract.columns_of(part)}
    for position, name in enumerate(numbered_keys(heads.texts)):
        decided = mapping.columns.get(name)
        if not name or decided is None:
            rest.append(position)
        elif decided == IGNORE or decided not in known:
            drawing.open.append(position)
        else:
            drawing.name(known[decided], position, "decision")
    decided_fields = set(drawing.columns)
    others = _Drawing(heads)
    _take_aliases(others, rest, contract, part)
    drawing.running = others.running if drawing.running is None else drawing.running
    drawing.dropped |= others.dropped
    drawing.ours |= others.ours
    drawing.open += others.open
    for name, position in others.columns.items():
        if name in decided_fields:
            drawing.open.append(position)
        else:
            drawing.take(name, position, "alias")
    drawing.duplicates |= {
        name: texts for name, texts in others.duplicates.items() if name not in decided_fields
    }
    return drawing.header()


def by_similarity(
    header: Header, heads: Heads, contract: Contract, part: str, aids: Aids, below: Sequence[list[str]]
) -> Header:
    """The same header, with the heads that clearly resemble one free column read as it.

    Where an alias names the field already, the alias stands and the other head stays unknown.
    """
    unknown = set(header.unknown)
    taken = set(header.columns.values()) | header.dropped | {header.running}
    drawing = _Drawing(
        heads,
        dict(header.columns),
        header.running,
        set(header.dropped),
        dict(header.duplicates),
        dict(header.confidence),
        dict(header.origin),
        ours=set(header.ours),
    )
    kinds = {column.name: column.kind for column in contract.columns_of(part)}
    known: dict[str, Guess] = {}
    claims: list[tuple[float, int, str]] = []
    looked_at = 0
    for position, text in enumerate(heads.texts):
        if not text or position in taken or text not in unknown:
            continue
        if looked_at == _MOST_HEADS:
            drawing.open.append(position)
            continue
        looked_at += 1
        ranked = _weighed(guesses(text, contract, part), kinds, aids, sample(below, position))
        best = ranked[0] if ranked else None
        if best is not None and best.confidence >= aids.suggest:
            known[text] = best
        if best is not None and _clear(ranked, aids) and best.field not in header.columns:
            claims.append((-best.confidence, position, best.field))
        else:
            drawing.open.append(position)
    for confidence, position, name in sorted(claims):
        drawing.take(name, position, "similarity", -confidence)
        known.pop(heads.texts[position], None)
    return drawing.header(known)


def _weighed(
    found: tuple[Guess, ...], kinds: Mapping[str, str], aids: Aids, cells: Sequence[str]
) -> list[Guess]:
    """Guesses with what the column's cells say; content may lift a guess, but never over the bound."""
    weighed = []
    for guess in found:
        if guess.confidence < aids.suggest:
            continue
        speaks = speaks_for(kinds[guess.field], cells, aids.as_of)
        confidence = guess.confidence
        if speaks < 0:
            confidence -= _DISBELIEF
        elif speaks > 0 and confidence < aids.accept:
            confidence = min(confidence + _CONTENT, aids.accept - _JUST_BELOW)
        weighed.append(Guess(guess.field, round(confidence, 2)))
    return sorted(weighed, key=lambda guess: (-guess.confidence, guess.field))


def _clear(ranked: list[Guess], aids: Aids) -> bool:
    """Whether the first guess is sure enough, by itself and beside the next one."""
    if ranked[0].confidence < aids.accept:
        return False
    return len(ranked) == 1 or ranked[0].confidence - ranked[1].confidence >= _CLEARLY
