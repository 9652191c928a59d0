"""The rows of both lists: what each says, and, hidden, whom it is about."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from padan.simulation.address import Address
from padan.simulation.people import Person, other_birth_date, other_name, same_name_otherwise
from padan.simulation.randomness import draws, share
from padan.simulation.reference import Village, data, default_funder, month_start, status_words
from padan.simulation.story import Enrolment, Life, VillageStory

Cell: TypeAlias = "str | int | date | None"
DAMAGED = frozenset(
    {"nik_excel_cut", "nik_scientific", "nik_fifteen", "nik_seventeen", "nik_letter", "nik_missing"}
    | {"nik_family_card", "nik_bad_date", "nik_repeated", "nik_sequence", "nik_temporary"}
)


@dataclass(slots=True)
class VillageRow:
    """One row of a village's list. `cells` is what is written; `nik` is '' unless a reader can use it."""

    village: str
    person: Person
    name: str
    nik: str
    birth_date: date | None
    sex: str
    group: str
    funder: str
    action: str
    fault: str
    cells: dict[str, Cell]
    hidden_niks: tuple[str, ...] = ()
    at: Address = field(default_factory=Address)
    filled: int = 0
    superseded: bool = False
    carried: bool = False
    told_group: str = ""
    told_funder: str = ""
    written: object = None
    """What a messy profile wrote into its damaged cells; see messy.cells.Written."""


@dataclass(slots=True)
class BranchRow:
    """One row of the branch's list."""

    person: Person
    kpj: str
    nik: str
    name: str
    birth_date: date | None
    sex: str
    village: str
    group: str
    funder: str
    member_since: date
    state: str
    last_paid: str
    months: int
    contribution: int
    cells: dict[str, Cell]
    usable: bool = True
    at: Address = field(default_factory=Address)


@dataclass(frozen=True)
class ValueStyle:
    """How one village writes its values."""

    nik: str
    birth_date: str
    sexes: dict[str, str]
    upper: bool
    numbers: bool


def village_rows(seed: int, story: VillageStory, style: ValueStyle) -> list[VillageRow]:
    """The village's list of this month, in the order it is written."""
    rows: list[VillageRow] = []
    later: list[VillageRow] = []
    for life in story.lives:
        if not life.listed:
            continue
        row = _village_row(seed, story.village, life, style)
        rows.append(row)
        if life.again:
            later.append(_again(seed, story.village, life, style, row))
    return rows + later


def _village_row(seed: int, village: Village, life: Life, style: ValueStyle) -> VillageRow:
    person = life.person
    draw = draws(seed, person.label, "cells", village.code)
    rates = data("rates")["values"]
    written = person.name
    if draw.random() < rates["name_variant"]:
        written = same_name_otherwise(draw, person.name, person.sex)
    born: date | None = person.birth_date
    birth_cell = write_date(style.birth_date, person.birth_date)
    if life.fault == "impossible_date":
        born, birth_cell = None, f"31-02-{person.birth_date.year}"
    sex = "" if draw.random() < rates["sex_blank"] else person.sex
    nameless = life.fault in {"no_name", "several_faults"}
    shown_nik = life.borrowed_nik or person.nik
    nik, nik_cell = write_nik(draw, style, shown_nik, person, life.fault)
    cells: dict[str, Cell] = {
        "nik": nik_cell,
        "family_card_number": person.family_card,
        "name": "" if nameless else cased(written, style.upper),
        "birth_place": cased(person.birth_place, style.upper),
        "birth_date": birth_cell,
        "sex": style.sexes[sex] if sex else "",
        "address": cased(person.address, style.upper),
        "rt": person.rt,
        "rw": person.rw,
        "village": cased(village.name, style.upper),
        "district": cased(village.district_name, style.upper),
        "occupation": cased(person.occupation, style.upper),
        "monthly_income": person.income,
        "phone": person.phone,
        "participant_group": draw.choice(data("vocabulary")["groups"][person.group]),
        "funding_source": draw.choice(data("vocabulary")["funders"][person.funder]),
        "action": draw.choice(data("vocabulary")["actions"][life.action]) if life.action else "",
    }
    return VillageRow(
        village.code, person, "" if nameless else person.name, nik, born, sex, person.group, person.funder,
        life.action, life.fault, cells, (life.borrowed_nik,) if life.borrowed_nik else (),
    )  # fmt: skip


