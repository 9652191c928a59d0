"""What happens to one village's people, month after month: who is listed, and what the branch has of them.

The story is the hidden truth behind the files. It says nothing of spellings or layouts (see `rows` and
`layouts`), and gives no verdict (see `ladder`).
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import SequenceMatcher

from padan.simulation.people import People, Person, make_name
from padan.simulation.randomness import draws, pick_kind, whole
from padan.simulation.reference import Village, data, default_funder, month_start

LEAVING = ("keluar", "meninggal", "pindah", "bekerja", "mampu")
AMONG_LIKE = ("", "nik_missing", "nik_excel_cut")
"""What may befall the NIK of somebody who is much like somebody else."""
BLOCKING = {"no_name", "several_faults"}


@dataclass(slots=True)
class Enrolment:
    """One card of one person at the branch. `differs` names the fields it holds otherwise."""

    kpj: str
    member_since: date
    state: str = "active"
    differs: tuple[str, ...] = ()
    funder: str = ""
    prepaid_from: str = ""
    last_paid: str = ""
    damaged_nik: bool = False
    village_blank: bool = False


@dataclass(slots=True)
class Life:
    """One person as this village and the branch see them this month."""

    person: Person
    listed: bool = True
    action: str = ""
    fault: str = ""
    again: str = ""
    borrowed_nik: str = ""
    excluded: str = ""
    cards: list[Enrolment] = field(default_factory=list)
    waits: bool = False
    left: bool = False


@dataclass(frozen=True)
class Shape:
    """What the village's usual layout can express; the story asks nothing else of it."""

    tells_group: bool
    tells_funder: bool
    tells_birth: bool = True


