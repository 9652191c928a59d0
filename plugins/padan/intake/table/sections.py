"""Group rows: a line such as DUSUN II or MARBOT tells something of every row below it, up to the next such line."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from padan.contracts import Contract
from padan.contracts.headers import normalise
from padan.intake.cells import squeeze

_ENUMERATOR = re.compile(r"\s*[(\[]?(?:[A-Z]|[IVX]{1,5}|\d{1,2})\s*[.):\]]+\s*", re.IGNORECASE)
_LONE_ENUMERATOR = re.compile(r"\s*[(\[]?(?:[A-Z]|[IVX]{1,5})\s*[.):\]]*\s*", re.IGNORECASE)
_GROUPS = "participant_group_in_titles"
_WORDS = "group_rows"


class Section(NamedTuple):
    """What a group row tells of the rows below it, None where it tells nothing of that.

    village: the village as written; hamlet: the dusun as written, part of an address; rt, rw: numbers as
    written; group: canonical participant group.
    """

    village: str | None = None
    hamlet: str | None = None
    rt: str | None = None
    rw: str | None = None
    group: str | None = None


NOTHING = Section()


def is_enumerator(cell: str) -> bool:
    """Whether a cell holds nothing but the letter or Roman number of a section."""
    return _LONE_ENUMERATOR.fullmatch(cell) is not None


def heads_section(contract: Contract, cell: str) -> bool:
    """Whether a line with this one cell is a group row."""
    text = _ENUMERATOR.sub("", cell, count=1) if _ENUMERATOR.match(cell) else cell
    return contract.word_at_start(_WORDS, text) is not None or _group(contract, text) is not None


def read_section(contract: Contract, cell: str, before: Section) -> Section:
    """What holds from a group row on.

    A hamlet ends the RT and RW above it, a village everything but the group.
    """
    text = squeeze(_ENUMERATOR.sub("", cell, count=1) if _ENUMERATOR.match(cell) else cell)
    group = _group(contract, text) or before.group
    kind = contract.word_at_start(_WORDS, text)
    rt, rw = _number(contract, "rt", text), _number(contract, "rw", text)
    if kind == "village":
        return Section(village=text, group=group)
    if kind == "hamlet":
        return Section(before.village, text, rt, rw, group)
    if kind in ("rt", "rw"):
        return Section(before.village, before.hamlet, rt, rw or before.rw, group)
    return before._replace(group=group)


def _group(contract: Contract, text: str) -> str | None:
    return contract.word_within(_GROUPS, text)


def _number(contract: Contract, kind: str, text: str) -> str | None:
    """The number behind RT or RW in a group row."""
    match = _numbered(tuple(contract.words[_WORDS][kind])).search(normalise(text))
    return match[1] if match else None


@lru_cache(maxsize=16)
def _numbered(spellings: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(re.escape(normalise(word)) for word in sorted(spellings, key=len, reverse=True))
    return re.compile(rf"\b(?:{words}) ?(\d{{1,3}})\b")