def _again(seed: int, village: Village, life: Life, style: ValueStyle, first: VillageRow) -> VillageRow:
    """The same person a second time: alike, or with the first row poorer, or as somebody who leaves."""
    second = _village_row(seed, village, life, style)
    if life.again == "listed_twice_poorer":
        first.cells.update(dict.fromkeys(("birth_place", "address", "rt", "rw", "occupation"), ""))
    elif life.again == "listed_twice_leaving":
        second.action = "pindah"
        second.cells["action"] = data("vocabulary")["actions"]["pindah"][0]
    return second


def broken_rules(row: VillageRow) -> str:
    """Ids of the blocking rules that the row breaks, in the contract's order, with commas between them."""
    rules: dict[str, str] = data("vocabulary")["broken_rules"]
    found = [] if row.name else [rules["no_name"]]
    if not row.nik:
        fault = "nik_missing" if row.fault == "several_faults" else row.fault
        if fault == "nik_excel_cut" and isinstance(row.cells["nik"], str):
            fault = "nik_scientific"
        found.append(rules[fault])
    return ",".join(found)


def cased(text: str, upper: bool) -> str:
    """Text in capitals or, words with a dot apart, with capital initials."""
    if upper:
        return text.upper()
    return " ".join(word if "." in word else word.capitalize() for word in text.split(" "))


def write_date(style: str, day: date) -> Cell:
    """A date in one of the village's shapes; `real` is a spreadsheet's own date."""
    words = data("vocabulary")
    if style == "real":
        return day
    if style == "words":
        return f"{day.day} {words['months'][day.month - 1].capitalize()} {day.year}"
    if style == "short_words":
        return f"{day.day} {words['short_months'][day.month - 1]} {day.year}"
    if style == "short":
        return f"{day.day}/{day.month}/{day:%y}"
    return day.strftime(style)


def write_nik(
    draw: random.Random, style: ValueStyle, nik: str, person: Person, fault: str
) -> tuple[str, Cell]:
    """The NIK a reader can use ('' when damaged) and the cell that is written."""
    if fault == "nik_mistyped":
        tail = f"9{nik[13:]}" if nik[13:] >= "136" else f"99{nik[14:]}"
        return nik[:12] + tail, nik[:12] + tail
    if fault in DAMAGED or fault in {"twin", "several_faults"}:
        return "", damaged_nik(draw, style, nik, person, fault)
    if style.nik == "number" and style.numbers and nik[-1] != "0" and int(nik) < 2**53:
        return nik, int(nik)
    if style.nik == "spaced":
        return nik, f"{nik[:4]} {nik[4:8]} {nik[8:12]} {nik[12:]}"
    if style.nik == "dotted":
        return nik, f"{nik[:2]}.{nik[2:4]}.{nik[4:6]}.{nik[6:12]}.{nik[12:]}"
    if style.nik == "apostrophe":
        return nik, f"'{nik}"
    return nik, nik


def damaged_nik(draw: random.Random, style: ValueStyle, nik: str, person: Person, fault: str) -> Cell:
    """A NIK cell beyond use."""
    scientific = f"{nik[0]},{nik[1:6]}E+15"
    if fault == "nik_excel_cut":
        return int(nik[:15] + "0") if style.numbers else scientific
    shapes: dict[str, Cell] = {
        "nik_scientific": scientific,
        "nik_fifteen": nik[:9] + nik[10:],
        "nik_seventeen": nik[:9] + nik[8:],
        "nik_letter": nik[:6] + nik[6:].replace("0", "O", 1) if "0" in nik[6:] else nik[:15] + "l",
        "nik_family_card": person.family_card,
        "nik_bad_date": nik[:6] + f"3{draw.randrange(2, 10)}" + nik[8:],
        "nik_repeated": draw.choice(["1" * 16, "3" * 16]),
        "nik_sequence": "1234567890123456",
        "nik_temporary": "0" + nik[1:],
    }
    missing = draw.choice(data("vocabulary")["missing_niks"])
    return shapes.get(fault, missing)


