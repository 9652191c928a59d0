"""How one village writes its lists: drawn once, kept for every month, every shape met by some village.

A shape is a card; see data/messy.yaml. Cards are dealt in order of village code to the villages that send a file
of their own (`own_files`), so that which village does what depends on no other draw.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from padan.simulation.layouts import ORDER
from padan.simulation.randomness import draws
from padan.simulation.reference import Village, data, villages
from padan.simulation.story import Shape

TEXT_FILES = frozenset({"csv", "txt", "tsv", "csv_xlsx"})
PACKAGES = frozenset({"xlsx", "xlsm"})
WORKBOOKS = PACKAGES | {"xls", "ods"}
ZIPS = frozenset({"zip_xlsx", "zip_csv", "zip_mixed"})
ENDINGS = {"html_xls": "xls", "csv_xlsx": "xlsx", "zip_xlsx": "zip", "zip_csv": "zip", "zip_mixed": "zip"}
COLUMNS = (*ORDER[:5], "birth_place_and_date", *ORDER[5:6], "age", *ORDER[6:9], "rt_rw", *ORDER[9:])


@dataclass(frozen=True)
class Habits:
    """One village's habits; each attribute but the last five is a card of the deck of its name."""

    container: str
    split: str
    carrier: str
    above: str
    header: str
    head_rows: str
    spelling: str
    group_by: str
    funder_by: str
    nik: str
    birth: str
    sexes: int
    told_by: str
    below: str
    body: str
    extras: str
    neighbourhood: str
    merged: bool
    beside: str
    odd: str
    delimiter: str
    encoding: str
    unbalanced: bool
    columns: tuple[tuple[str, str], ...]
    extra_columns: tuple[str, ...]
    upper: bool
    several_groups: bool
    number: int

    @property
    def shape(self) -> Shape:
        """What the story may rely on."""
        tells_group = self.group_by == "column" or self.split == "group"
        return Shape(tells_group, self.funder_by == "column", self.birth != "age")

    @property
    def typed(self) -> bool:
        """Whether numbers and dates are cells of their own kind."""
        return self.container in WORKBOOKS or self.container == "zip_xlsx"

    @property
    def ending(self) -> str:
        """The file's ending."""
        return ENDINGS.get(self.container, self.container)


@cache
def district_members() -> dict[str, str]:
    """Village code → kind of district file that it is in."""
    rule = data("messy")["district_files"]
    districts = sorted({village.district_code for village in villages()})
    found: dict[str, str] = {}
    for index, code in enumerate(districts):
        kind = rule["kinds"].get(index % rule["every"], "")
        members = [village for village in villages() if village.district_code == code]
        for village in members[: rule["villages"] if kind else 0]:
            found[village.code] = kind
    return found


@cache
def own_files() -> tuple[str, ...]:
    """Codes of the villages that send a file of their own."""
    return tuple(village.code for village in villages() if village.code not in district_members())


@cache
def dealt(seed: int, family: str) -> dict[str, dict[str, Any]]:
    """Village code → dimension → card, for the villages of a family of containers."""
    codes = [code for code in own_files() if _in_family(seed, family, code)]
    found: dict[str, dict[str, Any]] = {code: {} for code in codes}
    for dimension, cards in data("messy")["decks"][family].items():
        deck = [value for value, count in cards.items() for _ in range(count)]
        for start in range(0, len(codes), len(deck)):
            shuffled = list(deck)
            draws(seed, "deck", family, dimension, start).shuffle(shuffled)
            for code, card in zip(codes[start:], shuffled, strict=False):
                found[code][dimension] = card
    return found


def _in_family(seed: int, family: str, code: str) -> bool:
    if family == "all":
        return True
    container = dealt(seed, "all")[code]["container"]
    families: dict[str, Callable[[str], bool]] = {
        "typed": lambda kind: kind in WORKBOOKS or kind == "zip_xlsx",
        "packaged": lambda kind: kind in PACKAGES,
        "text": lambda kind: kind in TEXT_FILES or kind == "zip_csv",
    }
    return families[family](container)


