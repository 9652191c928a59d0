"""Whose list is this? All evidence of one sheet, and what it decides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from padan.area import spelling
from padan.area.mentions import Mention, PlaceLabels, coded, labelled, whole_words
from padan.area.places import Places, VillageMatch

__all__ = ["Decision", "Evidence", "PlaceLabels", "decide"]

_FOLDERS = re.compile(r"[/\\]+")
_SUFFIX = re.compile(r"\.[A-Za-z]{2,4}!?$")


class Evidence(NamedTuple):
    """One thing that names a place.

    origin: 'path', 'title', 'sheet' or 'column'; kind: 'code', 'name', or 'hint' (helps to choose, never
    contradicts); villages: candidates, sorted (one where it is settled); district_code: the district that
    it names by itself.
    """

    origin: str
    kind: str
    villages: tuple[str, ...]
    district_code: str | None


class Decision(NamedTuple):
    """Whose list a sheet (or a whole file) is.

    status: 'decided' (village_code is set); 'several' (only the columns name villages, and more than one: a
        district's list, each row by its own columns); 'unknown' (nothing names a village); 'ambiguous'
        (names fit several villages: candidates); 'contradictory' (two things name different places:
        candidates).
    village_code: the village, when decided.
    district_code: the district, where every candidate is in it or only a district is named.
    candidates: village codes in question, sorted (with 'contradictory' also district codes that fit none of
    them). named_by_code: village codes that stand somewhere as a code, sorted: whom a refusal is told.
    evidence: all of it, in the order path, title, sheet, column.
    """

    status: str
    village_code: str | None
    district_code: str | None
    candidates: tuple[str, ...]
    named_by_code: tuple[str, ...]
    evidence: tuple[Evidence, ...]


def decide(
    places: Places,
    labels: PlaceLabels,
    *,
    path: str = "",
    titles: Sequence[str] = (),
    sheet: str = "",
    columns: Iterable[tuple[str | None, str | None]] = (),
) -> Decision:
    """Collect all evidence of whose list a sheet is, and decide.

    path: path below the month's folder, with folders, zip members and file name.
    titles: the rows above the header, each as one text (cells joined by a space).
    sheet: the sheet's name, '' for text files.
    columns: (village cell, district cell) of each row, blank or None where there is no such column.
    """
    above = [
        *_evidence("path", _in_path(places, labels, path)),
        *_evidence("title", (mention for title in titles for mention in _in_title(places, labels, title))),
        *_evidence("sheet", _in_sheet(places, labels, sheet)),
    ]
    file = _agree(places, above)
    rows = _in_columns(places, columns, file.district)
    evidence = (*above, *rows)
    named_by_code = sorted({code for one in evidence if one.kind == "code" for code in one.villages})
    status, candidates = _conclude(places, file, rows)
    district = _common_district(places, candidates) if candidates else file.district or _only_district(rows)
    return Decision(
        status,
        candidates[0] if status == "decided" else None,
        None if status == "contradictory" else district,
        candidates,
        tuple(named_by_code),
        evidence,
    )


class _Agreement(NamedTuple):
    """What path, titles and sheet name say together.

    conflict: places that contradict each other, sorted; empty where none do.
    candidates: villages that are left, sorted; empty where no village is named.
    firm: whether the candidates come from more than hints, so that the rows may contradict them.
    district: the district, where it is known; firm_district: the same, where it is known by more than hints.
    """

    conflict: tuple[str, ...]
    candidates: tuple[str, ...]
    firm: bool
    district: str | None
    firm_district: str | None


def _evidence(origin: str, mentions: Iterable[Mention]) -> list[Evidence]:
    return [Evidence(origin, *mention) for mention in dict.fromkeys(mentions)]


def _in_path(places: Places, labels: PlaceLabels, path: str) -> Iterator[Mention]:
    parts = [_SUFFIX.sub("", part) for part in _FOLDERS.split(path) if part]
    for part in parts:
        yield from coded(places, part)
        # A village's name alone in a path is no evidence; a district's, with its label, is.
        spaced = part.replace("_", " ").replace("-", " ").replace(".", " ")
        yield from (
            mention for mention in labelled(places, labels, spaced) if mention.district_code is not None
        )
    yield from whole_words(places, parts)


def _in_title(places: Places, labels: PlaceLabels, title: str) -> Iterator[Mention]:
    yield from coded(places, title)
    yield from labelled(places, labels, title)


def _in_sheet(places: Places, labels: PlaceLabels, sheet: str) -> Iterator[Mention]:
    yield from coded(places, sheet)
    named = labelled(places, labels, sheet)
    yield from named
    if not named:
        villages = places.villages_named(spelling.split(sheet))
        if villages:
            yield Mention("hint", villages, None)


def _in_columns(
    places: Places, columns: Iterable[tuple[str | None, str | None]], district: str | None
) -> list[Evidence]:
    """Return one piece of evidence for each different pair of cells that names a place."""
    found = []
    for village_text, district_text in dict.fromkeys(columns):
        match = places.find_village(village_text, district_text)
        if match.code is None and match.district_code is None and district is not None:
            # The rows name no district themselves: the one above them tells villages of one name apart.
            nearer = places.find_village(village_text, district)
            match = nearer if nearer.code is not None else match
        if _contradicts_itself(places, match):
            # Its village and its district do not go together: a fault of that row, no word on whose list it
            # is.
            continue
        is_code = places.village_by_code(village_text) is not None
        if match.candidates or match.district_code is not None:
            found.append(("code" if is_code else "name", match.candidates, match.district_code))
    return [Evidence("column", *one) for one in dict.fromkeys(found)]


def _contradicts_itself(places: Places, match: VillageMatch) -> bool:
    if match.code is not None or match.district_code is None or not match.candidates:
        return False
    return len(match.candidates) > 1 or places.district_of(match.candidates[0]) != match.district_code


def _agree(places: Places, above: list[Evidence]) -> _Agreement:
    """Bring path, titles and sheet name together."""
    firm = [one for one in above if one.kind != "hint"]
    hints = [one for one in above if one.kind == "hint"]
    districts = sorted({one.district_code for one in firm if one.district_code is not None})
    sets = [set(one.villages) for one in firm if one.villages]
    common = set.intersection(*sets) if sets else set()
    if len(districts) == 1:
        common = {code for code in common if places.district_of(code) == districts[0]}
    if len(districts) > 1 or (sets and not common):
        named = {code for one in sets for code in one}
        strangers = set(districts) - {places.district_of(code) for code in named}
        return _Agreement(tuple(sorted(named | strangers)), (), True, None, None)
    district = districts[0] if districts else _only_district(hints)
    found = tuple(sorted(_narrowed(places, common, hints, district)))
    firm_district = districts[0] if districts else None
    return _Agreement((), found, bool(sets), _common_district(places, found) or district, firm_district)


def _narrowed(places: Places, common: set[str], hints: list[Evidence], district: str | None) -> set[str]:
    """Return what hints leave of the candidates: they choose among them, or make some; one always stays."""
    made = not common
    for one in hints:
        if one.villages:
            common = common & set(one.villages) or (set(one.villages) if made else common)
    inside = {code for code in common if district is None or places.district_of(code) == district}
    return inside or (set() if made else common)


def _conclude(places: Places, file: _Agreement, rows: list[Evidence]) -> tuple[str, tuple[str, ...]]:
    """Bring what stands above the rows and the rows' own columns together: status and candidates."""
    if file.conflict:
        return "contradictory", file.conflict
    named = [one.villages for one in rows if one.villages]
    if file.candidates and (file.firm or _possible(places, file.candidates, rows)):
        possible = set(file.candidates)
        for villages in named:
            if not possible & set(villages):
                return "contradictory", tuple(sorted({*file.candidates, *villages}))
            possible &= set(villages)
        if any(_outside(places, one, possible) for one in rows):
            districts = {one.district_code for one in rows if one.district_code is not None}
            return "contradictory", tuple(sorted({*file.candidates, *districts}))
        return ("decided" if len(possible) == 1 else "ambiguous"), tuple(sorted(possible))
    if file.firm_district is not None:
        strangers = _strangers(places, file.firm_district, rows)
        if strangers:
            return "contradictory", tuple(sorted({file.firm_district, *strangers}))
    return _from_columns(named)


def _possible(places: Places, candidates: tuple[str, ...], rows: list[Evidence]) -> bool:
    """Say whether the rows leave something of candidates that only hints made."""
    possible = set(candidates)
    return all(
        possible & set(one.villages) if one.villages else not _outside(places, one, possible) for one in rows
    )


def _from_columns(named: list[tuple[str, ...]]) -> tuple[str, tuple[str, ...]]:
    """Conclude from the rows' columns alone."""
    settled = sorted({villages[0] for villages in named if len(villages) == 1})
    if len(settled) > 1:
        return "several", tuple(settled)
    open_names = [villages for villages in named if len(villages) > 1]
    if settled:
        # The same name without its district in some rows is that village; another name is one more village.
        alike = all(settled[0] in villages for villages in open_names)
        return ("decided" if alike else "several"), (settled[0],)
    if not open_names:
        return "unknown", ()
    return "ambiguous", tuple(sorted({code for villages in open_names for code in villages}))


def _outside(places: Places, row: Evidence, possible: set[str]) -> bool:
    """Say whether a row names only a district, and not the village's."""
    return not row.villages and all(places.district_of(code) != row.district_code for code in possible)


def _strangers(places: Places, district: str, rows: list[Evidence]) -> set[str]:
    """Return the places that the rows name outside the district that stands above them."""
    strangers: set[str] = set()
    for one in rows:
        if not one.villages and one.district_code is not None and one.district_code != district:
            strangers.add(one.district_code)
        if one.villages and all(places.district_of(code) != district for code in one.villages):
            strangers.update(one.villages)
    return strangers


def _only_district(evidence: list[Evidence]) -> str | None:
    districts = {one.district_code for one in evidence if one.district_code is not None}
    return districts.pop() if len(districts) == 1 else None


def _common_district(places: Places, candidates: Sequence[str]) -> str | None:
    districts = {places.district_of(code) for code in candidates if code in places.villages}
    return districts.pop() if len(districts) == 1 else None