def branch_rows(
    seed: int, story: VillageStory, period: str, tariff: dict[str, int], neighbours: list[Village]
) -> list[BranchRow]:
    """The branch's rows about this village's people."""
    rows = []
    for life in story.lives:
        for card in life.cards:
            rows.append(_branch_row(seed, story.village, life.person, card, period, tariff, neighbours))
    if story.branch_rejected:
        row = _branch_row(
            seed,
            story.village,
            story.lives[0].person,
            Enrolment("", date(2000, 1, 1)),
            period,
            tariff,
            neighbours,
        )
        row.usable, row.nik, row.name, row.kpj = False, "", "", ""
        row.cells.update(dict.fromkeys(("nik", "name", "kpj", "birth_date", "sex", "member_since"), ""))
        rows.append(row)
    return rows


def _branch_row(
    seed: int, village: Village, person: Person, card: Enrolment, period: str, tariff: dict[str, int],
    neighbours: list[Village],
) -> BranchRow:  # fmt: skip
    words = data("vocabulary")["branch"]
    draw = draws(seed, person.label, "card", card.kpj)
    name, born, sex, place = person.name, person.birth_date, person.sex, village
    group, funder = person.group, card.funder or person.funder
    if "name" in card.differs:
        name = other_name(draw, name, sex)
    if "birth_date" in card.differs:
        born = other_birth_date(draw, born)
    if "sex" in card.differs:
        sex = "P" if sex == "L" else "L"
    if "village" in card.differs and neighbours:
        place = draw.choice(neighbours)
    if "group" in card.differs:
        group = "pekerja_rentan" if group != "pekerja_rentan" else "marbot"
    if "funder" in card.differs:
        funder = "apbd_kabupaten" if funder != "apbd_kabupaten" else "apbd_provinsi"
    months = 3 if card.prepaid_from else 1
    owed = tariff[funder]
    contribution = (owed // 2 if "contribution" in card.differs else owed) * months
    nik = person.nik
    nik_cell = nik
    if card.damaged_nik:
        nik, nik_cell = "", draw.choice(["", nik[:15], nik[:9] + nik[10:]])
    row = BranchRow(
        person, card.kpj, nik, name, born, sex, "" if card.village_blank else place.code, group, funder,
        card.member_since, card.state, card.last_paid, months, contribution, {},
    )  # fmt: skip
    bps = share(seed, place.district_code, "bps") < 0.5
    row.cells = {
        "kpj": card.kpj, "nik": nik_cell, "name": name, "birth_date": born, "sex": sex,
        "village": place.name.upper(),
        "district": place.bps_district_name if bps else place.district_name.upper(),
        "group": words["groups"][group], "funder": words["funders"][funder], "programme": words["programme"],
        "member_since": card.member_since, "contribution": contribution, "card": draw.choice(words["cards"]),
        "code": f"{draw.randrange(10**11, 10**12)}",
    }  # fmt: skip
    if card.village_blank:
        row.cells.update(village="", district="")
    row.cells.update(_payment_cells(draw, card, period))
    return row


def _payment_cells(draw: random.Random, card: Enrolment, period: str) -> dict[str, Cell]:
    """Status word, months paid and day of payment."""
    words = data("vocabulary")["branch"]
    last = month_start(card.last_paid or period)
    paid, paid_on = f"{last:%m-%Y}", last.replace(day=draw.randrange(2, 10))
    if card.prepaid_from:
        last = month_start(card.prepaid_from, 2)
        paid_on = month_start(card.prepaid_from).replace(day=3)
        paid = words["paid_span"].format(first=f"{paid_on:%m-%Y}", last=f"{last:%m-%Y}")
    elif card.state not in {"active", "arrears"}:
        last = month_start(card.last_paid or period, -4)
        paid, paid_on = f"{last:%m-%Y}", last.replace(day=5)
    word = draw.choice(status_words()[card.state])
    return {"status": word, "paid": paid, "paid_on": paid_on}


def defaulted(group: str) -> str:
    """The funder that a reader assumes where a list names none."""
    return default_funder(group)