def draw_habits(seed: int, village: Village, several_groups: bool) -> Habits:
    """The habits of one village; of a village in a district's file, those of its part."""
    draw = draws(seed, village.code, "habits")
    if village.code in district_members():
        cards = _district_cards(seed, village)
    else:
        cards = dict(dealt(seed, "all")[village.code])
        for family in ("typed", "packaged", "text"):
            cards.update(dealt(seed, family).get(village.code, {}))
    _settle(cards, several_groups)
    spelling = cards["spelling"]
    return Habits(
        **{name: cards[name] for name in data("messy")["decks"]["all"]},
        merged=cards.get("merged") == "merged",
        beside=cards.get("beside", "nothing"),
        odd=cards.get("odd", "nothing"),
        delimiter="\t" if cards["container"] == "tsv" else cards.get("delimiter", ","),
        encoding=cards.get("encoding", "utf-8"),
        unbalanced=cards.get("quotes") == "unbalanced",
        columns=_columns(draw, cards, spelling == "misspelt"),
        extra_columns=_extra_columns(draw, cards["extras"]),
        upper=draw.random() < 0.7,
        several_groups=several_groups,
        number=draw.randrange(1000),
    )


def _district_cards(seed: int, village: Village) -> dict[str, Any]:
    """One clerk writes the whole file: all its villages alike."""
    draw = draws(seed, village.district_code, "district cards")
    decks = data("messy")["decks"]["all"]
    cards = {name: draw.choice(list(deck)) for name, deck in decks.items()}
    kind = district_members()[village.code]
    cards.update(container="xlsx", split="none", carrier="sheets", told_by="columns", above="title")
    cards.update(header="one_row", head_rows="plain", birth="%d-%m-%Y", body="plain", extras="one")
    cards.update(group_by="column", funder_by="column", spelling="aliases", below="total")
    if kind != "columns":
        cards.update(told_by="names")
    return cards


def _settle(cards: dict[str, Any], several_groups: bool) -> None:
    """Cards that cannot stand together give way, in a fixed order."""
    container = cards["container"]
    if cards["split"] == "group" and not several_groups:
        cards["split"] = "none"
    if cards["split"] != "none":
        if container in ZIPS:
            cards["carrier"] = "members"
        elif container not in WORKBOOKS:
            cards["carrier"] = "files"
    if cards["split"] == "group":
        cards["group_by"] = (
            "sheet" if cards["carrier"] == "sheets" and cards["group_by"] != "title" else "title"
        )
    elif several_groups:
        cards["group_by"] = "column"
    if cards["funder_by"] == "title" and several_groups and cards["split"] != "group":
        cards["funder_by"] = "none"
    if cards["above"] == "nothing":
        cards["told_by"] = cards["told_by"] if cards["told_by"] in {"path", "folder", "columns"} else "path"
        if cards["group_by"] == "title":
            cards["above"] = "title"
        if cards["funder_by"] == "title":
            cards["funder_by"] = "none"
    if cards.get("dates") == "real" and cards["birth"] not in {"place_and_date", "age"}:
        cards["birth"] = "real"
    if cards.get("numbers") == "number":
        cards["nik"] = "number"
    if cards["birth"] in {"place_and_date", "age"} and cards["neighbourhood"] != "columns":
        cards["header"] = "one_row"


def _columns(draw: Any, cards: dict[str, Any], misspelt: bool) -> tuple[tuple[str, str], ...]:
    """Fields in order, each under the village's own head."""
    rates = data("rates")["layouts"]["columns"]
    wanted = {"number", "nik", "name", "action"}
    wanted |= {name for name, chance in sorted(rates.items()) if draw.random() < chance and name != "rt"}
    if cards["birth"] == "place_and_date":
        wanted = (wanted - {"birth_place"}) | {"birth_place_and_date"}
    else:
        wanted.add("age" if cards["birth"] == "age" else "birth_date")
    if cards["header"] == "two_rows" and "birth_date" in wanted:
        wanted.add("birth_place")
    if cards["told_by"] == "columns":
        wanted |= {"village", "district"}
    wanted |= {"columns": {"rt", "rw"}, "one_cell": {"rt_rw"}}.get(cards["neighbourhood"], set())
    for card, field in (("group_by", "participant_group"), ("funder_by", "funding_source")):
        if cards[card] == "column":
            wanted.add(field)
    order = list(COLUMNS)
    if draw.random() < data("rates")["layouts"]["name_first"]:
        order[1], order[3] = order[3], order[1]
    known = data("vocabulary")["headers"] | data("messy")["headers"]
    wrong = data("messy")["headers_misspelt"] if misspelt else {}
    return tuple((name, draw.choice(wrong.get(name, known[name]))) for name in order if name in wanted)


def _extra_columns(draw: Any, card: str) -> tuple[str, ...]:
    stock = list(data("messy")["extra_columns"])
    count = {"none": 0, "one": 1, "several": 3}[card]
    return tuple(draw.sample(stock, count))
