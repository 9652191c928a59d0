"""Only the single best of both rows; a tie is nobody's."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from padan.linkage import Link, one_to_one


def links(table: str) -> list[Link]:
    found = []
    for line in table.strip().splitlines():
        left, right, weight = line.split()
        found.append(Link(int(left), int(right), Decimal(weight)))
    return found


@pytest.mark.parametrize(
    ("scores", "kept"),
    [
        ("1 11 30.00", "1 11 30.00"),
        ("1 11 30.00\n1 12 29.99", "1 11 30.00"),  # the better
        ("1 11 30.00\n1 12 30.00", ""),  # a tie of the left
        ("1 11 30.00\n2 11 30.00", ""),  # a tie of the right
        ("1 11 30.00\n2 11 31.00", "2 11 31.00"),  # nothing is given second best
        ("1 11 30.00\n2 11 31.00\n1 12 20.00", "2 11 31.00"),
        ("1 11 30.00\n1 11 30.00", "1 11 30.00"),  # said twice is no tie
        ("1 11 30.00\n1 12 30.00\n2 12 35.00", "2 12 35.00"),
    ],
)
def test_who_is_kept(scores: str, kept: str) -> None:
    assert one_to_one(links(scores)) == links(kept)


def test_order_makes_no_difference_and_nobody_is_paired_twice() -> None:
    draw = random.Random(3)
    scores = [
        Link(draw.randrange(40), draw.randrange(40), Decimal(draw.randrange(2000, 2010)) / 100)
        for _ in range(200)
    ]
    kept = one_to_one(scores)
    draw.shuffle(scores)
    assert kept == one_to_one(scores) != []
    assert len({link.left for link in kept}) == len({link.right for link in kept}) == len(kept)
