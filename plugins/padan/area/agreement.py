"""What path, titles and sheet name say together of whose list it is, before a row is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from padan.area.places import Places


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


class Agreement(NamedTuple):
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


def agree(places: Places, above: list[Evidence]) -> Agreement:
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
        return Agreement(tuple(sorted(named | strangers)), (), True, None, None)
    district = districts[0] if districts else only_district(hints)
    found = tuple(sorted(_narrowed(places, common, hints, district)))
    firm_district = districts[0] if districts else None
    return Agreement((), found, bool(sets), common_district(places, found) or district, firm_district)


def _narrowed(places: Places, common: set[str], hints: list[Evidence], district: str | None) -> set[str]:
    """Return what hints leave of the candidates: they choose among them, or make some; one always stays."""
    made = not common
    for one in hints:
        if one.villages:
            common = common & set(one.villages) or (set(one.villages) if made else common)
    inside = {code for code in common if district is None or places.district_of(code) == district}
    return inside or (set() if made else common)


def only_district(evidence: list[Evidence]) -> str | None:
    """Return the district that the evidence names, where it is one."""
    districts = {one.district_code for one in evidence if one.district_code is not None}
    return districts.pop() if len(districts) == 1 else None


def common_district(places: Places, candidates: Sequence[str]) -> str | None:
    """Return the district of all candidates, where they lie in one."""
    districts = {places.district_of(code) for code in candidates if code in places.villages}
    return districts.pop() if len(districts) == 1 else None
