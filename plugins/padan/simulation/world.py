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
from padan.simulation.identification import Identification
from padan.simulation.known import Registry
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
RULES = ("complete", "careful")
"""Two honest ways of telling who a row is about; see identification."""
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
    carried: list[list[VillageRow]] = field(default_factory=lambda: [[] for _ in RULES])
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
        self.memories = [Memory() for _ in RULES]
        self.registry = Registry(seed, self.registry_parts())
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
    rows: list[VillageRow] = []
    seen: list[list[VillageRow]] = [[] for _ in RULES]
    statuses: dict[str, str] = {}
    refused: list[str] = []
    if world.messy:
        world.messy.begin(period)
    if period == world.first:
        planned |= dict.fromkeys(very_late(world, planned), "very_late")
    for home in world.homes:
        sent, *by_rule = village_month(out, world, home, period, planned, statuses, refused)
        rows += sent
        for own, more in zip(seen, by_rule, strict=True):
            own += more
    cards = month_cards(world, period)
    contract = world.contract() if period == world.first else {}
    totals = printed_totals(world.seed, period, cards, contract)
    write_export(out, world.seed, period, world.first, cards, totals, messy=world.messy is not None)
    verdicts = []
    for index, memory in enumerate(world.memories):
        people = Identification(bool(index), [memory.seen, world.registry], cards)
        ladder = Ladder(period, world.first, memory, excluded, seen[index], cards, people)
        verdicts.append(ladder.judge())
    keep_for_carrying(world.homes, rows, verdicts)
    lines = truth_rows(period, rows, cards, *verdicts)
    if world.messy:
        world.messy.litter(out / "village_submissions" / period)
        write_cells(out / "truth" / period, rows, world.messy.files)
    return write_truth(out, period, lines, statuses, totals, refused)


def very_late(world: World, planned: dict[str, str]) -> list[str]:
    """Villages whose list of the first month comes two months later: of those with nothing special to them."""
    free = [home.story.village.code for home in world.homes if not planned.get(home.story.village.code)]
    if world.messy:
        free = [code for code in free if world.messy.is_ordinary(code)]
    free.sort(key=lambda code: share(world.seed, code, "very late"))
    return free[: int(data("rates")["files"]["very_late"])]


def village_month(
    out: Path, world: World, home: Home, period: str, planned: dict[str, str], statuses: dict[str, str],
    refused: list[str],
) -> tuple[list[VillageRow], ...]:  # fmt: skip
    """Write one village's files; its rows, and those that each rule sees."""
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
        home.silence, home.carried = 0, [[] for _ in RULES]
        return (sent.rows,) * (1 + len(RULES))
    home.silence += 1
    if sent.status == "missing" and home.carried[0]:
        statuses[code] = "carried_forward"
    copies = {id(row): replace(row, carried=True) for rows in home.carried for row in rows}
    return list(copies.values()), *([copies[id(row)] for row in rows] for rows in home.carried)


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
    homes: Sequence[Home], rows: Sequence[VillageRow], verdicts: Sequence[dict[int, Verdict]]
) -> None:
    """Remember the accepted rows of every list that was sent this month, for each rule."""
    by_village: dict[str, list[VillageRow]] = {}
    for row in rows:
        if not row.carried:
            by_village.setdefault(row.village, []).append(row)
    for home in homes:
        sent = by_village.get(home.story.village.code, [])
        if sent:
            home.carried = [[row for row in sent if told[id(row)].outcome not in GONE] for told in verdicts]
