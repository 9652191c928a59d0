"""Whose list is this? All evidence of one sheet, and what it decides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from padan.area import spelling
from padan.area.agreement import Agreement, Evidence, agree, common_district, only_district
from padan.area.mentions import Mention, PlaceLabels, coded, labelled, loosely_named, whole_words
from padan.area.places import Places, VillageMatch

__all__ = ["Decision", "Evidence", "PlaceLabels", "decide", "parts_of"]

_FOLDERS = re.compile(r"[/\\]+")
_SUFFIX = re.compile(r"\.[A-Za-z]{2,4}!?$")


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

    @property
    def by_hint(self) -> bool:
        """Whether nothing but a sheet's name decided which village it is: it may as well be a hamlet's."""
        return self.status == "decided" and not any(
            one.villages for one in self.evidence if one.kind != "hint"
        )

    @property
    def certain_district(self) -> str | None:
        """The district, unless it is only that of villages that a sheet's name hints at."""
        firm = [one for one in self.evidence if one.kind != "hint"]
        hinted = bool(self.candidates) and not any(one.villages for one in firm)
        return only_district(firm) if hinted else self.district_code


def decide(
    places: Places,
    labels: PlaceLabels,
    *,
    path: str = "",
    titles: Sequence[str] = (),
    sheet: str = "",
    columns: Iterable[tuple[str | None, str | None]] = (),
    dissent_share: float = 0.0,
) -> Decision:
    """Collect all evidence of whose list a sheet is, and decide.

    path: path below the month's folder, with folders, zip members and file name.
    titles: the rows above the header, each as one text (cells joined by a space).
    sheet: the sheet's name, '' for text files.
    columns: (village cell, district cell) of each row, blank or None where there is no such column.
    dissent_share: share of the rows, among those that name a place, up to which rows that name another one
        than path, title or sheet are a matter of those rows (a typing error, an old address) and not of the
        list.
    """
    above = [
        *_evidence("path", _in_path(places, labels, path)),
        *_evidence("title", (mention for title in titles for mention in _in_title(places, labels, title))),
        *_evidence("sheet", _in_sheet(places, labels, sheet)),
    ]
    file = agree(places, above)
    if hint := _nearby(places, labels, sheet, file):
        above.append(hint)
        file = agree(places, above)
    counted = _in_columns(places, columns, file.district)
    evidence = (*above, *counted)
    rows = _without_dissent(places, file, counted, dissent_share)
    named_by_code = sorted({code for one in evidence if one.kind == "code" for code in one.villages})
    status, candidates = _conclude(places, file, rows)
    district = common_district(places, candidates) if candidates else file.district or only_district(rows)
    return Decision(
        status,
        candidates[0] if status == "decided" else None,
        None if status == "contradictory" else district,
        candidates,
        tuple(named_by_code),
        evidence,
    )


def _evidence(origin: str, mentions: Iterable[Mention]) -> list[Evidence]:
    return [Evidence(origin, *mention) for mention in dict.fromkeys(mentions)]


def parts_of(path: str) -> list[str]:
    """Return the folders and the file's name of a path, without suffixes."""
    return [_SUFFIX.sub("", part) for part in _FOLDERS.split(path) if part]


def _in_path(places: Places, labels: PlaceLabels, path: str) -> Iterator[Mention]:
    parts = parts_of(path)
    for part in parts:
        yield from coded(places, part)
        # A village's name alone in a path is no evidence; a district's, with its label, is.
        spaced = part.replace("_", " ").replace("-", " ").replace(".", " ")
        yield from (
            mention for mention in labelled(places, labels, spaced) if mention.district_code is not None
        )
    yield from whole_words(places, labels, parts)


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


def _nearby(places: Places, labels: PlaceLabels, sheet: str, file: Agreement) -> Evidence | None:
    """Return the one village of a district known for certain whose name stands in a sheet's: 'Rekap Cicadas'."""
    if file.conflict or file.candidates or file.firm_district is None:
        return None
    named = loosely_named(places, labels, [sheet])
    inside = [code for code in named if places.district_of(code) == file.firm_district]
    return Evidence("sheet", "hint", (inside[0],), None) if len(inside) == 1 else None


def _in_columns(
    places: Places, columns: Iterable[tuple[str | None, str | None]], district: str | None
) -> dict[Evidence, int]:
    """Return one piece of evidence for each different pair of cells that names a place, with its rows."""
    found: Counter[Evidence] = Counter()
    for (village_text, district_text), rows in Counter(columns).items():
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
            kind = "code" if is_code else "name"
            found[Evidence("column", kind, match.candidates, match.district_code)] += rows
    return dict(found)


def _without_dissent(
    places: Places, file: Agreement, rows: dict[Evidence, int], share: float
) -> list[Evidence]:
    """Return the rows' evidence without the few that name another place than what stands above all of them."""
    if file.firm and file.candidates:
        possible = set(file.candidates)
        against = [
            one
            for one in rows
            if (not possible & set(one.villages) if one.villages else _outside(places, one, possible))
        ]
    elif file.firm_district is not None:
        district = file.firm_district
        against = [one for one in rows if _strangers(places, district, [one])]
    else:
        against = []
    if sum(rows[one] for one in against) > share * sum(rows.values()):
        against = []
    return [one for one in rows if one not in against]


def _contradicts_itself(places: Places, match: VillageMatch) -> bool:
    if match.code is not None or match.district_code is None or not match.candidates:
        return False
    return len(match.candidates) > 1 or places.district_of(match.candidates[0]) != match.district_code


def _conclude(places: Places, file: Agreement, rows: list[Evidence]) -> tuple[str, tuple[str, ...]]:
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