class VillageStory:
    """One village's lives. `begin` tells the first month, `advance` each later one."""

    def __init__(self, seed: int, village: Village, first: str, sizes: dict[str, int], shape: Shape) -> None:
        """Hold the village; `sizes` are its enrolled people by group."""
        self.seed, self.village, self.first, self.shape, self.sizes = seed, village, first, shape, sizes
        self.people = People(village)
        self.lives: list[Life] = []
        self.branch_rejected = False
        self.cards = 0
        self.base: list[Person] = []

    def begin(self) -> None:
        """The first month held: the programme runs since two months, marbot since one."""
        draw = draws(self.seed, self.village.code, "begin")
        for group, size in self.sizes.items():
            for _ in range(size):
                self._enrolled(draw, group)
        self.base = [
            life.person for life in self.lives if not life.fault and life.person.group == "pekerja_rentan"
        ]
        total = sum(self.sizes.values())
        for kind, rate in data("rates")["extra"].items():
            for _ in range(whole(total * rate, draw)):
                self._extra(draw, kind)
        self._limit_blocking()
        self.branch_rejected = draw.random() < data("rates")["values"]["branch_rejected"]

    def advance(self, period: str) -> None:
        """One month on."""
        draw = draws(self.seed, self.village.code, "month", period)
        for life in self.lives:
            self._next_month(draw, life, period)
        rates = data("rates")["later"]
        listed = sum(life.listed for life in self.lives)
        for _ in range(whole(listed * rates["new"], draw)):
            self._newcomer(draw, "pekerja_rentan", "apbd_provinsi")
        if self.shape.tells_group and draw.random() < rates["guru_ngaji_village"]:
            for _ in range(draw.randrange(1, 4)):
                self._newcomer(draw, "guru_ngaji", default_funder("guru_ngaji"), period)
        if self.shape.tells_funder and draw.random() < rates["apbdes_village"]:
            for _ in range(draw.randrange(1, 4)):
                self._newcomer(draw, "pekerja_rentan", "apbdes", period)
        self._limit_blocking()
        self.branch_rejected = draw.random() < data("rates")["values"]["branch_rejected"]

    def borrow(self, neighbour: VillageStory) -> None:
        """List some of a neighbour's people too: they are claimed by both."""
        draw = draws(self.seed, self.village.code, "borrow")
        count = whole(sum(self.sizes.values()) * data("rates")["extra"]["borrowed"], draw)
        stock = neighbour.base[:: max(1, len(neighbour.base) // 7)]
        for person in stock[:count]:
            self.lives.append(Life(person, action="baru" if draw.random() < 0.5 else ""))

    def _card(self, since: date, state: str = "active", **more: object) -> Enrolment:
        self.cards += 1
        kpj = f"{since:%y}{self.village.index:03d}{self.cards:06d}"
        return Enrolment(kpj, since, state, **more)  # type: ignore[arg-type]

    def _since(self, group: str) -> date:
        return month_start(self.first, -1 if group == "marbot" else -2)

    def _enrolled(self, draw: random.Random, group: str) -> None:
        kind = pick_kind(data("rates")["enrolled"], draw.random())
        since = self._since(group)
        born = None
        if kind == "under_age":
            born = since - timedelta(days=int(365.25 * 15) + draw.randrange(400))
        elif kind == "over_age":
            born = since - timedelta(days=int(365.25 * 65) + 5 + draw.randrange(3000))
        elif kind == "turned_65":
            born = since - timedelta(days=int(365.25 * 65) - 10)
        person = self.people.make(draw, group, default_funder(group), born)
        life = Life(person, cards=[self._card(since)])
        self.lives.append(life)
        if kind:
            self._happen(draw, life, kind)

    def _happen(self, draw: random.Random, life: Life, kind: str) -> None:
        """Let the drawn thing befall an enrolled person."""
        card = life.cards[0]
        differences = self._differences(kind)
        if kind == "left_out":
            life.listed = False
        elif kind == "withdrawn":
            life.action = draw.choice(LEAVING)
        elif kind.startswith("listed_") and kind.removeprefix("listed_") in EXCLUSIONS:
            life.excluded = kind.removeprefix("listed_")
        elif differences:
            card.differs = differences
        elif kind == "prepaid":
            card.prepaid_from = self.first
        elif kind == "branch_nik_damaged":
            card.damaged_nik = True
        elif kind == "branch_village_blank":
            card.village_blank = True
        elif kind == "arrears_short":
            card.state, card.last_paid = "arrears", str(month_start(self.first, -1))[:7]
        elif kind in {"two_cards", "two_cards_two_funders"}:
            other = "apbdes" if kind.endswith("funders") else ""
            life.cards.append(self._card(month_start(self.first, -1), funder=other))
            life.cards[1].member_since += timedelta(days=14)
        elif kind.startswith("listed_twice"):
            life.again = kind
        elif kind == "other_persons_nik":
            if not self.shape.tells_birth:
                return  # without a birth date nothing would contradict the number
            life.listed = False
            claimant = self.people.make(draw, "pekerja_rentan", "apbd_provinsi")
            while SequenceMatcher(None, claimant.name, life.person.name).ratio() > 0.4:
                claimant.name = make_name(draw, claimant.sex)
            self.lives.append(Life(claimant, borrowed_nik=life.person.nik))
        elif kind == "twin":
            self._twin(draw, life)
        elif kind == "sibling":
            self._sibling(draw, life)
        elif kind == "homonym":
            self._homonym(draw, life)
        elif kind not in {"under_age", "over_age", "turned_65"}:
            life.fault = kind

    def _differences(self, kind: str) -> tuple[str, ...]:
        if kind == "two_differences":
            return ("village", "contribution")
        name = kind.removesuffix("_differs")
        expressed = {"group": self.shape.tells_group, "funder": self.shape.tells_funder}
        return (name,) if name != kind and expressed.get(name, True) else ()

    def _twin(self, draw: random.Random, life: Life) -> None:
        other = self.people.make(draw, life.person.group, life.person.funder, life.person.birth_date)
        other.name, other.sex = life.person.name, life.person.sex
        life.fault = "twin"
        self.lives.append(Life(other, listed=False, cards=[self._card(self._since(other.group))]))

    def _sibling(self, draw: random.Random, life: Life) -> None:
        """Twins as they are: one birth date, one family card, the first name alike, the second not."""
        person = life.person
        other = self.people.make(draw, person.group, person.funder, person.birth_date)
        stock = data("names")["second_male" if person.sex == "L" else "second_female"]
        first, second = person.name.split()[0], draw.choice(stock)
        while second in person.name.split():
            second = draw.choice(stock)
        other.name, other.sex, other.family_card = f"{first} {second}", person.sex, person.family_card
        if len(person.name.split()) == 1:
            person.name = f"{first} {draw.choice([word for word in stock if word != second])}"
        life.fault = draw.choice(AMONG_LIKE)
        self.lives.append(
            Life(other, fault=draw.choice(AMONG_LIKE), cards=[self._card(self._since(other.group))])
        )

    def _homonym(self, draw: random.Random, life: Life) -> None:
        """Two people of one name in one village, born on other days."""
        other = self.people.make(draw, life.person.group, life.person.funder)
        other.name, other.sex = life.person.name, life.person.sex
        life.fault = draw.choice(AMONG_LIKE)
        self.lives.append(Life(other, cards=[self._card(self._since(other.group))]))

    def _extra(self, draw: random.Random, kind: str) -> None:
        """Somebody beyond the enrolled."""
        if kind == "borrowed":
            return
        person = self.people.make(draw, "pekerja_rentan", "apbd_provinsi")
        life = Life(person)
        self.lives.append(life)
        states = {
            "inactive": "inactive", "inactive_unlisted": "inactive", "arrears_long": "arrears",
            "cancelled": "cancelled", "moved_to_wages": "moved_to_wage_segment",
            "deceased_at_branch": draw.choice(["deceased", "claimed"]),
        }  # fmt: skip
        if kind in states:
            life.cards = [self._card(month_start(self.first, -9), states[kind])]
            life.cards[0].last_paid = str(month_start(self.first, -4))[:7]
            life.listed = kind != "inactive_unlisted"
        elif kind == "new":
            life.action, life.waits = "baru", draw.random() < 0.85
        elif kind == "nobody":
            life.fault, person.in_registry = draw.choice(["nik_missing", "nik_fifteen"]), False

    def _newcomer(self, draw: random.Random, group: str, funder: str, at_once: str = "") -> None:
        person = self.people.make(draw, group, funder)
        person.in_registry = False  # the registry is older than this
        life = Life(person, action="baru", waits=draw.random() < 0.85)
        if at_once and draw.random() < 0.5:
            life.cards, life.waits = [self._card(month_start(at_once))], False
        self.lives.append(life)

    def _next_month(self, draw: random.Random, life: Life, period: str) -> None:
        rates = data("rates")["later"]
        if life.action in LEAVING:
            life.listed, life.left, life.again = False, True, ""
        life.action = draw.choice(["", "lanjut"]) if life.action == "baru" else ""
        if life.waits and draw.random() < rates["registered"]:
            life.cards.append(self._card(month_start(period)))
            life.waits = False
        if life.left:
            if draw.random() < rates["billing_ends"]:
                life.cards, life.waits = [], False
        elif not life.listed:
            active = bool(life.cards) and life.cards[0].state == "active"
            life.listed = active and draw.random() < rates["relisted"]
        elif not (life.fault or life.again or life.borrowed_nik or life.excluded):
            self._on_the_list(draw, life, period)
        elif life.fault != "twin" and draw.random() < rates["mended"]:
            life.fault = life.again = ""
        for card in life.cards:
            self._next_month_of_card(draw, card, period)

    @staticmethod
    def _next_month_of_card(draw: random.Random, card: Enrolment, period: str) -> None:
        rates = data("rates")["later"]
        if card.prepaid_from and month_start(card.prepaid_from, 3) <= month_start(period):
            card.prepaid_from = ""
        behind = card.state == "arrears" and card.last_paid < str(month_start(period, -1))[:7]
        if behind and draw.random() < rates["behind_pays"]:
            card.state, card.last_paid = "active", ""
        if card.differs and draw.random() < rates["mended"] / 2:
            card.differs = ()

    def _on_the_list(self, draw: random.Random, life: Life, period: str) -> None:
        rates = data("rates")["later"]
        kinds = ("leaves", "dropped", "stopped", "falls_behind", "nik_missing")
        kind = pick_kind({name: rates[name] for name in kinds}, draw.random())
        active = bool(life.cards) and life.cards[0].state == "active"
        if kind == "leaves":
            life.action = draw.choice(LEAVING)
        elif kind == "dropped":
            life.listed = False
        elif kind == "nik_missing":
            life.fault = "nik_missing"
        elif kind == "stopped" and active:
            life.cards[0].state = "inactive"
        elif kind == "falls_behind" and active:
            life.cards[0].state, life.cards[0].last_paid = "arrears", str(month_start(period, -1))[:7]

    def _limit_blocking(self) -> None:
        """Honest lists stay below any file breaker: faults beyond the limit do not happen."""
        listed = [life for life in self.lives if life.listed]
        limit = int(len(listed) * data("rates")["values"]["blocking_limit"])
        faulty = [life for life in listed if life.fault in BLOCKING or life.fault.startswith("nik_")]
        for life in faulty[limit:]:
            life.fault = ""


EXCLUSIONS = ("public_servant", "formal_worker", "double_funded", "deceased", "expired")
