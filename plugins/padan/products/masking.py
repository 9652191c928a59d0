"""How personal numbers and small counts are hidden in what leaves the warehouse."""

from __future__ import annotations

from collections.abc import Sequence

from padan.products.numbers import Numbers

SHOWN = 6
LENGTH = 16
HIDDEN = "•"


def masked_nik(nik: str | None, raw: str | None = None) -> str:
    """The first six digits of a NIK, ten bullets for the rest; '' where nothing was written.

    A damaged one shows at most its first six characters: beside a birth date the rest is easily rebuilt.
    """
    text = (nik or raw or "").strip(" '\u00a0\t")
    if not text:
        return ""
    shown = text[:SHOWN]
    return shown + HIDDEN * max(1, min(LENGTH, len(text)) - len(shown))


def shown_counts(counts: Sequence[int], limit: int, numbers: Numbers) -> list[str]:
    """The counts of the villages of one district, small ones hidden.

    Counts below `limit` read '<5'. Where only one is hidden, the district's total would give it away: the
    smallest of the others is then hidden too, as '≥5'.
    """
    texts = [numbers.below(limit) if count < limit else numbers.integer(count) for count in counts]
    hidden = [place for place, count in enumerate(counts) if count < limit]
    if len(hidden) == 1 and len(counts) > 1:
        others = [place for place in range(len(counts)) if place != hidden[0]]
        texts[min(others, key=lambda place: (counts[place], place))] = numbers.at_least(limit)
    return texts
