"""RT and RW, the neighbourhood units of an address, as lists write them in one cell or two."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from padan.identity.text import is_blank, squeeze

_BOTH_LABELLED = re.compile(
    r"R\.?\s*(T|W)\.?\s*[:.]?\s*(\d{1,3})[-/., ]*R\.?\s*(T|W)\.?\s*[:.]?\s*(\d{1,3})[.,]?", re.I
)
_RW_ALONE = re.compile(r"R\.?\s*W\.?\s*[:.]?\s*(\d{1,3})[.,]?", re.I)
_LABELS = re.compile(r"(?<![A-Z])R\.?\s*[TW](?![A-Z])\.?", re.I)
_TWO_NUMBERS = re.compile(r"\(?(\d{1,3})\s*[-/.,\\|: ]+\s*(\d{1,3})\)?[.,]?")
_ONE_NUMBER = re.compile(r"\(?(\d{1,3})(?:[.,]0)?\)?[.,]?")
_GLUED = {4: 2, 6: 3}
"""Digits written without anything between: how many of them are the RT."""


class RtRw(NamedTuple):
    """RT and RW as read: digits as they were written, leading noughts kept; None where nothing is there.

    A cell that holds something else stays as it was written, in `rt`: a rule tells its sender.
    """

    rt: str | None
    rw: str | None


def read_rt_rw(rt: str | None, rw: str | None, both: str | None) -> RtRw:
    """Read the cells of RT and RW, or the one cell that holds both.

    A cell that Excel turned into a date (2026-02-01 for 01/02) is not turned back: which of its numbers was
    the RT depends on the language of that Excel.
    """
    if rt is None and rw is None:
        return _read_both(both) if both else _NOTHING
    if rt and not rw:
        # One column RT that holds both: 'RT 01 RW 02', '01/02'.
        found = _read_both(rt)
        return found if found.rw is not None else RtRw(_one(rt), None)
    return RtRw(_one(rt), _one(rw))


_NOTHING = RtRw(None, None)


@lru_cache(maxsize=16384)
def _read_both(cell: str) -> RtRw:
    if is_blank(cell):
        return _NOTHING
    plain = squeeze(cell).strip(" '")
    labelled = _BOTH_LABELLED.fullmatch(plain)
    if labelled is not None:
        if labelled[1].upper() == labelled[3].upper():
            return RtRw(cell, None)
        pair = (labelled[2], labelled[4])
        return RtRw(*(pair if labelled[1].upper() == "T" else reversed(pair)))
    alone = _RW_ALONE.fullmatch(plain)
    if alone is not None:
        return RtRw(None, alone[1])
    bare = _LABELS.sub("", plain).strip(" /:.,-'")
    one = _ONE_NUMBER.fullmatch(bare)
    if one is not None:
        return RtRw(one[1], None)
    two = _TWO_NUMBERS.fullmatch(bare)
    if two is not None:
        return RtRw(two[1], two[2])
    if bare.isascii() and bare.isdigit() and len(bare) in _GLUED:
        return RtRw(bare[: _GLUED[len(bare)]], bare[_GLUED[len(bare)] :])
    return RtRw(cell, None)


@lru_cache(maxsize=4096)
def _one(cell: str | None) -> str | None:
    """Return the number of one unit, else the cell as it was written; None where it says nothing."""
    if cell is None or is_blank(cell):
        return None
    plain = _LABELS.sub("", squeeze(cell)).strip(" /:.,-'")
    match = _ONE_NUMBER.fullmatch(plain)
    return match[1] if match is not None else cell
