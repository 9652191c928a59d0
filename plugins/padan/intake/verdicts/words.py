"""What an officer wrote in a verdict column → the verdict, by the list's own words or words that are near to them."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from padan.contracts import Contract
from padan.contracts.headers import key, normalise
from padan.paths import INCLUDE

OFFICES = ("disnaker", "branch")
LETTER = "{letter}"
NEGATIONS = "negations"
"""Words of the contract that turn what is said round: with one of them more, no near word is taken."""

_LONG = 8
_LETTERS = re.compile(r"[A-Z]")


class VerdictReading(NamedTuple):
    """One cell as read.

    verdict: its code; None where the words are none that the office may choose.
    candidate: the letter that it names.
    guessed: whether the words were only near to the list's.
    """

    verdict: str | None
    candidate: str | None = None
    guessed: bool = False


@dataclass(frozen=True)
class Choices:
    """What one office may choose.

    words: key of the words → code of the verdict.
    before_letter: of verdicts that name a candidate, key of the words before its letter → code.
    """

    words: Mapping[str, str]
    before_letter: Mapping[str, str]


@lru_cache(maxsize=64)
def choices(office: str, day: date) -> Choices:
    """The verdicts that an office may give on a day, from include/reference/verdict_words.csv, in both languages."""
    words: dict[str, str] = {}
    before: dict[str, str] = {}
    path = INCLUDE / "reference" / "verdict_words.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            ends = date.fromisoformat(row["valid_to"]) if row["valid_to"] else date.max
            if row["office"] != office or not date.fromisoformat(row["valid_from"]) <= day <= ends:
                continue
            for text in (row["word_id"], row["word_en"]):
                if LETTER in text:
                    before[key(text.replace(LETTER, ""))] = row["verdict"]
                else:
                    words[key(text)] = row["verdict"]
    return Choices(words, before)


def read_verdict(text: str, office: str, day: date, contract: Contract) -> VerdictReading:
    """Read one filled cell of a verdict column. A question is no verdict."""
    if "?" in text:
        return VerdictReading(None)
    offered = choices(office, day)
    written = key(text)
    if written in offered.words:
        return VerdictReading(offered.words[written])
    for before, verdict in offered.before_letter.items():
        letter = written.removeprefix(before)
        if len(letter) == 1 and _LETTERS.fullmatch(letter):
            return VerdictReading(verdict, letter, guessed=letter == written)
    alias = contract.word(f"verdict_{office}", text)
    if alias is not None and alias in offered.words.values():
        return VerdictReading(alias, guessed=True)
    return _near(text, written, offered, contract)


def _near(text: str, written: str, offered: Choices, contract: Contract) -> VerdictReading:
    """Misspelt words of the list, or the list's words with more behind them; two that are as near are none."""
    near = {verdict for words, verdict in offered.words.items() if _slips(written, words) <= _allowed(words)}
    if len(near) == 1:
        return VerdictReading(near.pop(), guessed=True)
    begins = [words for words in offered.words if written.startswith(words)]
    if begins and not near:
        words = max(begins, key=len)
        if not _turned_round(text, words, contract):
            return VerdictReading(offered.words[words], guessed=True)
    return VerdictReading(None)


def _turned_round(text: str, words: str, contract: Contract) -> bool:
    """Whether what follows the list's words denies them: SETUJU TAPI BELUM TENTU."""
    denied = {key(word) for spellings in contract.words[NEGATIONS].values() for word in spellings}
    rest, taken = [], ""
    for word in normalise(text).split():
        if len(taken) < len(words):
            taken += word
        else:
            rest.append(word)
    return taken != words or any(word in denied for word in rest)


def _allowed(words: str) -> int:
    return 2 if len(words) >= _LONG else 1


def _slips(one: str, other: str) -> int:
    """Letters that were left out, added, exchanged or swapped with their neighbour."""
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        before_last, last = last, row
    return last[-1]
