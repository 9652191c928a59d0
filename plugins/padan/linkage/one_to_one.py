"""One person, one row: of the pairs above a threshold, those that are each other's only best."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple


class Link(NamedTuple):
    """One pair and its weight, rounded to two decimals."""

    left: int
    right: int
    weight: Decimal


def one_to_one(scores: Iterable[Link]) -> list[Link]:
    """Return the pairs that are the single best of both their rows, in order of left; ties are dropped.

    A row whose best weight stands twice belongs to nobody: who of two is meant is a person's question. Nothing is
    given second best: a row whose best partner prefers another stays without one. Order and repetition of the
    scores make no difference.
    """
    pairs = set(scores)
    best_left: dict[int, list[Link]] = defaultdict(list)
    best_right: dict[int, list[Link]] = defaultdict(list)
    for link in pairs:
        _keep_best(best_left[link.left], link)
        _keep_best(best_right[link.right], link)
    return sorted(
        link for link in pairs if best_left[link.left] == [link] and best_right[link.right] == [link]
    )


def _keep_best(best: list[Link], link: Link) -> None:
    if not best or link.weight > best[0].weight:
        best[:] = [link]
    elif link.weight == best[0].weight:
        best.append(link)
