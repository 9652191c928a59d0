"""Random worlds: two lists that agree in January, and what befalls single rows of either in February.

A world is the one of tests/spec/reconciliation/world.py, so that a failing example can be printed as its tables and
kept there. Village `V` of person `n` is n // PEOPLE; people are listed in that order.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from hypothesis import strategies as st
from tests.spec.reconciliation.world import World

VILLAGES = (("32.01.05.2003", "SENTUL"), ("32.01.05.2005", "CIPAMBUAN"), ("32.01.05.2006", "KADUMANGGU"))
DISTRICT = "BABAKAN MADANG"
GROUPS = (("PEKERJA RENTAN", "APBD PROVINSI"), ("MARBOT", "APBD KABUPATEN"), ("GURU NGAJI", "APBDES"))
PEOPLE = 9
FREE = 7
"""So many people of a village something may befall; the others keep its list from being empty."""
MONTHS = ("2026-01", "2026-02")
TARIFF = 16_800
FIRST = (
    *(
        "BAMBANG",
        "CARKIM",
        "DADANG",
        "ENDANG",
        "FIRMAN",
        "GUNAWAN",
        "HENDRA",
        "ISKANDAR",
        "JUNAEDI",
        "KOSASIH",
    ),
    *("LUKMAN", "MASKUR", "NURDIN", "OPIK", "PARMAN", "QOSIM", "ROJAK", "SOBANDI", "TARYONO", "UJANG"),
    *("WAHYUDIN", "YAYAN", "ZAENAL", "ABIDIN", "BURHAN", "CECEP", "DARMAWAN"),
)
SECOND = (
    *(
        "SAEPULOH",
        "RUKMANA",
        "HIDAYAT",
        "WIJAYA",
        "KUSNADI",
        "ALAMSYAH",
        "MUSTOPA",
        "LESMANA",
        "PURNAMA",
        "TAUFIK",
    ),
    *(
        "IRAWAN",
        "BASUKI",
        "GOJALI",
        "EFENDI",
        "SUBAGJA",
        "JAYADI",
        "NUGRAHA",
        "RAMDANI",
        "FADILAH",
        "ZAKARIA",
    ),
    *("DERAJAT", "HAMBALI", "ROHENDI", "SASMITA", "YULIANTO", "WARDANA", "MARTADINATA"),
)
OTHER_NAMES = ("TITIN ROSMAWATI", "EUIS KOMALASARI", "IMAS PUSPITASARI", "NENENG JUBAEDAH")
Row = dict[str, str]


@dataclass
class Drawn:
    """Both lists of one month, row by row; `who` of a row is the number of the person it is about."""

    villages: list[Row] = field(default_factory=list)
    branch: list[Row] = field(default_factory=list)


def person(number: int) -> Row:
    """NIK, name, birth date and sex of one person: no two alike in any of the first three."""
    day, month, year = 1 + number % 28, 1 + number * 5 % 12, 63 + number
    return {
        "nik": f"320105{day:02}{month:02}{year:02}{number + 11:04}",
        "name": f"{FIRST[number]} {SECOND[number]}",
        "birth_date": f"{day:02}-{month:02}-19{year:02}",
        "sex": "L",
    }


def homonym(number: int) -> Row:
    """The same of somebody who shares name or birth date, or both, with others."""
    day = 1 + number % 4
    return {
        "nik": f"320105{day:02}0575{number + 11:04}",
        "name": f"{FIRST[number % 3]} {SECOND[number % 2]}",
        "birth_date": f"{day:02}-05-1975",
        "sex": "L",
    }


def agreeing(made: Callable[[int], Row]) -> Drawn:
    """Everybody on the list of their village and on the branch's, alike."""
    lists = Drawn()
    for number in range(PEOPLE * len(VILLAGES)):
        code, name = VILLAGES[number // PEOPLE]
        group, funder = GROUPS[number % len(GROUPS)]
        told = {**made(number), "group": group, "funder": funder, "who": str(number)}
        lists.villages.append({"village": code, **told, "address": "KP. PASAR", "kecamatan": DISTRICT})
        card = {
            "kpj": f"2401{number:07}",
            "since": "01-11-2025",
            "status": "AKTIF",
            "contribution": str(TARIFF),
        }
        lists.branch.append({**card, **told, "village": name, "district": DISTRICT})
    return lists


@dataclass(frozen=True)
class Befallen:
    """What befell one person: the kind, and a number by which its details are chosen."""

    number: int
    kind: str
    choice: int


def befallen(kinds: tuple[str, ...], *, most: int, alone: bool) -> st.SearchStrategy[list[Befallen]]:
    """Lists of what happens; `alone` means at most one thing a person."""
    free = [n for n in range(PEOPLE * len(VILLAGES)) if n % PEOPLE < FREE]
    one = st.builds(Befallen, st.sampled_from(free), st.sampled_from(kinds), st.integers(0, 10**6))
    return st.lists(one, max_size=most, min_size=most // 2, unique_by=(lambda b: b.number) if alone else None)


NIK_DAMAGE: tuple[tuple[str, Callable[[str, int], str]], ...] = (
    ("NIK-15", lambda nik, at: nik[: 6 + at % 9] + nik[7 + at % 9 :]),
    ("NIK-16", lambda nik, at: nik[: 6 + at % 9] + nik[6 + at % 9] + nik[6 + at % 9 :]),
    ("NIK-05", lambda nik, at: nik.replace("0", "O", 1 + at % 2)),
    ("NIK-02", lambda nik, at: nik[:12]),
    ("NIK-03", lambda nik, at: f"{nik[0]},{nik[1:6]}E+15"),
    ("NIK-06", lambda nik, at: "0" + nik[1:]),
    ("NIK-07", lambda nik, at: str(1 + at % 9) * 16),
    ("NIK-08", lambda nik, at: "1234567890123456"),
    ("NIK-09", lambda nik, at: nik[:6] + "39" + nik[8:]),
    ("NIK-01", lambda nik, at: ("", "BELUM ADA", "-")[at % 3]),
)


def damaged(nik: str, choice: int) -> tuple[str, str]:
    """The NIK with a damage, and the rule that holds its row where nobody is found."""
    rule, damage = NIK_DAMAGE[choice % len(NIK_DAMAGE)]
    return damage(nik, choice // len(NIK_DAMAGE)), rule


def another_village(code: str, choice: int) -> tuple[str, str]:
    """Code and name of another village than this one."""
    others = [one for one in VILLAGES if code not in one]
    return others[choice % len(others)]


def as_world(lists: dict[str, Drawn]) -> World:
    """The months as a world of tables."""
    world = World("drawn")
    for period, drawn in lists.items():
        world.sections[f"{period} villages"] = [_told(row) for row in drawn.villages]
        world.sections[f"{period} branch"] = [_told(row) for row in drawn.branch]
    return world


def _told(row: Row) -> Row:
    return {"outcome": "", **{key: value or "-" for key, value in row.items() if key not in _OWN}}


_OWN = {"who", "expect", "why", "with", "touched"}


def copied(lists: Drawn) -> Drawn:
    """The same rows again, to be changed."""
    return replace(lists, villages=[dict(r) for r in lists.villages], branch=[dict(r) for r in lists.branch])


def shuffled(lists: Drawn, seed: int) -> Drawn:
    """The same rows in another order within their files; the files stay in the order in which they came."""
    draw = random.Random(seed)  # noqa: S311 - which order does not matter
    files = list(dict.fromkeys(row["village"] for row in lists.villages))
    villages = draw.sample(lists.villages, len(lists.villages))
    villages.sort(key=lambda row: files.index(row["village"]))
    return replace(lists, villages=villages, branch=draw.sample(lists.branch, len(lists.branch)))
