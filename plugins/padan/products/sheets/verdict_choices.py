"""Which verdicts each office may choose for which cause, in the words of a language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping

from padan.products.errors import ProductError

OFFICES = ("disnaker", "branch")
ANY_CAUSE = "any"
LETTER = "{letter}"
MOST_CANDIDATES = 5
"""Candidates of one case that are shown, by their rank: A to E."""


def letter_of(rank: int) -> str:
    """1 → A."""
    return chr(ord("A") + rank - 1)


@dataclass(frozen=True)
class VerdictChoices:
    """The verdicts of both offices.

    Attributes:
        words: (office, verdict) → words; those of a candidate hold {letter}.
        lists: (office, cause) → verdicts in the order in which they are offered; cause 'any' for causes without a list.
    """

    words: dict[tuple[str, str], str]
    lists: dict[tuple[str, str], tuple[str, ...]]

    def offered(self, office: str, cause: str, candidates: int) -> tuple[str, ...]:
        """The words that an office may choose from for a case of that cause with so many candidates."""
        offered: list[str] = []
        for verdict in self.lists.get((office, cause)) or self.lists[office, ANY_CAUSE]:
            words = self.words[office, verdict]
            if LETTER in words:
                shown = min(candidates, MOST_CANDIDATES)
                offered += [words.replace(LETTER, letter_of(rank)) for rank in range(1, shown + 1)]
            else:
                offered.append(words)
        return tuple(offered)

    def said(self, office: str, verdict: str | None, candidate: str | None) -> str:
        """A verdict in words; '' where none was given.

        Raises:
            ProductError: nobody has given it words.
        """
        if verdict is None:
            return ""
        try:
            return self.words[office, verdict].replace(LETTER, candidate or "")
        except KeyError:
            raise ProductError(
                f"no words for verdict {verdict} of {office} in include/reference/verdict_words.csv; add a dated row"
            ) from None


def verdict_choices(rows: Sequence[RowMapping], language: str) -> VerdictChoices:
    """The choices in rows of verdict_words.sql."""
    words: dict[tuple[str, str], str] = {}
    lists: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in rows:
        words[row["office"], row["verdict"]] = row[f"word_{language}"]
        for cause in row["causes"].split() if row["in_force"] else ():
            key = (row["office"], cause)
            lists[key] = (*lists.get(key, ()), row["verdict"])
    return VerdictChoices(words, lists)
