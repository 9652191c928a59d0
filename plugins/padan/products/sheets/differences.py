"""What differs between two records, old → new, letter by letter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

Marked = tuple[tuple[str, bool], ...]
"""Pieces of a text, each with whether it stands out. No piece is empty."""

_ARROW = " → "
_BETWEEN = "; "
_NOTHING = "–"


def changed(fields: Sequence[tuple[str, str, str]]) -> Marked:
    """Several fields as one text: 'nama: SITI → SITTI; jenis kelamin: L → P', the letters that differ marked.

    Args:
        fields: (label, old, new) of each field that differs; a value that is not told is ''.
    """
    pieces: list[tuple[str, bool]] = []
    for label, old, new in fields:
        pieces.append((_BETWEEN if pieces else "", False))
        pieces.append((f"{label}: ", False))
        before, after = _marked(old or _NOTHING, new or _NOTHING)
        pieces += [*before, (_ARROW, False), *after]
    return _joined(pieces)


def _marked(old: str, new: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    before: list[tuple[str, bool]] = []
    after: list[tuple[str, bool]] = []
    # Capitals are no difference to anybody; a letter whose small form is two letters is compared as it is.
    one, other = old.lower(), new.lower()
    if (len(one), len(other)) != (len(old), len(new)):
        one, other = old, new
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        before.append((old[i1:i2], kind != "equal"))
        after.append((new[j1:j2], kind != "equal"))
    return before, after


def _joined(pieces: Iterable[tuple[str, bool]]) -> Marked:
    """The same text in as few pieces as it has."""
    joined: list[tuple[str, bool]] = []
    for text, stands_out in pieces:
        if text and joined and joined[-1][1] == stands_out:
            joined[-1] = (joined[-1][0] + text, stands_out)
        elif text:
            joined.append((text, stands_out))
    return tuple(joined)
