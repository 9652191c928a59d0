"""The synthetic regency as a whole: stories, files, branch, registry and truth, month after month."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from padan.simulation.branch import printed_totals, write_export
from padan.simulation.containers import put
from padan.simulation.exclusions import write_exclusions
from padan.simulation.ladder import Ladder, Memory, Verdict
from padan.simulation.layouts import Layout, draw_layout
from padan.simulation.messy.habits import Habits, draw_habits
from padan.simulation.messy.month import MessyMonths, Sender
from padan.simulation.messy.registers import write_registers
from padan.simulation.messy.truth import write_cells
from padan.simulation.people import Person
from padan.simulation.randomness import apportion, share
from padan.simulation.reference import ENROLLED, Village, data, month_start, parameter, tariff, villages
from padan.simulation.registry import write_registry
from padan.simulation.rows import BranchRow, VillageRow, branch_rows
from padan.simulation.story import VillageStory
from padan.simulation.submissions import Submission, nil_villages, plans, submit
from padan.simulation.truth import truth_rows, write_truth

REGISTRY_WORKERS = 354_000
PROFILES = ("plain", "messy")
GONE = {"superseded", "rejected", "withdrawn", "duplicate_in_file"}
LONGEST_SILENCE = 2
MARKER = Path("truth") / "simulation.json"
"""Arguments of the simulation that made a folder; by it a later one knows that it may replace the folder."""
FOLDERS = ("village_submissions", "registry", "bpjs", "exclusions", "truth")


@dataclass
class SimulationSummary:
    """What was written: the months' truth summaries by period, and the registry's rows."""

    root: Path
    months: dict[str, dict[str, Any]] = field(default_factory=dict)
    registry_rows: int = 0


@dataclass
class Home:
    """One village between months: its story, its layout and what could be carried forward."""

    story: VillageStory
    layout: Layout
    habits: Habits | None = None
    carried_full: list[VillageRow] = field(default_factory=list)
    carried_now: list[VillageRow] = field(default_factory=list)
    silence: int = 0


def village_sizes(seed: int, scale: float) -> list[dict[str, int]]:
    """Enrolled people of every village by group; the sums are the published figures times the scale."""
    places, quiet = villages(), set(nil_villages(seed))
    weights = [0.0001 if place.code in quiet else 0.5 + share(seed, place.code, "size") for place in places]
    with_marbot = [
        0.0 if place.code in quiet or share(seed, place.code, "no marbot") < 0.2 else weight
        for place, weight in zip(places, weights, strict=True)
    ]
    rentan, marbot = (round(count * scale) for count in ENROLLED.values())
    sizes = apportion(max(rentan, len(places)), weights, least=1)
    marbots = apportion(marbot, with_marbot)
    return [{"pekerja_rentan": one, "marbot": two} for one, two in zip(sizes, marbots, strict=True)]


class World:
    """Holds every simulated village."""

    def __init__(
        self, seed: int, scale: float, first: str, count: int | None, profile: str = PROFILES[0]
    ) -> None:
        """Make the first `count` villages (all by default) as they stand in the first month."""
        self.seed, self.first, self.count, self.scale = seed, first, count, scale
        self.homes: list[Home] = []
        for village, sizes in list(zip(villages(), village_sizes(seed, scale), strict=True))[:count]:
            several = sizes["marbot"] > 0
            layout = draw_layout(seed, village, several)
            habits = draw_habits(seed, village, several) if profile == "messy" else None
            story = VillageStory(seed, village, first, sizes, (habits or layout).shape)
            story.begin()
            self.homes.append(Home(story, layout, habits))
        for neighbour, home in zip(self.homes, self.homes[1:], strict=False):
            home.story.borrow(neighbour.story)
        self.full, self.now = Memory(), Memory()
        senders = [Sender(home.story, home.habits) for home in self.homes if home.habits]
        self.messy = MessyMonths(seed, first, senders) if senders else None

    def contract(self) -> dict[tuple[str, str], int]:
        """Enrolled people by funder and group."""
        return {cell: sum(home.story.sizes[cell[1]] for home in self.homes) for cell in ENROLLED}

    def registry_parts(self) -> Iterator[tuple[Village, list[Person], int]]:
        """What the registry holds of every village."""
        weights = [0.7 + share(self.seed, village.code, "registry size") * 0.6 for village in villages()]
        sizes = apportion(max(round(REGISTRY_WORKERS * self.scale), len(weights)), weights)
        for home, size in zip(self.homes, sizes, strict=False):
            members = [person for person in home.story.people.made if person.in_registry]
            yield home.story.village, members, size


def simulate(
    out: Path,
    months: Sequence[str],
    *,
    scale: float,
    seed: int,
    profile: str = "plain",
    villages_limit: int | None = None,
    progress: Callable[[str], None] | None = None,
) -> SimulationSummary:
    """Write a source root for consecutive months, and the truth beside it.

    Args:
        out: Folder to write to: empty, new, or of an earlier simulation, which is replaced.
        months: Consecutive coverage months 'YYYY-MM'; the first is the first month ever held.
        scale: 1 for the published size of Kabupaten Bogor.
        seed: Same seed and arguments, same bytes and modification times.
        profile: `plain`, the common shapes, or `messy`, every shape that a village sends.
        villages_limit: Only so many villages, in order of code.
        progress: Told in words how far it is.
    """
    check_arguments(months, scale, profile)
    clear(out)
    tell = progress or (lambda text: None)
    world = World(seed, scale, months[0], villages_limit, profile)
    summary = SimulationSummary(out)
    made = {
        "months": list(months),
        "scale": scale,
        "seed": seed,
        "profile": profile,
        "villages": villages_limit,
    }
    (out / MARKER).parent.mkdir(parents=True)
    (out / MARKER).write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    lives = [life for home in world.homes for life in home.story.lives]
    excluded = write_exclusions(out, seed, months[0], lives)
    registers = write_registers if world.messy else write_registry
    summary.registry_rows = registers(out, seed, months[0], world.registry_parts())
    tell(f"registry: {summary.registry_rows} rows, exclusion lists: {len(excluded)} entries in force")
    for index, period in enumerate(months):
        if index:
            for home in world.homes:
                home.story.advance(period)
        summary.months[period] = write_month(out, world, period, excluded)
        counts = summary.months[period]["outcomes"]
        village, branch = (sum(counts[side].values()) for side in ("village", "branch"))
        tell(f"{period}: {village} village rows, {branch} branch rows")
    return summary


def check_arguments(months: Sequence[str], scale: float, profile: str) -> None:
    """Refuse what cannot be simulated, with the remedy."""
    if profile not in PROFILES:
        raise ValueError(f"profile {profile!r} does not exist; choose one of {', '.join(PROFILES)}")
    if scale <= 0:
        raise ValueError("scale must be above 0; 1 is the published size")
    expected = [f"{month_start(months[0], index):%Y-%m}" for index in range(len(months))] if months else []
    if not months or list(months) != expected:
        raise ValueError(
            "months must follow one another, e.g. 2026-01,2026-02: later ones stand on earlier ones"
        )


def clear(out: Path) -> None:
    """Remove an earlier simulation; a folder that holds anything else is left alone, loudly."""
    if not out.exists() or not any(out.iterdir()):
        return
    if not (out / MARKER).exists():
        raise ValueError(f"{out} is not empty and holds no simulation: choose another folder or empty it")
    for name in FOLDERS:
        if (out / name).exists():
            shutil.rmtree(out / name)


def write_month(out: Path, world: World, period: str, excluded: dict[str, str]) -> dict[str, Any]:
    """Write one month's files and its truth."""
    planned = plans(world.seed, period)
    full_rows: list[VillageRow] = []
    now_rows: list[VillageRow] = []
    rows: list[VillageRow] = []
    statuses: dict[str, str] = {}
    refused: list[str] = []
    if world.messy:
        world.messy.begin(period)
    for home in world.homes:
        sent, full, now = village_month(out, world, home, period, planned, statuses, refused)
        rows += sent
        full_rows += full
        now_rows += now
    cards = month_cards(world, period)
    contract = world.contract() if period == world.first else {}
    totals = printed_totals(world.seed, period, cards, contract)
    write_export(out, world.seed, period, world.first, cards, totals, messy=world.messy is not None)
    full_verdicts = Ladder(period, world.first, True, world.full, excluded, full_rows, cards).judge()
    now_verdicts = Ladder(period, world.first, False, world.now, excluded, now_rows, cards).judge()
    keep_for_carrying(world.homes, rows, full_verdicts, now_verdicts)
    lines = truth_rows(period, rows, cards, full_verdicts, now_verdicts)
    if world.messy:
        world.messy.litter(out / "village_submissions" / period)
        write_cells(out / "truth" / period, rows, world.messy.files)
    return write_truth(out, period, lines, statuses, totals, refused)


