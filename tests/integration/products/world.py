"""A made-up month as a reconciliation would leave it: rows of both sides, each with its outcome.

Names and numbers are invented; NIKs carry a real district prefix so that masking has something to hide.
`world_tables` writes it into the warehouse.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

PERIOD = "2026-01"
TARIFF = 16800
GROUPS = (("pekerja_rentan", "apbd_provinsi", 0.925), ("marbot", "apbd_kabupaten", 1.0))
GIVEN = ("ASEP", "DEDE", "SITI", "NENENG", "UJANG", "CECEP", "EUIS", "YAYAN", "RINA", "=CMD()", "AGUS")
FAMILY = ("SUPRIATNA", "NURHAYATI", "MULYADI", "KURNIA", "SAEPUDIN", "ROHAETI", "HIDAYAT", "SOLIHIN")

# Outcome of a village row, reason, share of rows, outcome of the branch's row if there is one.
LADDER = (
    ("superseded", None, 0.004, None),
    ("rejected", "ZZN-01", 0.018, None),
    ("duplicate_in_file", None, 0.004, None),
    ("withdrawn", None, 0.006, "billed_after_exit"),
    ("duplicate_across_villages", None, 0.003, None),
    ("ineligible", "over_age", 0.012, "billed_after_exit"),
    ("inactive_at_branch", "inactive", 0.012, "inactive_at_branch"),
    ("ambiguous", None, 0.002, "ambiguous"),
    ("in_process", None, 0.010, None),
    ("not_at_branch", None, 0.014, None),
    ("matched_different", "name,village", 0.012, "matched_different"),
    ("matched_different", "contribution", 0.004, "matched_different"),
    ("matched", None, 1.0, "matched"),
)
OWNERS = {
    "rejected": "village",
    "duplicate_in_file": "village",
    "duplicate_across_villages": "disnaker",
    "ineligible": "disnaker",
    "ambiguous": "disnaker",
    "not_submitted": "disnaker",
    "inactive_at_branch": "branch",
    "not_at_branch": "branch",
    "billed_after_exit": "branch",
    "duplicate_at_branch": "branch",
    "matched_different": "branch",
}
PAIRED = ("matched", "matched_different")
BEFORE_ROSTER = (
    "superseded",
    "rejected",
    "duplicate_in_file",
    "withdrawn",
    "duplicate_across_villages",
    "ineligible",
)
BRANCH_LINES = {"inactive_at_branch": "inactive_rows_at_branch", "ambiguous": "ambiguous_at_branch"}


@dataclass
class Row:
    """One row of either side with its outcome."""

    side: str
    row_id: int
    file_id: int
    number: int
    village: str
    group: str
    funder: str
    rupiah: int
    outcome: str
    reason: str | None
    nik: str | None
    name: str
    covered: bool | None = None
    pair: int | None = None

    @property
    def nik_raw(self) -> str:
        """What stands in the cell."""
        return self.nik or "3,20102E+15"


@dataclass
class World:
    """One month: rows, pairs and what became of each village's list."""

    villages: Sequence[str]
    rows: list[Row] = field(default_factory=list)
    pairs: dict[int, tuple[Row, Row]] = field(default_factory=dict)
    status: dict[str, str] = field(default_factory=dict)

    @property
    def branch_file(self) -> int:
        """Number of the branch's file; village number n sent file n."""
        return len(self.villages) + 1

    def exceptions(self) -> Iterator[Row]:
        """Rows that have a case: of two paired rows the village's."""
        for row in self.rows:
            told_by_village = row.side == "branch" and row.outcome in (*PAIRED, *BRANCH_LINES)
            if row.outcome in OWNERS and not told_by_village:
                yield row

    def bridge(self) -> dict[tuple[str, str, str], Counter[tuple[str, str]]]:
        """(village, group, funder) → Counter of (line, 'persons' or 'rupiah')."""
        cells: dict[tuple[str, str, str], Counter[tuple[str, str]]] = defaultdict(Counter)

        def add(row: Row, line: str, persons: int = 1, rupiah: int | None = None) -> None:
            cell = cells[row.village, row.group, row.funder]
            cell[line, "persons"] += persons
            cell[line, "rupiah"] += row.rupiah if rupiah is None else rupiah

        for row in self.rows:
            if row.side == "village":
                add(row, "submitted")
                add(row, row.outcome)
                if row.outcome not in BEFORE_ROSTER:
                    add(row, "roster")
            else:
                add(row, "rows_at_branch")
                add(row, "covered_at_branch" if row.covered else "not_covered_at_branch")
                if row.outcome not in PAIRED:
                    add(row, BRANCH_LINES.get(row.outcome, row.outcome))
        for village, branch in self.pairs.values():
            if village.outcome not in PAIRED:
                continue
            if village.village == branch.village:
                add(village, "contribution_difference", 0, branch.rupiah - village.rupiah)
            else:
                add(village, "moved_out")
                add(branch, "moved_in")
        return cells


