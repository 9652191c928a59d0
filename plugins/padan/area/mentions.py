"""Where a text names places: codes, names after a label (DESA : X), and names that are whole words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from padan.area import spelling
from padan.area.places import Places
from padan.identity.text import squeeze, without_accents

_LONGEST_NAME = 4
_WORD = re.compile(r"[0-9A-Z]+")
_END_OF_NAME = re.compile(r"[,;:()|\[\]/]")


class PlaceLabels(NamedTuple):
    """Words that stand before a place's name or code in title rows, in any spelling, from the contract.

    village: ('DESA', 'KELURAHAN', 'DESA/KELURAHAN', ...); district: ('KECAMATAN', 'KEC', ...).
    hamlet: ('DUSUN', 'KP', ...): what they stand before is no village's name, though it may be spelt as one.
    """

    village: tuple[str, ...]
    district: tuple[str, ...]
    hamlet: tuple[str, ...] = ()


class Mention(NamedTuple):
    """A place that a text names: village candidates, or one district; by code, by name, or by a hint that
    only helps.

    A hint is a name without a label where another thing may be meant (a dusun is often called as some
    village).
    """

    kind: str
    villages: tuple[str, ...]
    district_code: str | None


class _Span(NamedTuple):
    start: int
    end: int
    villages: tuple[str, ...]
    district_code: str | None


def coded(places: Places, text: str) -> list[Mention]:
    """Return the places that stand in a text as codes."""
    found = []
    for code in dict.fromkeys(places.codes_in(squeeze(text))):
        is_village = code in places.villages
        found.append(
            Mention("code", (code,) if is_village else (), places.district_of(code) if is_village else code)
        )
    return found


def labelled(places: Places, labels: PlaceLabels, text: str) -> list[Mention]:
    """Return the places that a text names after a label: 'DESA : PABUARAN  KECAMATAN : BOJONGGEDE'.

    The name must end where the text does, at punctuation, at another label, or at a word that ends a name: of
    'DESA SUKAMAJU BARU', which is no village here, Sukamaju is not taken.
    """
    words, closed = _words_and_ends(text)
    known = _label_words(labels)
    found = []
    for place in range(len(words)):
        label = _label_at(words, place, known)
        if label is None:
            continue
        start, is_district = place + len(label), (label in known.district)
        for end in range(min(len(words), start + _LONGEST_NAME), start, -1):
            if any(closed[at] for at in range(start, end - 1)) or not _ends_at(words, closed, end, known):
                continue
            mention = _named(places, words[start:end], is_district)
            if mention is not None:
                found.append(mention)
                break
    return found


def whole_words(places: Places, labels: PlaceLabels, parts: list[str]) -> list[Mention]:
    """Return the village that a path names by its own name and its district's, both whole words of it.

    Nothing where that does not give exactly one village. A district's name that is a whole folder's is a
    hint.
    """
    known = _label_words(labels)
    spans = [span for part in parts for span in _names_in(places, spelling.split(part), known)]
    villages = {
        code
        for place, span in enumerate(spans)
        for other_place, other in enumerate(spans)
        # A name that is a district's too is the village only below its district: 'CIBINONG/CIBINONG.xlsx'.
        if (other_place < place if span.district_code is not None else place != other_place)
        and other.district_code is not None
        for code in span.villages
        if places.district_of(code) == other.district_code
    }
    if len(villages) == 1:
        code = villages.pop()
        return [Mention("name", (code,), places.district_of(code))]
    named = (places.district_named(spelling.split(part)) for part in parts)
    return [Mention("hint", (), district) for district in dict.fromkeys(named) if district is not None]


def loosely_named(places: Places, labels: PlaceLabels, parts: list[str]) -> set[str]:
    """Return the villages whose names stand in parts of a path, or a sheet's name, as whole words: no evidence by
    itself, but a reason to doubt that the list is another village's. A hamlet's name is none: 'DUSUN CICADAS'.
    """
    known = _label_words(labels)
    return {
        code
        for part in parts
        for span in _names_in(places, spelling.split(part), known)
        for code in span.villages
    }


def _names_in(places: Places, words: tuple[str, ...], known: _Labels) -> Iterator[_Span]:
    """Yield the longest names of places in a text, from left to right; not those behind a hamlet's label."""
    place = 0
    while place < len(words):
        for end in range(min(len(words), place + _LONGEST_NAME), place, -1):
            name = words[place:end]
            villages, district = places.villages_named(name), places.district_named(name)
            if villages or district is not None:
                label = _label_before(words[:place], known)
                if label in known.district and district is not None:
                    villages = ()
                elif label is not None and villages:
                    district = None
                if not any(words[:place][-len(hamlet) :] == hamlet for hamlet in known.hamlet):
                    yield _Span(place, end, villages, district)
                place = end
                break
        else:
            place += 1


def _label_before(words: tuple[str, ...], known: _Labels) -> tuple[str, ...] | None:
    """Return the longest label that the words end with."""
    labels = (label for labels in known.by_first.values() for label in labels)
    return max((label for label in labels if words[-len(label) :] == label), key=len, default=None)


def _named(places: Places, name: tuple[str, ...], is_district: bool) -> Mention | None:
    if is_district:
        district = places.district_named(name)
        return None if district is None else Mention("name", (), district)
    villages = places.villages_named(name)
    return Mention("name", villages, None) if villages else None


def _words_and_ends(text: str) -> tuple[tuple[str, ...], list[bool]]:
    """Return the words of a text, and for each whether punctuation that ends a name follows it."""
    plain = without_accents(squeeze(text)).upper()
    matches = list(_WORD.finditer(plain))
    ends = [*(match.start() for match in matches[1:]), len(plain)][: len(matches)]
    closed = [
        _END_OF_NAME.search(plain, match.end(), end) is not None
        for match, end in zip(matches, ends, strict=True)
    ]
    return tuple(match[0] for match in matches), closed


class _Labels(NamedTuple):
    """Labels as words: by their first word, the longest first; those of them that are a district's; a hamlet's."""

    by_first: dict[str, tuple[tuple[str, ...], ...]]
    district: frozenset[tuple[str, ...]]
    hamlet: frozenset[tuple[str, ...]]


@lru_cache(maxsize=16)
def _label_words(labels: PlaceLabels) -> _Labels:
    district = {spelling.split(label) for label in labels.district} | set(spelling.prefixes(district=True))
    village = {spelling.split(label) for label in labels.village} | set(spelling.prefixes(district=False))
    every = sorted((district | village) - {()}, key=lambda label: (-len(label), label))
    firsts = {label[0] for label in every}
    by_first = {first: tuple(label for label in every if label[0] == first) for first in firsts}
    hamlet = {spelling.split(label) for label in labels.hamlet} - {()}
    return _Labels(by_first, frozenset(district), frozenset(hamlet))


def _label_at(words: tuple[str, ...], place: int, known: _Labels) -> tuple[str, ...] | None:
    for label in known.by_first.get(words[place], ()):
        if words[place : place + len(label)] == label:
            return label
    return None


def _ends_at(words: tuple[str, ...], closed: list[bool], end: int, known: _Labels) -> bool:
    if end == len(words) or closed[end - 1] or spelling.ends_a_name(words[end]):
        return True
    return _label_at(words, end, known) is not None
