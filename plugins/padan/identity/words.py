"""The word lists of include/reference/words, loaded once a process."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from padan.paths import INCLUDE

FOLDER = INCLUDE / "reference" / "words"


class WordsError(ValueError):
    """A word list cannot be used; the message names the file and what to mend."""


@dataclass(frozen=True)
class Words:
    """Every word list, in the form in which it is looked up.

    blank, sex, months, until, date_labels, age_labels, age_units: by `key` (upper case, letters and digits
    only). month_names: the whole names, January first.
    months: its value is 1 to 12. year_words: as written. name_letters: pairs in the order in which they are
    replaced. Titles and patronym words: without dots and spaces.
    """

    blank: frozenset[str]
    sex: dict[str, str]
    months: dict[str, int]
    month_names: tuple[str, ...]
    until: frozenset[str]
    date_labels: frozenset[str]
    age_labels: frozenset[str]
    age_units: frozenset[str]
    year_words: tuple[str, ...]
    titles_before: frozenset[str]
    titles_before_with_dot: frozenset[str]
    titles_after: frozenset[str]
    titles_after_with_mark: frozenset[str]
    titles_after_with_comma: frozenset[str]
    patronym: frozenset[str]
    patronym_with_dot: frozenset[str]
    name_words: dict[str, str]
    name_letters: tuple[tuple[str, str], ...]


_NOT_IN_A_KEY = re.compile(r"[^0-9A-Z]+")


def key(text: str) -> str:
    """Return upper-case letters and digits only: how words are looked up."""
    return _NOT_IN_A_KEY.sub("", text.upper())


def load_yaml(name: str, folder: Path = FOLDER) -> dict[str, Any]:
    """Return one word list as YAML has it; WordsError where it is missing or no mapping."""
    path = folder / name
    try:
        with path.open(encoding="utf-8") as stream:
            # The C loader reads the lists in a tenth of the time; it is part of every PyYAML wheel.
            content = yaml.load(stream, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except (OSError, yaml.YAMLError) as error:
        raise WordsError(
            f"include/reference/words/{name} cannot be read; restore or mend it: {error}"
        ) from error
    if not isinstance(content, dict):
        raise WordsError(f"include/reference/words/{name} must be a mapping of lists; mend it")
    return content


def inverted(lists: dict[Any, list[str]], name: str) -> dict[str, Any]:
    """Return word → what it stands for; WordsError where one word stands for two things."""
    found: dict[str, Any] = {}
    for meaning, aliases in lists.items():
        for alias in aliases:
            if found.setdefault(key(alias), meaning) != meaning:
                raise WordsError(f"include/reference/words/{name}: {alias} stands for two things; keep one")
    return found


@cache
def words() -> Words:
    """Return all word lists; read from disk once a process."""
    titles, people, months = load_yaml("titles.yaml"), load_yaml("names.yaml"), load_yaml("months.yaml")
    blank = load_yaml("blank.yaml")["blank"]
    return Words(
        blank=_keys(blank),
        sex=inverted(load_yaml("sex.yaml"), "sex.yaml"),
        months=inverted(months["months"], "months.yaml"),
        month_names=tuple(key(names[0]) for _, names in sorted(months["months"].items())),
        until=_keys(months["until"]),
        date_labels=_keys(months["date_labels"]),
        age_labels=_keys(months["age_labels"]),
        age_units=_keys(months["age_units"]),
        year_words=tuple(months["year_words"]),
        titles_before=_keys(titles["before"]),
        titles_before_with_dot=_keys(titles["before_with_dot"]),
        titles_after=_keys(titles["after"]),
        titles_after_with_mark=_keys(titles["after_with_mark"]),
        titles_after_with_comma=_keys(titles["after_with_comma"]),
        patronym=_keys(people["patronym"]),
        patronym_with_dot=_keys(people["patronym_with_dot"]),
        name_words=inverted(people["words"], "names.yaml"),
        name_letters=tuple((old, new) for old, new in people["letters"]),
    )


@cache
def month_named(word: str) -> int | None:
    """Return the month 1 to 12 that an upper-case word names: a listed form, the beginning of one month's name
    (SEPTEM), or a name with one slip of the pen (AGUSTSU, DESEMBRE, PEBRUARY); None where that fits none or two.
    """
    lists = words()
    if word in lists.months:
        return lists.months[word]
    if not _SHORTEST_SLIP <= len(word) <= _LONGEST_MONTH:
        return None
    found = {
        number
        for number, name in enumerate(lists.month_names, start=1)
        if name.startswith(word) or (len(name) >= _SHORTEST_SLIP and _one_slip_apart(word, name))
    }
    return found.pop() if len(found) == 1 else None


_SHORTEST_SLIP = 5
"""A month's name of fewer letters is too near another one: JUNI, JULI."""
_LONGEST_MONTH = 12


def _one_slip_apart(word: str, name: str) -> bool:
    """Say whether one letter more, less, other or swapped with its neighbour makes one word the other."""
    at = next(
        (n for n, (a, b) in enumerate(zip(word, name, strict=False)) if a != b), min(len(word), len(name))
    )
    here, there = word[at:], name[at:]
    return (
        here[1:] == there[1:]
        or here[1:] == there
        or here == there[1:]
        or (here[:2] == there[1::-1] and here[2:] == there[2:])
    )


def _keys(listed: list[str]) -> frozenset[str]:
    return frozenset(key(word) for word in listed)
