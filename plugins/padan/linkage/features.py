"""What the model compares: one row's name, birth date, sex, place and NIK, each in the form that is compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from padan.identity.names import BARE_M, MUHAMMAD, read_name, spell
from padan.identity.numbers import clean_number, significant_digits
from padan.identity.text import squeeze
from padan.identity.words import load_yaml

WHOLE, CUT, SLIP, FEW = "whole", "cut", "slip", "few"
LENGTH, KEPT_BY_EXCEL = 16, 15
_LOOK_ALIKE = str.maketrans(
    {"O": "0", "Q": "0", "I": "1", "L": "1", "|": "1", "!": "1", "S": "5", "B": "8", "Z": "2"}
)
_DOUBLED = re.compile(r"(.)\1+")
_FEWEST = 4
"""Fewer first digits than these do not even tell the regency."""


class LinkRow(NamedTuple):
    """One row of either side, as `link_left` and `link_right` hold it; dates as 'YYYY-MM-DD'."""

    ref: int
    name: str | None
    name_words: Sequence[str]
    birth_date: str | None
    sex: str | None
    nik_written: str | None
    nik_fault: str | None
    village_code: str | None
    rt: str | None
    rw: str | None


class Features(NamedTuple):
    """One row as the model sees it; None where the row says nothing.

    name_sorted: words for comparing in order of the alphabet; name_words in the order written; name_joined their
    letters without spaces; name_sound the words as they are heard. born, born_swapped: 'YYYYMMDD', the second with
    day and month swapped where that is a date. nik_kind: 'whole', 'cut' (Excel's 15 digits), 'slip' (16 digits once
    a look-alike is read, or one too few or many), 'few' (the first digits only). nik_head: its first 12 digits.
    """

    unique_id: int
    name_sorted: str | None
    name_words: list[str] | None
    name_joined: str | None
    name_sound: str | None
    patronym: str | None
    born: str | None
    born_swapped: str | None
    sex: str | None
    village: str | None
    district: str | None
    rt: str | None
    rw: str | None
    nik_kind: str | None
    nik_digits: str | None
    nik_head: str | None


def features(row: LinkRow) -> Features:
    """Return what the model compares of a row."""
    words, patronym = _words(row.name or "", tuple(row.name_words))
    ordered = sorted(words)
    born = row.birth_date.replace("-", "") if row.birth_date else None
    kind, digits = readable_nik(row.nik_written, row.nik_fault)
    village = row.village_code if row.village_code and "unknown" not in row.village_code else None
    return Features(
        unique_id=row.ref,
        name_sorted=" ".join(ordered) or None,
        name_words=list(words) or None,
        name_joined="".join(words) or None,
        name_sound=" ".join(sorted(map(sound, words))) or None,
        patronym=patronym,
        born=born,
        born_swapped=_swapped(born),
        sex=row.sex or None,
        village=village,
        district=_district(row.village_code),
        rt=_number(row.rt),
        rw=_number(row.rw),
        nik_kind=kind,
        nik_digits=digits,
        nik_head=digits[:12] if digits and kind in (WHOLE, CUT) else None,
    )


@lru_cache(maxsize=131072)
def _words(name: str, given: tuple[str, ...]) -> tuple[tuple[str, ...], str | None]:
    """Return a name's words for comparing, a bare M read as Muhammad, and its patronym as it is spelled."""
    read = read_name(name)
    words = tuple(MUHAMMAD if word == BARE_M else word for word in given or read.words)
    patronym = " ".join(spell(word) for word in read.patronym.split()) if read.patronym else None
    return words, patronym or None


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """Return a spelled word as it is heard (include/reference/words/sounds.yaml)."""
    letters, endings = _sounds()
    plain = word
    for old, new in letters:
        plain = plain.replace(old, new)
    for old, new in endings:
        if plain.endswith(old):
            plain = plain[: -len(old)] + new
    return _DOUBLED.sub(r"\1", plain) or word


@cache
def _sounds() -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    lists = load_yaml("sounds.yaml")
    return tuple(map(tuple, lists["letters"])), tuple(map(tuple, lists["endings"]))


def readable_nik(written: str | None, fault: str | None) -> tuple[str | None, str | None]:
    """Return how much of a NIK can be read, and its digits; (None, None) where it says nothing of the person.

    A number typed to fill the cell, a temporary one and a No KK say nothing. Of a number that Excel cut, the last
    digit is gone; of one printed with an exponent, the last digit shown may be rounded up.
    """
    if not written or fault in _SAYS_NOTHING:
        return None, None
    plain = squeeze(written).upper()
    if fault == "scientific":
        shown = significant_digits(plain) or 0
        digits = re.sub(r"\D", "", plain.split("E")[0])[: max(shown - 1, 0)]
        return (FEW, digits) if len(digits) >= _FEWEST else (None, None)
    digits = clean_number(plain.translate(_LOOK_ALIKE) if fault == "letters" else plain, numeric=False)
    if not digits.isascii() or not digits.isdigit():
        return None, None
    if fault == "excel_cut" and len(digits) == LENGTH:
        return CUT, digits[:KEPT_BY_EXCEL]
    if fault in _ONE_SLIP:
        return (SLIP, digits) if LENGTH - 1 <= len(digits) <= LENGTH + 1 else (None, None)
    return (WHOLE, digits) if len(digits) == LENGTH else (None, None)


_SAYS_NOTHING = frozenset({"empty", "temporary", "repeated_digits", "sequence", "family_card"})
_ONE_SLIP = frozenset(
    {"letters", "missing_digit", "extra_digit", "not_16_digits", "swapped_digits", "impossible_date"}
)


@lru_cache(maxsize=65536)
def _swapped(born: str | None) -> str | None:
    if born is None or born[6:] > "12":
        return None
    return born[:4] + born[6:] + born[4:6]


def _district(village_code: str | None) -> str | None:
    district = village_code[:8] if village_code else ""
    return None if not district or "unknown" in (village_code or "")[:15].split(".")[:3] else district


@lru_cache(maxsize=4096)
def _number(text: str | None) -> str | None:
    return (text.strip().lstrip("0") or None) if text else None
