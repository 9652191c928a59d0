"""Who a row is about, as far as its own cells, the branch, earlier months and the registry can tell.

The truth knows whom every row is about. A rule knows what is written, so the truth asks of each row: is there
evidence by which a rule could have known, and is there somebody else whom it fits as well? It is asked twice. The
`complete` rule decides wherever evidence decides; the `careful` one leaves to a person what stands on less than a
name and a birth date that fit one alone. Where they differ, both are honest answers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import NamedTuple

from padan.simulation.reference import data
from padan.simulation.rows import BranchRow, VillageRow

KEPT = 15
"""Digits that a spreadsheet keeps."""
BORN = slice(6, 8)
HEAD = 12
LOOK_ALIKE = str.maketrans("OoIl", "0011")


class Known(NamedTuple):
    """One way in which somebody is known: whose key, and name, birth date, NIK and village as recorded."""

    key: str
    name: str
    birth_date: date | None
    nik: str
    village: str


@dataclass
class Records:
    """Who is known, by birth date and by key."""

    by_birth: dict[date, dict[Known, None]] = field(default_factory=lambda: defaultdict(dict))
    by_key: dict[str, set[Known]] = field(default_factory=lambda: defaultdict(set))

    def add(self, known: Known) -> None:
        """Remember one record; the same again changes nothing."""
        if known not in self.by_key[known.key]:
            self.by_key[known.key].add(known)
            if known.birth_date is not None:
                self.by_birth[known.birth_date][known] = None

    def born(self, day: date) -> Iterable[Known]:
        """Everybody known with this birth date."""
        return self.by_birth.get(day, ())


@dataclass(frozen=True)
class Answer:
    """Who a row is: a key, or the keys that might be meant, or neither: nobody."""

    key: str = ""
    candidates: frozenset[str] = frozenset()


NOBODY = Answer()


class Identification:
    """Answers for one month, under one rule."""

    def __init__(self, careful: bool, pools: Iterable[Records], branch: Iterable[BranchRow]) -> None:
        """Hold whom earlier months and the registry know; the branch's rows of the month are added."""
        self.careful = careful
        self.pools = list(pools)
        self.branch = Records()
        self.by_nik: dict[str, list[BranchRow]] = defaultdict(list)
        for card in branch:
            if not card.usable:
                continue
            self.branch.add(Known(card.person.label, card.name, card.birth_date, card.nik, card.village))
            if card.nik:
                self.by_nik[card.nik].append(card)

    def of(self, row: VillageRow) -> Answer:
        """Say who a row with a name is."""
        if row.nik and self._contradicted(row):
            return Answer(candidates=frozenset(card.person.label for card in self.by_nik[row.nik]))
        if row.nik == row.person.nik:
            return self._of_whole(row)
        if row.nik and row.hidden_niks:
            return Answer(
                next((card.person.label for card in self.by_nik.get(row.nik, ())), f"nik {row.nik}")
            )
        found = self._of_damaged(row)
        return found if found != NOBODY or not row.nik else Answer(row.person.label)

    def _contradicted(self, row: VillageRow) -> bool:
        """Whether the branch has this NIK with another name and another birth date."""
        return any(
            other.name != row.name and row.birth_date is not None and other.birth_date != row.birth_date
            for other in self.by_nik.get(row.nik, ())
        )

    def _of_whole(self, row: VillageRow) -> Answer:
        """A whole NIK is its own evidence; at the branch's homonym a careful rule looks where nobody else knows it."""
        label = row.person.label
        if (
            self.careful
            and row.nik not in self.by_nik
            and not any(label in pool.by_key for pool in self.pools)
        ):
            homonyms = {known.key for known in self._agreeing(row, [self.branch])} - {label}
            if homonyms:
                return Answer(candidates=frozenset(homonyms))
        return Answer(label)

    def _of_damaged(self, row: VillageRow) -> Answer:
        label = row.person.label
        text = _compact(row)
        if row.birth_date is None and not row.nik:
            return self._without_date(row, fits(row.fault, text, row.person.nik))
        agreeing = self._agreeing(row, [self.branch, *self.pools])
        keys = {known.key for known in agreeing}
        if label not in keys:
            return self._of_another(row, agreeing)
        fitting = {known.key for known in agreeing if known.nik and fits(row.fault, text, known.nik)}
        if len(keys) == 1:
            # Two whole numbers further apart than one slip: a careful rule asks.
            far = bool(row.nik) and sum(a != b for a, b in zip(row.nik, row.person.nik, strict=True)) > 1
            return Answer(candidates=frozenset(keys)) if self.careful and far else Answer(label)
        if fitting == {label}:
            return Answer(candidates=frozenset(keys)) if self.careful else Answer(label)
        near = {known.key for known in agreeing if known.village == row.village} - {label}
        return Answer(candidates=frozenset(keys)) if self.careful or near else Answer(label)

    def _without_date(self, row: VillageRow, strong: bool | None) -> Answer:
        """By the name and what is left of the number: enough where nearly all digits are."""
        label = row.person.label
        records = [known for pool in (self.branch, *self.pools) for known in pool.by_key.get(label, ())]
        if not any(same_name(known.name, row.name) for known in records):
            return NOBODY
        if strong and row.fault not in {"nik_scientific", "nik_other_length"}:
            return Answer(candidates=frozenset({label})) if self.careful else Answer(label)
        return NOBODY if self.careful else Answer(candidates=frozenset({label}))

    def _of_another(self, row: VillageRow, agreeing: list[Known]) -> Answer:
        """The person is not known by this name and birth date; a rule may still think of somebody."""
        label = row.person.label
        text = _compact(row)
        near = [
            known
            for pool in (self.branch, *self.pools)
            for known in pool.by_key.get(label, ())
            if known.nik and fits(row.fault, text, known.nik)
        ]
        if near:
            return NOBODY if self.careful else Answer(candidates=frozenset({label}))
        others = {known.key for known in agreeing if fits(row.fault, text, known.nik) is not False}
        return Answer(candidates=frozenset(others)) if others and self.careful else NOBODY

    def _agreeing(self, row: VillageRow, pools: Iterable[Records]) -> list[Known]:
        """Whoever is known by the row's name and birth date."""
        born = row.birth_date or row.person.birth_date
        return [known for pool in pools for known in pool.born(born) if same_name(known.name, row.name)]


