"""Villages and districts by code and by name, in any usual spelling."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from padan.area import codes, spelling
from padan.identity.text import is_blank
from padan.paths import INCLUDE

REFERENCE = INCLUDE / "reference"
UNKNOWN = "unknown"


class PlacesError(ValueError):
    """The reference data of a regency cannot be used; the message says which file to mend."""


class Village(NamedTuple):
    """One desa or kelurahan: code '32.01.05.2003', district_code '32.01.05', degrees of its centroid (WGS
    84).
    """

    code: str
    name: str
    kind: str
    district_code: str
    district_name: str
    latitude: float
    longitude: float


class VillageMatch(NamedTuple):
    """What a village cell and a district cell name together.

    code: the village; None where it cannot be told.
    candidates: village codes that the words allow, sorted; one where code is set, none where nothing fits.
    district_code: the district, where that can be told (always of the village, where code is set).
    """

    code: str | None
    candidates: tuple[str, ...]
    district_code: str | None


class Places:
    """Every village of one regency, and the lookups. Immutable; lookups are memoised.

    regency: '32.01'. villages: by code. districts: name by code.
    """

    def __init__(self, regency: str, villages: Iterable[Village], bps_districts: Mapping[str, str]) -> None:
        """Index the villages of a regency.

        bps_districts: BPS code of seven digits and BPS name of each district → its Kemendagri code.
        """
        self.regency = regency
        self.villages: Mapping[str, Village] = {village.code: village for village in villages}
        self.districts: Mapping[str, str] = {
            village.district_code: village.district_name for village in self.villages.values()
        }
        self._bps = {code: district for code, district in bps_districts.items() if code.isdigit()}
        names = [(name, code) for code, name in self.districts.items()]
        names += [(name, code) for name, code in bps_districts.items() if not name.isdigit()]
        self._district_names = _Names(names)
        self._village_names = _Names((village.name, village.code) for village in self.villages.values())
        # Bound here, so that each Places forgets with itself.
        self.find_village = lru_cache(maxsize=65536)(self._find_village)
        self.find_district = lru_cache(maxsize=8192)(self._find_district)

    def village_by_code(self, text: str | None) -> str | None:
        """Return the village's code '32.01.05.2003' for it in any punctuation, or None where it is none
        here.
        """
        if text in self.villages:
            return text
        plain = codes.digits(text)
        code = codes.village(plain) if len(plain) == 10 else None
        return code if code in self.villages else None

    def district_by_code(self, text: str | None) -> str | None:
        """Return a district's code '32.01.05' for its Kemendagri or BPS code, or a village's; None if none
        here.
        """
        village = self.village_by_code(text)
        if village is not None:
            return self.villages[village].district_code
        plain = codes.digits(text)
        if len(plain) == 6:
            code = codes.district(plain)
            return code if code in self.districts else None
        return self._bps.get(plain[:7]) if len(plain) in (7, 10) else None

    def district_of(self, code: str) -> str:
        """Return the district's code of a village's code, '...unknown' ones included."""
        return code.rpartition(".")[0]

    def villages_named(self, words: tuple[str, ...], district_code: str | None = None) -> tuple[str, ...]:
        """Return the codes of the villages with that name, in that district or in any; sorted."""
        return self._village_names.find(words, within=district_code)

    def district_named(self, words: tuple[str, ...]) -> str | None:
        """Return the code of the district with that name, or None where none or several fit."""
        found = self._district_names.find(words)
        return found[0] if len(found) == 1 else None

    def _find_district(self, text: str | None) -> str | None:
        """Return the district's code for its code or name in any usual spelling, or None."""
        if text is None or is_blank(text):
            return None
        by_code = self.district_by_code(text)
        if by_code is not None:
            return by_code
        words = spelling.split(text)
        inside = self._code_inside(text)
        if inside is not None:
            return inside.rpartition(".")[0] if inside in self.villages else inside
        named = self.district_named(spelling.without_prefix(words, district=True))
        return named or self.district_named(words)

    def _find_village(self, village_text: str | None, district_text: str | None) -> VillageMatch:
        """Find the village that the two cells name; a name that several villages share needs its district.

        A code in the village's cell counts, unless a name beside it or the district's cell says otherwise.
        A district that is written but is none of the regency's is ignored as a misspelling, unless it is a
        district elsewhere.
        """
        district = self.find_district(district_text)
        if village_text is None or is_blank(village_text):
            return VillageMatch(None, (), district)
        code = self.village_by_code(village_text) or self._village_code_inside(village_text)
        if code is not None:
            named = self._candidates(self._words_beside_code(village_text))
            if named and code not in named:
                return VillageMatch(None, tuple(sorted({code, *named})), district)
            return self._agreed((code,), district, district_text)
        words, district_words = spelling.district_words_inside(spelling.split(village_text))
        if district_words:
            named_inside = self.district_named(district_words)
            if named_inside is not None and district is None and is_blank(district_text):
                district = named_inside
            elif named_inside is not None and named_inside != district:
                return VillageMatch(None, self._candidates(words), None)
        return self._agreed(self._candidates(words), district, district_text, words)

    def resolve_row(self, village_text: str | None, district_text: str | None) -> str:
        """Return the village's code, or '32.01.05.unknown', or '32.01.unknown.unknown' without even a
        district.
        """
        match = self.find_village(village_text, district_text)
        if match.code is not None:
            return match.code
        return f"{match.district_code or f'{self.regency}.{UNKNOWN}'}.{UNKNOWN}"

    def _candidates(self, words: tuple[str, ...], district: str | None = None) -> tuple[str, ...]:
        """Return the villages that the words name; DESA, KEL. and the like before them may be part of the
        name.
        """
        return self.villages_named(words, district) or self.villages_named(
            spelling.without_prefix(words, district=False), district
        )

    def _agreed(
        self,
        candidates: tuple[str, ...],
        district: str | None,
        district_text: str | None,
        words: tuple[str, ...] = (),
    ) -> VillageMatch:
        """Narrow candidates by the district, and say what is left."""
        if district is None:
            elsewhere = district_text is not None and _is_district_elsewhere(district_text, self.regency)
            if len(candidates) == 1 and not elsewhere:
                return VillageMatch(candidates[0], candidates, self.district_of(candidates[0]))
            return VillageMatch(None, candidates, None)
        inside = tuple(code for code in candidates if self.district_of(code) == district)
        if not inside and words:
            inside = self._candidates(words, district)
        if len(inside) == 1:
            return VillageMatch(inside[0], inside, district)
        return VillageMatch(None, inside or candidates, district)

    def _code_inside(self, text: str) -> str | None:
        """Return the one code, of a village or district, that stands inside a cell ('32.01.05 - Babakan
        Madang').
        """
        found = sorted(set(self.codes_in(text)))
        return found[0] if len(found) == 1 else None

    def _village_code_inside(self, text: str) -> str | None:
        code = self._code_inside(text)
        return code if code in self.villages else None

    def _words_beside_code(self, text: str) -> tuple[str, ...]:
        return spelling.split(codes.finder(self.regency).sub(" ", text))

    def codes_in(self, text: str) -> Iterator[str]:
        """Yield the code of every village or district that stands in a text as a code, in order."""
        for match in codes.finder(self.regency).finditer(text):
            plain = codes.digits(match[0])
            village = codes.village(plain)
            district = self.district_by_code(plain)
            if len(plain) == 10 and village in self.villages:
                yield village
            elif district is not None:
                yield district