def make_world(villages: Sequence[str], rows_per_village: int = 6, seed: int = 7) -> World:
    """Makes a month for some villages; the same seed gives the same month."""
    chance = random.Random(seed)
    world = World(villages)
    for number, village in enumerate(villages, start=1):
        draw = chance.random()
        rare = chance.choice(("carried_forward", "missing", "refused", "nil"))
        world.status[village] = "received" if draw < 0.93 else "late" if draw < 0.97 else rare
        if world.status[village] not in ("received", "late"):
            continue
        size = max(1, round(rows_per_village * chance.uniform(0.6, 1.4)))
        for place in range(size):
            _add_village_row(world, chance, number, village, place + 7)
        if chance.random() < 0.4:
            _add_lone_branch_row(world, chance, village)
    return world


def _add_village_row(world: World, chance: random.Random, file_id: int, village: str, number: int) -> None:
    group, funder = next((g, f) for g, f, share in GROUPS if chance.random() < share)
    outcome, reason, at_branch = _outcome(chance)
    nik = "{}{:02d}{:02d}{:02d}{:04d}".format(
        village[:8].replace(".", ""),
        chance.randrange(1, 29),
        chance.randrange(1, 13),
        chance.randrange(60, 99),
        chance.randrange(1, 9999),
    )
    name = f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}"
    row = Row(
        side="village",
        row_id=len(world.rows) + 1,
        file_id=file_id,
        number=number,
        village=village,
        group=group,
        funder=funder,
        rupiah=TARIFF,
        outcome=outcome,
        reason=reason,
        nik=None if outcome == "rejected" else nik,
        name=name,
    )
    world.rows.append(row)
    if at_branch and not (at_branch == "billed_after_exit" and chance.random() < 0.5):
        _add_partner(world, chance, row, at_branch)


def _outcome(chance: random.Random) -> tuple[str, str | None, str | None]:
    draw = chance.random()
    for outcome, reason, share, at_branch in LADDER:
        if draw < share:
            return outcome, reason, at_branch
        draw -= share
    return "matched", None, "matched"


def _add_partner(world: World, chance: random.Random, row: Row, outcome: str) -> None:
    moved = row.reason == "name,village"
    partner = _branch_row(world, row, outcome)
    partner.village = chance.choice(world.villages) if moved else row.village
    partner.name = f"{row.name} PUTRA" if moved else row.name
    partner.rupiah = TARIFF // 2 if row.reason == "contribution" else TARIFF
    partner.reason = row.reason if outcome in PAIRED else None
    if outcome != "ambiguous":
        row.pair = partner.pair = len(world.pairs) + 1
        world.pairs[row.pair] = (row, partner)


def _add_lone_branch_row(world: World, chance: random.Random, village: str) -> None:
    like = Row(
        "branch", 0, 0, 0, village, *GROUPS[0][:2], TARIFF, "", None, "3201010101800001", "UCU SAMSUDIN"
    )
    _branch_row(world, like, chance.choice(("not_submitted", "duplicate_at_branch")))


def _branch_row(world: World, like: Row, outcome: str) -> Row:
    number = len(world.rows) + 1
    row = Row(
        side="branch",
        row_id=number,
        file_id=world.branch_file,
        number=number,
        village=like.village,
        group=like.group,
        funder=like.funder,
        rupiah=TARIFF,
        outcome=outcome,
        reason=None,
        nik=like.nik,
        name=like.name,
        covered=outcome != "inactive_at_branch",
    )
    world.rows.append(row)
    return row
