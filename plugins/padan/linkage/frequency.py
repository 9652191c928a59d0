"""How common a name is, from the pinned shares of its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

FEWEST_BEARERS = 20
"""Words that fewer people bear are not kept: the model holds nobody's rare name."""
RAREST = 1e-6
"""No name is taken for rarer: beyond it one letter typed wrong would count as proof."""


def share_of(name_sorted: str, word_share: Mapping[str, float], rare: float) -> float:
    """Return the share of people expected to bear a name: the product over its words.

    A name of several words is taken as words that are chosen one by one, in any order.
    """
    share = 1.0
    for word in name_sorted.split(" "):
        share *= word_share.get(word, rare)
    return max(share, RAREST)


def word_shares(names: Iterable[str]) -> tuple[dict[str, float], float]:
    """Return the share of names with each word, and the share that stands for any other word."""
    counts: Counter[str] = Counter()
    people = 0
    for name in names:
        people += 1
        counts.update(set(name.split(" ")))
    kept = {word: count / people for word, count in sorted(counts.items()) if count >= FEWEST_BEARERS}
    return {word: float(f"{share:.4g}") for word, share in kept.items()}, float(
        f"{FEWEST_BEARERS / 2 / people:.4g}"
    )