class _Names:
    """Names of places → codes, by spelling; by loose spelling where the plain one is nowhere."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        plain: dict[str, set[str]] = defaultdict(set)
        loose: dict[str, set[str]] = defaultdict(set)
        for name, code in named:
            key = spelling.key(spelling.split(name))
            plain[key].add(code)
            loose[spelling.loose(key)].add(code)
        self._plain = {key: tuple(sorted(found)) for key, found in plain.items()}
        self._loose = {key: tuple(sorted(found)) for key, found in loose.items()}

    def find(self, words: tuple[str, ...], within: str | None = None) -> tuple[str, ...]:
        """Return the codes of a name, sorted; `within` keeps those of one district."""
        key = spelling.key(words)
        found = _inside(self._plain.get(key, ()), within)
        return found or _inside(self._loose.get(spelling.loose(key), ()), within)


def _inside(found: tuple[str, ...], within: str | None) -> tuple[str, ...]:
    return found if within is None else tuple(code for code in found if code.startswith(within + "."))


@cache
def load_places(regency: str) -> Places:
    """Load the villages and districts of a regency ('32.01') from include/reference; once a process."""
    villages: list[Village] = []
    bps: dict[str, str] = {}
    rows = _rows("villages.csv")
    columns = next(rows)
    for cells in rows:
        row = dict(zip(columns, cells, strict=True))
        if row["village_code"].startswith(regency + "."):
            villages.append(_village(row))
            bps[row["bps_district_code"]] = bps[row["bps_district_name"]] = row["district_code"]
    if not villages:
        raise PlacesError(f"include/reference/villages.csv has no village of {regency}: add them there")
    return Places(regency, villages, bps)


@cache
def load_district_codes() -> frozenset[str]:
    """Return the six-digit codes of every kecamatan of Indonesia, for `read_nik`."""
    return frozenset(code.replace(".", "") for code, _, _ in _districts())


@cache
def _districts() -> tuple[tuple[str, str, str], ...]:
    """Return code, name and regency's code of every kecamatan of Indonesia."""
    rows = _rows("districts.csv")
    header = next(rows)
    code, name, regency = map(header.index, ("district_code", "district_name", "regency_code"))
    return tuple((row[code], row[name], row[regency]) for row in rows)


@cache
def _districts_elsewhere(regency: str) -> frozenset[str]:
    names = (name for _, name, there in _districts() if there != regency)
    return frozenset(spelling.key(spelling.split(name)) for name in names)


def _is_district_elsewhere(text: str, regency: str) -> bool:
    words = spelling.without_prefix(spelling.split(text), district=True)
    return spelling.key(words) in _districts_elsewhere(regency)


def _village(row: Mapping[str, str]) -> Village:
    return Village(
        row["village_code"],
        row["village_name"],
        row["village_type"],
        row["district_code"],
        row["district_name"],
        float(row["latitude"]),
        float(row["longitude"]),
    )


def _rows(name: str, folder: Path = REFERENCE) -> Iterator[list[str]]:
    try:
        with (folder / name).open(encoding="utf-8", newline="") as stream:
            yield from csv.reader(stream)
    except OSError as error:
        raise PlacesError(f"include/reference/{name} cannot be read; restore it") from error