def village_month(
    out: Path, world: World, home: Home, period: str, planned: dict[str, str], statuses: dict[str, str],
    refused: list[str],
) -> tuple[list[VillageRow], list[VillageRow], list[VillageRow]]:  # fmt: skip
    """Write one village's files; its rows, those the full truth sees, those that same NIK sees."""
    code = home.story.village.code
    plan = planned.get(code, "")
    if plan == "missing" and home.silence >= min(LONGEST_SILENCE, parameter("carry_months")):
        plan = ""
    sent = send(world, home, period, plan)
    for file in sent.files:
        put(out / "village_submissions" / period / file.path, file.content, file.received_at)
        if file.refused:
            refused.append(file.path)
    statuses[code] = sent.status
    if sent.status not in {"missing", "refused"}:
        home.silence, home.carried_full, home.carried_now = 0, [], []
        return sent.rows, sent.rows, sent.rows
    home.silence += 1
    if sent.status == "missing" and home.carried_now:
        statuses[code] = "carried_forward"
    copies = {id(row): replace(row, carried=True) for row in [*home.carried_full, *home.carried_now]}
    full = [copies[id(row)] for row in home.carried_full]
    now = [copies[id(row)] for row in home.carried_now]
    return list(copies.values()), full, now


def send(world: World, home: Home, period: str, plan: str) -> Submission:
    """One village's month in the profile of the world."""
    if world.messy:
        return world.messy.submit(home.story.village.code, plan)
    return submit(world.seed, period, home.story, home.layout, plan)


def month_cards(world: World, period: str) -> list[BranchRow]:
    """The branch's rows of the month, district by district, village by village."""
    owed = {funder: tariff(funder, month_start(period)) for funder in data("vocabulary")["branch"]["funders"]}
    cards: list[BranchRow] = []
    for home in world.homes:
        village = home.story.village
        near = [place for place in villages() if place.district_code == village.district_code]
        near.remove(village)
        cards += branch_rows(world.seed, home.story, period, owed, near)
    return cards


def keep_for_carrying(
    homes: Sequence[Home], rows: Sequence[VillageRow], full: dict[int, Verdict], now: dict[int, Verdict]
) -> None:
    """Remember the accepted rows of every list that was sent this month."""
    by_village: dict[str, list[VillageRow]] = {}
    for row in rows:
        if not row.carried:
            by_village.setdefault(row.village, []).append(row)
    for home in homes:
        sent = by_village.get(home.story.village.code, [])
        if sent:
            home.carried_full = [row for row in sent if full[id(row)].outcome not in GONE]
            home.carried_now = [row for row in sent if now[id(row)].outcome not in GONE]
