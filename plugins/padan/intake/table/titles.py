"""What stands above a table and in a file's name: the month, the group, the funder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import PurePosixPath

from padan.contracts import Contract
from padan.contracts.headers import normalise
from padan.identity.dates import read_period
from padan.identity.months import read_month_near
from padan.identity.words import words as word_lists
from padan.intake.cells import is_blank, squeeze

_SEPARATORS = re.compile(r"[_+.]+")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_Spellings = tuple[tuple[str, tuple[str, ...]], ...]


def title_lines(rows: Sequence[list[str]]) -> list[str]:
    """Each row above the head as one text, its filled cells joined by a space; blank rows left out."""
    lines = (" ".join(squeeze(cell) for cell in cells if not is_blank(cell)) for cells in rows)
    return [line for line in lines if line]


def declared_periods(
    contract: Contract, titles: Sequence[str], path: str, near: str | None = None
) -> list[tuple[str, str]]:
    """Months that the titles and the file's name declare: ('YYYY-MM', where it was found), in that order.

    In titles only lines with a label for the month count: a letter's date is not the list's month. A month
    right behind its label needs no year where `near`, the month it was sent for, is known.
    """
    found = []
    for line in titles:
        if _has_label(contract, "period", line):
            period = read_period(line) or _roman_period(contract, line) or _month_alone(contract, line, near)
            if period:
                found.append((period, line))
    name = PurePosixPath(path).name
    period = read_period(in_words(PurePosixPath(path).stem))
    if period:
        found.append((period, name))
    return found


def _roman_period(contract: Contract, line: str) -> str | None:
    """BULAN : XII/2025 → '2025-12'. Right behind its label only: letters are numbered so, by their own month."""
    text = normalise(line)
    for spelling in contract.words["title_labels"]["period"]:
        match = re.search(rf"\b{re.escape(normalise(spelling))} {_roman_month()}", text)
        if match:
            return f"{match[2]}-{_ROMAN.index(match[1]) + 1:02}"
    return None


@cache
def _roman_month() -> str:
    """A month's Roman number and its year, with a word such as TAHUN between them."""
    years = "|".join(re.escape(normalise(word)) for word in word_lists().year_words)
    return rf"({'|'.join(_ROMAN)}) (?:(?:{years}) )?((?:19|20)\d\d)\b"


def _month_alone(contract: Contract, line: str, near: str | None) -> str | None:
    """BULAN : DESEMBER → the December nearest to the month that the list was sent for."""
    text = normalise(line)
    for spelling in contract.words["title_labels"]["period"]:
        _, label, rest = text.partition(f"{normalise(spelling)} ")
        period = read_month_near(rest, near) if near and label else None
        if period:
            return period
    return None


def in_words(file_name: str) -> str:
    """A file's name with its separators as spaces: 'peserta_januari_2026' → 'peserta januari 2026'."""
    return _SEPARATORS.sub(" ", file_name)


def _has_label(contract: Contract, label: str, line: str) -> bool:
    padded = f" {normalise(line)} "
    return any(f" {normalise(spelling)} " in padded for spelling in contract.words["title_labels"][label])


def told_word(contract: Contract, field: str, sheet: str, titles: Sequence[str]) -> tuple[str, str] | None:
    """Group or funder that the sheet's name, else a title line tells: (canonical word, 'sheet' or 'title').

    Two words in the same place tell nothing.
    """
    in_sheet = _within(contract, field, sheet)
    if in_sheet:
        return (in_sheet, "sheet")
    labelled = {word for line in titles for word in [_labelled(contract, field, line)] if word}
    if len(labelled) == 1:
        return (labelled.pop(), "title")
    within = {word for line in titles for word in [_within(contract, field, line)] if word}
    return (within.pop(), "title") if len(within) == 1 and not labelled else None


def _labelled(contract: Contract, field: str, line: str) -> str | None:
    """SUMBER DANA : APBD KAB → 'apbd_kabupaten'."""
    text = normalise(line)
    for spelling in contract.words["title_labels"].get(field, ()):
        label = normalise(spelling)
        if text.startswith(label + " "):
            word = contract.word(field, text[len(label) :])
            if word:
                return word
    return None


def _within(contract: Contract, field: str, line: str) -> str | None:
    """The one word in a line. Short spellings (DESA, KAB) stand in every letterhead and tell nothing."""
    padded = f" {normalise(line)} "
    words, in_titles = contract.words[field], contract.words.get(f"{field}_in_titles", {})
    telling = _telling(tuple(words.items()), tuple(in_titles.items()))
    found = {canonical for canonical, spelling in telling if spelling in padded}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=32)
def _telling(words: _Spellings, in_titles: _Spellings) -> tuple[tuple[str, str], ...]:
    """Canonical words with the phrases, between spaces, that tell them within a longer text."""
    phrases = {
        (canonical, normalise(spelling))
        for canonical, spellings in words
        for spelling in (canonical, *spellings)
        if spelling == canonical or " " in normalise(spelling)
    }
    phrases |= {
        (canonical, normalise(spelling)) for canonical, spellings in in_titles for spelling in spellings
    }
    return tuple(sorted((canonical, f" {phrase} ") for canonical, phrase in phrases))
