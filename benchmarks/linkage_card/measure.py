"""Pairs scored, decided, and held against the truth."""

from __future__ import annotations

import math
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from benchmarks.linkage_card.damage import CLASSES, NAMESAKES, TWINS, ErrorClass, damage
from benchmarks.linkage_card.people import Citizen, bystanders, enrolled
from padan.area.places import load_district_codes
from padan.identity.names import read_name
from padan.identity.nik import judge, read_nik
from padan.linkage.engine import Scored, linking, pairs_above
from padan.linkage.features import Features, LinkRow, features
from padan.linkage.one_to_one import Link, one_to_one
from padan.linkage.pinned import load_model
from padan.simulation.randomness import draws

AS_OF = date(2026, 1, 31)
IN_REGISTRY, KIN_ABSENT = 0.35, 0.3
LOWEST = Decimal("8.00")
"""Pairs below it are of no interest at any threshold."""
RELATED = {"twin": TWINS, "namesake": NAMESAKES}


@dataclass
class Trial:
    """One scoring of a whole regency.

    Attributes:
        kinds: error class by left row.
        present: left rows whose person is on the other side.
        persons: person by right row.
        pairs: scored pairs, best first for each left row.
        seconds: what scoring took, features included.
    """

    kinds: dict[int, str]
    present: set[int]
    persons: dict[int, int]
    pairs: list[Scored] = field(default_factory=list)
    seconds: float = 0.0
    compared: tuple[int, int] = (0, 0)


@dataclass
class Tally:
    """What became of rows: right and wrong without a person, shown to a person, not found, rightly nobody."""

    right: int = 0
    wrong: int = 0
    review: int = 0
    missed: int = 0
    rightly_none: int = 0

    def add(self, other: Tally) -> None:
        """Add another tally."""
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def rows(self) -> int:
        """All rows."""
        return self.right + self.wrong + self.review + self.missed + self.rightly_none


def run_trial(seed: int, scale: float, limit: int | None = None) -> Trial:
    """Every enrolled person's row without a usable NIK, one error class each, against branch and registry.

    limit: only so many villages, in order of code.
    """
    people, serials = enrolled(seed, scale, limit)
    left: list[Features] = []
    right: list[Features] = []
    trial = Trial({}, set(), {})
    for person in people:
        draw = draws(seed, person.key, "damage")
        kind = _kind_of(person, draw.random())
        absent = kind.absent or (person.kin and draw.random() < KIN_ABSENT)
        trial.kinds[person.key] = kind.name
        left.append(features(_village_row(person, kind, seed)))
        if not absent:
            trial.present.add(person.key)
            _add(right, trial, person)
            if draw.random() < IN_REGISTRY:
                _add(right, trial, person)
    for stranger in bystanders(seed, scale, serials, len(people), limit):
        _add(right, trial, stranger)
    model = load_model()
    started = time.perf_counter()
    with linking(left, right, model.settings, model) as linker:
        trial.pairs = list(pairs_above(linker, LOWEST))
    trial.seconds = time.perf_counter() - started
    trial.compared = (len(left), len(right))
    return trial


def _kind_of(person: Citizen, draw: float) -> ErrorClass:
    if person.kin:
        return ErrorClass(RELATED[person.kin])
    return CLASSES[int(draw * len(CLASSES))]


def _village_row(person: Citizen, kind: ErrorClass, seed: int) -> LinkRow:
    written = damage(person, kind, draws(seed, person.key, "written"))
    name = read_name(written.name)
    districts = load_district_codes()
    nik = read_nik(written.nik, numeric=written.numeric, districts=districts, as_of=AS_OF)
    return LinkRow(
        person.key, name.clean, name.words, written.birth_date.isoformat() if written.birth_date else None, written.sex,
        written.nik, judge(nik, None, written.birth_date, districts, AS_OF), written.village, written.rt, written.rw,
    )  # fmt: skip


def _add(right: list[Features], trial: Trial, person: Citizen) -> None:
    ref = len(right)
    trial.persons[ref] = person.key
    name = read_name(person.name)
    right.append(
        features(
            LinkRow(
                ref, name.clean, name.words, person.birth_date.isoformat(), person.sex, person.nik, None,
                person.village.code, None, None,
            )
        )
    )  # fmt: skip


def decide(trial: Trial, automatic: Decimal, review: Decimal) -> dict[int, tuple[str, int | None]]:
    """What is done with every left row: ('automatic', person), ('review', None) or ('none', None).

    Automatic: one person at or above the automatic threshold, nobody else in the review band or above, and that
    person is claimed by no other row as well or better. Several records of a person count as the best of them.
    """
    candidates: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for pair in trial.pairs:
        if pair.weight >= review:
            person = trial.persons[pair.right]
            found = candidates[pair.left]
            found[person] = max(found.get(person, pair.weight), pair.weight)
    links = [
        Link(left, person, weight) for left, found in candidates.items() for person, weight in found.items()
    ]
    chosen = {link.left: link.right for link in one_to_one(links) if link.weight >= automatic}
    decided: dict[int, tuple[str, int | None]] = {}
    for left in trial.kinds:
        found = candidates.get(left, {})
        if len(found) == 1 and left in chosen:
            decided[left] = ("automatic", chosen[left])
        else:
            decided[left] = ("review", None) if found else ("none", None)
    return decided


def tally(trial: Trial, automatic: Decimal, review: Decimal) -> dict[str, Tally]:
    """Tallies by error class."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for left, (what, person) in decide(trial, automatic, review).items():
        here = tallies[trial.kinds[left]]
        if what == "automatic" and person == left:
            here.right += 1
        elif what == "automatic":
            here.wrong += 1
        elif what == "review":
            here.review += 1
        elif left in trial.present:
            here.missed += 1
        else:
            here.rightly_none += 1
    return dict(tallies)


def total(tallies: Iterable[Tally]) -> Tally:
    """All classes together."""
    whole = Tally()
    for one in tallies:
        whole.add(one)
    return whole


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The 95% interval of a share (Wilson 1927); (0, 1) of nothing."""
    if whole == 0:
        return 0.0, 1.0
    z = 1.959964
    share = part / whole
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return max(0.0, middle - half), min(1.0, middle + half)


def order_of(tallies: Iterable[str]) -> list[str]:
    """Class names in the order of the card."""
    known = [kind.name for kind in CLASSES] + [TWINS, NAMESAKES]
    return sorted(tallies, key=known.index)


def weights_of(trial: Trial) -> tuple[Counter[int], Counter[int]]:
    """How many pairs of one person, and of two, stand at each whole weight."""
    same: Counter[int] = Counter()
    other: Counter[int] = Counter()
    for pair in trial.pairs:
        (same if trial.persons[pair.right] == pair.left else other)[math.floor(pair.weight)] += 1
    return same, other


def present_rows(trial: Trial, kind: str) -> int:
    """Rows of a class whose person is on the other side."""
    return sum(1 for left in trial.present if trial.kinds[left] == kind)


def sequence_of(lowest: int, highest: int, step: int = 1) -> Sequence[Decimal]:
    """Whole thresholds."""
    return [Decimal(one) for one in range(lowest, highest + 1, step)]
