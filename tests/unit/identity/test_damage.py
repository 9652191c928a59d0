"""How many damaged NIKs are recognised, and how many good ones are suspected, on NIKs drawn at random.

`python -m tests.unit.identity.test_damage 100000` prints the table for as many of each class.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.identity.damage import DAMAGE, DISTRICTS, STRONGER, TODAY, Person, clean, person, swapped

from padan.identity.nik import judge, read_nik
from padan.identity.swaps import place_cannot_be

PEOPLE = 2000
DETECTED, FALSE_ALARMS = 0.999, 0.001


def fault(text: str, who: Person, *, numeric: bool = False, declared: object = "as born") -> str | None:
    """The fault told of a cell in who's row, beside their No KK and birth date."""
    read = read_nik(text, numeric=numeric, districts=DISTRICTS, as_of=TODAY)
    born = who.born if declared == "as born" else declared
    return judge(read, who.family_card, born, DISTRICTS, TODAY)  # type: ignore[arg-type]


def told(name: str, number: int) -> Counter[str | None]:
    """What is told of so many NIKs with one class of damage."""
    draw = random.Random(f"damage {name}")
    make, numeric = DAMAGE[name]
    people = (person(draw) for _ in range(number))
    return Counter(fault(make(draw, who), who, numeric=numeric) for who in people)


def suspected(number: int) -> Counter[str | None]:
    """What is told of so many good NIKs in clean shapes, every tenth beside a birth date typed wrong."""
    draw = random.Random("good")
    found: Counter[str | None] = Counter()
    for _ in range(number):
        who = person(draw)
        declared = person(draw).born if draw.random() < 0.1 else who.born
        found[fault(clean(draw, who), who, declared=declared)] += 1
    return found


def swaps(number: int) -> tuple[Counter[str | None], Counter[str | None]]:
    """What is told of NIKs with two neighbours swapped: where the number shows it, and where it cannot."""
    draw = random.Random("swapped")
    shown: Counter[str | None] = Counter()
    hidden: Counter[str | None] = Counter()
    for _ in range(number):
        who = person(draw)
        text = swapped(draw, who)
        read = read_nik(text, numeric=False, districts=DISTRICTS, as_of=TODAY)
        wrong_place = not read.district_known and place_cannot_be(text[:6], DISTRICTS)
        shows = read.fault == "impossible_date" or (read.fault is None and wrong_place)
        (shown if shows else hidden)[fault(text, who)] += 1
    return shown, hidden


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_recognised_as_what_it_is(name: str) -> None:
    found = told(name, PEOPLE)
    right = found[name] + sum(found[stronger] for stronger in STRONGER.get(name, ()))
    assert right >= DETECTED * PEOPLE, found
    assert found[None] <= FALSE_ALARMS * PEOPLE, found


def test_good_numbers_are_not_suspected() -> None:
    found = suspected(PEOPLE)
    assert PEOPLE - found[None] < FALSE_ALARMS * PEOPLE, found


def test_swapped_digits_are_recognised_where_the_number_shows_them() -> None:
    shown, hidden = swaps(PEOPLE)
    assert shown["swapped_digits"] >= DETECTED * shown.total(), shown
    assert hidden["swapped_digits"] == 0


@given(st.randoms(use_true_random=False), st.sampled_from(sorted(DAMAGE)))
def test_any_damage_is_never_taken_for_a_sound_number(draw: random.Random, name: str) -> None:
    who = person(draw)
    make, numeric = DAMAGE[name]
    assert fault(make(draw, who), who, numeric=numeric) in {name} | STRONGER.get(name, set())


@given(st.randoms(use_true_random=False))
def test_any_sound_number_in_any_clean_shape_is_sound(draw: random.Random) -> None:
    who = person(draw)
    read = read_nik(clean(draw, who), numeric=False, districts=DISTRICTS, as_of=TODAY)
    assert (read.digits, read.fault) == (who.nik, None)
    assert fault(who.nik, who) is None


def main(number: int) -> None:
    """Print the table."""
    print(f"| {number} of each class | recognised as itself | as a stronger class | not noticed |")
    print("|---|---|---|---|")
    for name in DAMAGE:
        found = told(name, number)
        stronger = sum(found[other] for other in STRONGER.get(name, ()))
        shares = (found[name] / number, stronger / number, found[None] / number)
        print(f"| {name} | " + " | ".join(f"{share:.3%}" for share in shares) + " |")
    shown, hidden = swaps(number)
    share = shown["swapped_digits"] / shown.total()
    print(
        f"| swapped_digits, shown ({shown.total() / number:.1%} of swaps) | {share:.3%} | | {1 - share:.3%} |"
    )
    print(f"| swapped_digits, not shown by the number | | | {hidden[None] / hidden.total():.3%} |")
    draw = random.Random("alone")
    cards = Counter(
        fault(who.family_card, replace(who, family_card="")) for who in (person(draw) for _ in range(number))
    )
    print(
        f"| family_card, no No KK in the row | {cards['family_card'] / number:.3%} | | {cards[None] / number:.3%} |"
    )
    print(f"| good numbers in clean shapes: suspected {1 - suspected(number)[None] / number:.4%} | | | |")


if __name__ == "__main__":
    main(int(sys.argv[1]))
