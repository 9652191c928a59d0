"""Looks for personal data where none may be: NIKs by their shape, KPJ and names by the sources' own.

A NIK is sixteen digits with a real district's prefix and a date of birth that can be one, in any of the ways in
which people write it, and not a piece of a longer number or hash. A KPJ or a full name is one that the sources hold.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from string import hexdigits

from padan.paths import INCLUDE

_SOLID = re.compile(r"(?<!\d)\d{16}(?!\d)")
# As people group them; of any grouping at all a village code beside two figures would be one.
_GROUPINGS = ((4, 4, 4, 4), (6, 6, 4), (6, 2, 2, 2, 4), (2, 2, 2, 6, 4), (2, 2, 2, 2, 2, 2, 4))
_GROUPED = tuple(
    re.compile(r"(?<!\d)" + r"[ .\-\u00a0']".join(rf"\d{{{size}}}" for size in sizes) + r"(?!\d)")
    for sizes in _GROUPINGS
)
_HASH_DIGITS = 32
"""A run of hexadecimal digits from this length is a hash or an id, and sixteen decimal ones in it mean nothing."""
_ELEVEN = re.compile(r"(?<!\d)\d{11}(?!\d)")
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_WOMAN = 40
_CONTEXT = 30
_NAME_WORDS = 2
"""Words from which a name is somebody's: single words are words."""


@dataclass(frozen=True)
class People:
    """What the sources call people: cards, and full names as their words."""

    cards: frozenset[str] = frozenset()
    names: frozenset[tuple[str, ...]] = frozenset()

    @property
    def sizes(self) -> list[int]:
        """Numbers of words that names have."""
        return sorted({len(name) for name in self.names})


@dataclass(frozen=True)
class Leak:
    """One find: what it is, where, and the text around it with the find itself masked."""

    kind: str
    where: str
    around: str


def find_leaks(text: str, where: str, people: People = People()) -> Iterator[Leak]:  # noqa: B008
    """Every NIK, known card and known name in a text."""
    for pattern in (_SOLID, *_GROUPED):
        for match in pattern.finditer(text):
            if is_nik(re.sub(r"\D", "", match[0])) and not _in_hash(text, match.start(), match.end()):
                yield _leak("nik", where, text, match.start(), match.end())
    for match in _ELEVEN.finditer(text):
        if match[0] in people.cards and not _in_hash(text, match.start(), match.end()):
            yield _leak("kpj", where, text, match.start(), match.end())
    yield from _names(text, where, people)


def _in_hash(text: str, start: int, end: int) -> bool:
    while start > 0 and text[start - 1] in hexdigits:
        start -= 1
    while end < len(text) and text[end] in hexdigits:
        end += 1
    return end - start >= _HASH_DIGITS


def _names(text: str, where: str, people: People) -> Iterator[Leak]:
    if not people.names:
        return
    words = [(match[0].upper(), match.start(), match.end()) for match in _WORD.finditer(text)]
    for size in people.sizes:
        for first in range(len(words) - size + 1):
            part = words[first : first + size]
            # Words of one name stand beside each other, not in two columns or sentences.
            if tuple(word for word, _, _ in part) in people.names and not re.search(
                r"[^\s.,'\"+%_-]", _between(text, part)
            ):
                yield _leak("name", where, text, part[0][1], part[-1][2])


def _between(text: str, part: list[tuple[str, int, int]]) -> str:
    return "".join(text[end:start] for (_, _, end), (_, start, _) in zip(part, part[1:], strict=False))


def _leak(kind: str, where: str, text: str, start: int, end: int) -> Leak:
    # The report of a leak must not be one.
    around = text[max(0, start - _CONTEXT) : start] + "•" * (end - start) + text[end : end + _CONTEXT]
    return Leak(kind, where, around)


def is_nik(digits: str) -> bool:
    """Whether sixteen digits can be somebody's NIK: a real district, a date of birth, a serial that begins at 1."""
    if len(digits) != 16 or digits[:6] not in real_prefixes() or digits[12:] == "0000":
        return False
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    day -= _WOMAN if day > _WOMAN else 0
    return any(_is_date(century + year, month, day) for century in (1900, 2000))


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


@cache
def real_prefixes() -> frozenset[str]:
    """The first six digits that a NIK can have."""
    with (INCLUDE / "reference" / "districts.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["district_code"].replace(".", "") for row in csv.DictReader(file))


def people_of(cards: Iterable[str], names: Iterable[str]) -> People:
    """The cards and names to look for; a name of one word, or one that is not somebody's alone, is left out."""
    split = (tuple(word.upper() for word in _WORD.findall(name)) for name in names)
    return People(
        frozenset(card for card in cards if re.fullmatch(r"\d{11}", card)),
        frozenset(words for words in split if len(words) >= _NAME_WORDS and sum(map(len, words)) > 6),
    )


def files_below(folder: Path, skip: frozenset[str] = frozenset()) -> Iterator[Path]:
    """Every file below a folder but those in the folders to skip, named as their path there."""
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder).as_posix()
        if path.is_file() and not path.is_symlink() and not any(relative.startswith(f"{s}/") for s in skip):
            yield path
