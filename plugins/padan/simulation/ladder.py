"""The truth's own reckoning: both ladders over rows whose people are known.

Written for clarity over a month in memory, apart from the warehouse's SQL, so that one checks the other. It
runs twice: for the complete rule and for the careful one (see identification).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from padan.simulation.identification import NOBODY, Answer, Identification, Known, Records
from padan.simulation.reference import month_start, months_between, parameter, tariff, years_at
from padan.simulation.rows import BranchRow, VillageRow, broken_rules
from padan.simulation.story import LEAVING

Key: TypeAlias = str
INELIGIBLE_STATES = {"moved_to_wage_segment": "formal_worker", "deceased": "deceased", "claimed": "deceased"}
BREAKER = "BRK-01"
COMPARED = ("name", "birth_date", "sex", "village", "group", "funder", "contribution")


@dataclass(slots=True)
class Verdict:
    """What becomes of one row. `partner` is the row of the other side, where the outcome has a pair."""

    outcome: str = ""
    reason: str = ""
    partner: object = None


@dataclass
class Memory:
    """What one month must know of the earlier ones, by person."""

    present_since: dict[Key, str] = field(default_factory=dict)
    first_accepted: dict[Key, str] = field(default_factory=dict)
    last_village: dict[Key, str] = field(default_factory=dict)
    exit_since: dict[Key, str] = field(default_factory=dict)
    seen: Records = field(default_factory=Records)


def covered(row: BranchRow, period: str) -> bool:
    """Active, or in arrears within the limit."""
    if row.state == "arrears":
        return months_between(row.last_paid, period) <= parameter("arrears_limit_months")
    return row.state == "active"


class Ladder:
    """One month, one rule of knowing people."""

    def __init__(
        self, period: str, first: str, memory: Memory, excluded: dict[str, str],
        village_rows: list[VillageRow], branch_rows: list[BranchRow], people: Identification,
    ) -> None:  # fmt: skip
        """Hold the month; `excluded` is NIK -> reason, for the lists that apply this month."""
        self.period, self.first, self.memory, self.excluded = period, first, memory, excluded
        self.village_rows, self.branch_rows, self.people = village_rows, branch_rows, people
        self.answers: dict[int, Answer] = {}
        self.verdicts: dict[int, Verdict] = {}
        self.keys: dict[int, Key] = {}
        self.by_person: dict[Key, list[BranchRow]] = defaultdict(list)
        self.roster: dict[Key, VillageRow] = {}
        self.exits: dict[Key, VillageRow] = {}

    def judge(self) -> dict[int, Verdict]:
        """Verdict of every row, by id(row); the memory is brought up to this month."""
        self._identify()
        rows = [row for row in self.village_rows if self._usable(row)]
        rows = self._without_repeats(rows)
        rows = self._without_leavers(rows)
        rows = self._claimed_once(rows)
        for row in rows:
            self._judge_claim(row)
        self._judge_branch()
        self._remember()
        return self.verdicts

    def _set(self, row: object, outcome: str, reason: str = "", partner: object = None) -> None:
        self.verdicts[id(row)] = Verdict(outcome, reason, partner)

    def _identify(self) -> None:
        for card in self.branch_rows:
            if card.usable:
                self.keys[id(card)] = card.person.label
                self.by_person[card.person.label].append(card)
        judged: dict[str, list[bool]] = defaultdict(list)
        for row in self.village_rows:
            answer = self.people.of(row) if row.name else NOBODY
            self.answers[id(row)] = answer
            if not row.carried:
                judged[row.at.path].append(answer == NOBODY)
        self.held = {
            path for path, nobody in judged.items()
            if len(nobody) >= parameter("file_breaker_minimum_rows")
            and sum(nobody) > len(nobody) * parameter("file_breaker_share")
        }  # fmt: skip

    def _usable(self, row: VillageRow) -> bool:
        """Whether the row goes on below `rejected`; if so, whose it is, if anybody's."""
        answer = self.answers[id(row)]
        if row.superseded:
            self._set(row, "superseded")
        elif row.at.path in self.held and not row.carried:
            self._set(row, "rejected", BREAKER)
        elif answer == NOBODY:
            self._set(row, "rejected", broken_rules(row))
        else:
            if answer.key:
                self.keys[id(row)] = answer.key
            return True
        return False

    def _without_repeats(self, rows: list[VillageRow]) -> list[VillageRow]:
        """duplicate_in_file: within a village, who stays before who leaves, the fuller, the earlier."""
        groups: dict[tuple[str, Key], list[VillageRow]] = defaultdict(list)
        for row in rows:
            if id(row) in self.keys:
                groups[row.village, self.keys[id(row)]].append(row)
        dropped = set()
        for group in groups.values():
            best = min(group, key=lambda row: (row.action in LEAVING, -row.filled, _place(row)))
            for row in group:
                if row is not best:
                    self._set(row, "duplicate_in_file")
                    dropped.add(id(row))
        return [row for row in rows if id(row) not in dropped]

    def _without_leavers(self, rows: list[VillageRow]) -> list[VillageRow]:
        stay = []
        for row in rows:
            if row.action in LEAVING:
                self._set(row, "withdrawn")
                if id(row) in self.keys:
                    self.exits.setdefault(self.keys[id(row)], row)
            else:
                stay.append(row)
        return stay

    def _claimed_once(self, rows: list[VillageRow]) -> list[VillageRow]:
        groups: dict[Key, list[VillageRow]] = defaultdict(list)
        for row in rows:
            if id(row) in self.keys:
                groups[self.keys[id(row)]].append(row)
        dropped = set()
        for key, group in groups.items():
            last = self.memory.last_village.get(key)
            best = min(
                group,
                key=lambda row: (row.village != last, row.at.received_at, row.at.path, row.village),
            )
            for row in group:
                if row is not best:
                    self._set(row, "duplicate_across_villages")
                    dropped.add(id(row))
        return [row for row in rows if id(row) not in dropped]

    def _judge_claim(self, row: VillageRow) -> None:
        key = self.keys.get(id(row))
        if key is None:
            # Of the numbers that cannot be used only Excel's cut leaves the birth date whole.
            legible = row.nik or row.fault == "nik_excel_cut"
            born = row.birth_date or (row.person.birth_date if legible else None)
            barred = self._barred_by_age(born, month_start(self.period)) if born else ""
            self._set(row, "ineligible" if barred else "ambiguous", barred)
            return
        cards = sorted(
            self.by_person.get(key, ()),
            key=lambda card: (
                not covered(card, self.period), len(self._differences(row, card)), card.member_since,
                card.at.row_number,
            ),
        )  # fmt: skip
        reason = self._ineligible(row, key, cards)
        if reason:
            self._set(row, "ineligible", reason)
            self.exits.setdefault(key, row)
            return
        self.roster[key] = row
        if cards and covered(cards[0], self.period):
            self._match(row, cards[0])
        elif cards:
            self._set(row, "inactive_at_branch", "", cards[0])
            self._set(cards[0], "inactive_at_branch", "", row)
        else:
            self._set(row, "in_process" if self._in_process(key, row) else "not_at_branch")

    def _match(self, row: VillageRow, card: BranchRow) -> None:
        differences = self._differences(row, card)
        outcome, reason = "matched", ""
        if not row.nik or row.nik != card.nik:
            outcome = "matched_by_inference"
        elif differences:
            outcome, reason = "matched_different", ",".join(differences)
        self._set(row, outcome, reason, card)
        self._set(card, outcome, reason, row)

    def _differences(self, row: VillageRow, card: BranchRow) -> list[str]:
        owed = tariff(card.funder, month_start(self.period)) * card.months
        differs = {
            "name": bool(card.name) and row.name != card.name,
            "birth_date": bool(row.birth_date and card.birth_date) and row.birth_date != card.birth_date,
            "sex": bool(row.sex and card.sex) and row.sex != card.sex,
            "village": bool(card.village) and row.village != card.village,
            "group": bool(row.told_group and card.group) and row.told_group != card.group,
            "funder": bool(row.told_funder and card.funder) and row.told_funder != card.funder,
            "contribution": card.contribution != owed,
        }
        return [name for name in COMPARED if differs[name]]

    def _ineligible(self, row: VillageRow, key: Key, cards: list[BranchRow]) -> str:
        day = (
            cards[0].member_since if cards else month_start(self.memory.first_accepted.get(key, self.period))
        )
        born = row.birth_date or row.person.birth_date
        if barred := self._barred_by_age(born, day):
            return barred
        listed = self.excluded.get(row.person.nik, "")
        if (
            any(INELIGIBLE_STATES.get(card.state) == "formal_worker" for card in cards)
            or listed == "formal_worker"
        ):
            return "formal_worker"
        if any(card.state in INELIGIBLE_STATES for card in cards):
            return "deceased"
        return listed

    @staticmethod
    def _barred_by_age(born: date, day: date) -> str:
        years = years_at(born, day)
        if years < parameter("age_minimum_years"):
            return "under_age"
        return "over_age" if years >= parameter("age_below_years") else ""

    def _in_process(self, key: Key, row: VillageRow) -> bool:
        since = self.memory.present_since.get(key, self.period)
        if since == self.first:
            return self.period == self.first and row.action == "baru"
        return months_between(since, self.period) <= parameter("processing_months")

    def _judge_branch(self) -> None:
        ambiguous = self._ambiguous_cards()
        for card in self.branch_rows:
            if not card.usable:
                self._set(card, "rejected")
            elif not covered(card, self.period) and id(card) not in self.verdicts:
                self._set(card, "inactive_at_branch")
        for key, cards in self.by_person.items():
            good = [card for card in cards if covered(card, self.period)]
            good.sort(key=lambda card: (id(card) not in self.verdicts, card.member_since, card.at.row_number))
            for card in good[1:]:
                self._set(card, "duplicate_at_branch")
            if good and id(good[0]) not in self.verdicts:
                self._judge_unpaired(key, good[0], ambiguous)

    def _judge_unpaired(self, key: Key, card: BranchRow, ambiguous: set[int]) -> None:
        left = self.exits.get(key)
        since = self.memory.exit_since.get(key)
        if left is not None:
            self._set(card, "billed_after_exit", self._exit_reason(since or self.period), left)
            self.verdicts[id(left)].partner = card
        elif since:
            self._set(card, "billed_after_exit", self._exit_reason(since))
        else:
            self._set(card, "ambiguous" if id(card) in ambiguous else "not_submitted")

    def _exit_reason(self, since: str) -> str:
        """`exit_in_process` in the first `processing_months` months, counting the month of the exit."""
        early = months_between(since, self.period) < parameter("processing_months")
        return "exit_in_process" if early else ""

    def _ambiguous_cards(self) -> set[int]:
        """Cards of everybody whom an ambiguous row may mean."""
        return {
            id(card)
            for row in self.village_rows
            if (verdict := self.verdicts.get(id(row))) and verdict.outcome == "ambiguous"
            for key in self.answers[id(row)].candidates
            for card in self.by_person.get(key, ())
        }

    def _remember(self) -> None:
        """Presence, last village and exits, for the next month."""
        memory = self.memory
        present: dict[Key, str] = {}
        for row in self.village_rows:
            key = self.keys.get(id(row))
            if key is None:
                continue
            memory.seen.add(Known(key, row.name, row.birth_date, row.nik or row.person.nik, row.village))
            if self.verdicts[id(row)].outcome in {"superseded", "rejected", "withdrawn", "duplicate_in_file"}:
                continue
            present[key] = memory.present_since.get(key, self.period)
            memory.first_accepted.setdefault(key, self.period)
        for key, cards in self.by_person.items():
            for card in cards:
                memory.seen.add(Known(key, card.name, card.birth_date, card.nik, card.village))
        memory.present_since.clear()
        memory.present_since.update(present)
        for key, row in self.roster.items():
            memory.last_village[key] = row.village
            memory.exit_since.pop(key, None)
        for key in self.exits:
            if key not in self.roster:
                memory.exit_since.setdefault(key, self.period)


def _place(row: VillageRow) -> tuple[object, str, str, int]:
    return row.at.received_at, row.at.file_name, row.at.sheet, row.at.row_number