def _compact(row: VillageRow) -> str:
    """The NIK's cell without what separates its digits."""
    text = "" if row.cells["nik"] is None else str(row.cells["nik"])
    return text if "E+" in text else "".join(sign for sign in text if sign.isalnum())


def fits(fault: str, text: str, nik: str) -> bool | None:
    """Whether a damaged number can have been this NIK; None where the damage left nothing to compare."""
    if "E+" in text:
        digits = "".join(sign for sign in text.partition("E")[0] if sign.isdigit())
        return nik.startswith(digits)
    if fault == "nik_excel_cut":
        return text[:KEPT] == nik[:KEPT]
    if fault == "nik_fifteen":
        return any(nik[:place] + nik[place + 1 :] == text for place in range(len(nik)))
    if fault == "nik_seventeen":
        return any(text[:place] + text[place + 1 :] == nik for place in range(len(text)))
    if fault == "nik_letter":
        read = text.translate(LOOK_ALIKE)
        return read == nik or read[:KEPT] == nik[:KEPT]
    if fault == "nik_temporary":
        return text[1:] == nik[1:]
    if fault == "nik_bad_date":
        return text[: BORN.start] + text[BORN.stop :] == nik[: BORN.start] + nik[BORN.stop :]
    if fault == "nik_swapped":
        return any(
            text[:place] + text[place + 1] + text[place] + text[place + 2 :] == nik
            for place in range(len(text) - 1)
        )
    if fault == "nik_other_length":
        return nik.startswith(text) or text.startswith(nik)
    if fault == "nik_mistyped":
        return text[:HEAD] == nik[:HEAD]
    return None


def same_name(one: str, other: str) -> bool:
    """The same words in any order, or one word more; each word in its first spelling."""
    if one == other:
        return bool(one)
    first, second = (Counter(_spelled(word) for word in name.split()) for name in (one, other))
    return (
        bool(first and second)
        and (first - second).total() + (second - first).total() <= 1
        and (not first - second or not second - first)
    )


@cache
def _spelled(word: str) -> str:
    for first, variants in data("names")["same_spelling"].items():
        if word in variants:
            return str(first)
    return word
