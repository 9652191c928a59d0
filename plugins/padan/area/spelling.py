"""How names of places are made comparable: the rules are include/reference/words/places.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from padan.identity.text import squeeze, without_accents
from padan.identity.words import load_yaml

_WORDS = re.compile(r"[0-9A-Z]+")
_DOUBLED = re.compile(r"(.)\1+")


@dataclass(frozen=True)
class _Spelling:
    """The word list: prefixes as tuples of words, longest first; a numeral's other forms; pairs of letters;
    words that end a name."""

    village_prefixes: tuple[tuple[str, ...], ...]
    district_prefixes: tuple[tuple[str, ...], ...]
    numerals: dict[str, str]
    letters: tuple[tuple[str, str], ...]
    after_a_name: frozenset[str]


@cache
def _spelling() -> _Spelling:
    lists = load_yaml("places.yaml")
    return _Spelling(
        village_prefixes=_prefixes(lists["village_prefixes"]),
        district_prefixes=_prefixes(lists["district_prefixes"]),
        numerals={other: roman for roman, others in lists["numerals"].items() for other in others},
        letters=tuple((old, new) for old, new in lists["letters"]),
        after_a_name=frozenset(lists["after_a_name"]),
    )


def _prefixes(listed: list[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted({split(prefix) for prefix in listed}, key=lambda words: (-len(words), words)))


@lru_cache(maxsize=16384)
def split(text: str) -> tuple[str, ...]:
    """Return the words of a text: upper case, letters and digits only."""
    return tuple(_WORDS.findall(without_accents(squeeze(text)).upper()))


def key(words: tuple[str, ...]) -> str:
    """Return what every spelling of a place's name shares: no spaces, a numeral at the end as Roman."""
    if not words:
        return ""
    return "".join(words[:-1]) + _spelling().numerals.get(words[-1], words[-1])


def loose(plain: str) -> str:
    """Return a key with the letters that spellings confuse made one; doubled letters count once.

    A numeral at the end stays apart: Cibatok I and Cibatok II are two villages.
    """
    stem = plain.rstrip("I")
    numeral = plain[len(stem) :]
    for old, new in _spelling().letters:
        stem = stem.replace(old, new)
    return _DOUBLED.sub(r"\1", stem) + numeral


def prefixes(*, district: bool) -> tuple[tuple[str, ...], ...]:
    """Return the words that stand before a name and say that it is a district's, or a village's; longest
    first.
    """
    return _spelling().district_prefixes if district else _spelling().village_prefixes


def ends_a_name(word: str) -> bool:
    """Say whether a word that follows a name cannot be part of it."""
    return word.isdigit() or word in _spelling().after_a_name


def without_prefix(words: tuple[str, ...], *, district: bool) -> tuple[str, ...]:
    """Return the words of a name without DESA, KEL., KECAMATAN and the like before it."""
    for prefix in prefixes(district=district):
        if words[: len(prefix)] == prefix and len(words) > len(prefix):
            return words[len(prefix) :]
    return words


def district_words_inside(words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Split 'PABUARAN KEC BOJONGGEDE' into the village's words and the district's (none where it names
    none).
    """
    for prefix in prefixes(district=True):
        for start in range(1, len(words) - len(prefix)):
            if words[start : start + len(prefix)] == prefix:
                return words[:start], words[start + len(prefix) :]
    return words, ()
