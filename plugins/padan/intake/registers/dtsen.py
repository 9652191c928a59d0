"""DTSEN v3 → the registry's record. Members and families are two files, joined on the No KK when they are loaded.

The family file alone holds desil and domicile, so a member's row leaves both open.
"""

from __future__ import annotations

from padan.identity.nik import read_family_card
from padan.identity.sex import read_sex
from padan.intake.cells import is_blank, is_number, squeeze
from padan.intake.header import Header
from padan.intake.records import ReadingTools
from padan.intake.registers.record import MINOR, Cells, Memo, Row, plain, written_name
from padan.intake.table.columns import picker
from padan.intake.table.furniture import Furniture

_CODES = ("province_code", "regency_code", "district_code", "village_code")
_MEMBER = ("nik", "name", "family_ref", "birth_date", "sex", "occupation", "family_relation", "age")
_FAMILY = ("family_ref", "desil", "desil_province", "desil_regency", "village", "district")
_VILLAGE_DIGITS = 10
_BPS_DISTRICT = 3
Place = tuple[str | None, ...]


class MemberReader:
    """Types the rows of a file of members into staging.registry_row."""

    def __init__(self, member: str, sheet: str, header: Header, tools: ReadingTools) -> None:
        """Looks up what is asked for every row."""
        self._address = (member, sheet)
        self._furniture = Furniture(tools.contract, header)
        self._pick = picker(header, _MEMBER + _CODES)
        self._cells = Cells(tools)
        self._places: Memo[Place, str | None] = Memo(lambda place: village_of(place, None, None, tools))

    def values(self, row_number: int, cells: list[str]) -> Row | str:
        """One row of staging.registry_row, or the kind of furniture: 'minor' for a person under age."""
        picked = self._pick(cells)
        (nik_cell, name, family, birth_cell, sex, occupation, relation, age) = picked[: len(_MEMBER)]
        if nik_cell is None or name is None:
            kind = self._furniture.kind(cells)
            if kind is not None:
                return kind
        read = self._cells
        birth, nik = read.birth[birth_cell], read.nik(nik_cell)
        if read.is_minor(birth, nik, age):
            return MINOR
        person = nik.digits or (squeeze(nik_cell) if nik_cell else None)
        return (
            (*self._address, row_number, person, family_number(family), nik_cell, nik.digits, nik.fault)
            + (None, written_name(name), birth_cell, birth, read_sex(sex))
            + (None, self._places[picked[len(_MEMBER) :]], None, occupation, relation)
        )


class FamilyReader:
    """Types the rows of a file of families into staging.registry_family."""

    def __init__(self, member: str, sheet: str, header: Header, tools: ReadingTools) -> None:
        """Looks up what is asked for every row."""
        self._address = (member, sheet)
        self._pick = picker(header, _FAMILY + _CODES)
        self._desil = Cells(tools).desil
        self._places: Memo[Place, str | None] = Memo(
            lambda place: village_of(place[2:], place[0], place[1], tools)
        )

    def values(self, row_number: int, cells: list[str]) -> Row | str:
        """One row of staging.registry_family, or the kind of furniture."""
        picked = self._pick(cells)
        family, *desils = picked[:4]
        if family is None:
            return "blank" if all(is_blank(cell) for cell in cells) else "note"
        number = read_family_card(family, numeric=is_number(family))
        read = [self._desil[desil] for desil in desils]
        return (*self._address, row_number, number, self._places[picked[4:]], *read)


def family_number(cell: str | None) -> str | None:
    """The No KK: its 16 digits, or as written where there are not 16, so that no family is found by it."""
    if cell is None:
        return None
    return read_family_card(cell, numeric=is_number(cell)) or squeeze(cell)


def village_of(codes: Place, village: str | None, district: str | None, tools: ReadingTools) -> str | None:
    """The village of code cells and names: None where all are blank, '...unknown' where they tell none.

    A code that contradicts the name beside it (BPS codes look like Kemendagri's) is left aside.
    """
    code = whole_code([plain(cell) for cell in codes])
    if code is None and village is None and district is None:
        return None
    places = tools.places
    if code and village:
        found = places.find_village(f"{code} {village}", district).code
        return found or places.resolve_row(village, district or code)
    known = places.village_by_code(code) if code else None
    return known or places.resolve_row(village, district or code)


def whole_code(parts: list[str | None]) -> str | None:
    """Ten digits out of the codes of province, regency, district and village, each whole or its own part only."""
    province, regency, district, village = ("".join(filter(str.isdigit, part or "")) for part in parts)
    if not village or len(village) >= _VILLAGE_DIGITS:
        return village or (district if len(district) > _BPS_DISTRICT else None)
    if len(district) > _BPS_DISTRICT:
        start = district
    else:
        above = regency if len(regency) > 2 else province.zfill(2) + regency.zfill(2)
        start = above + district.zfill(2)
    return start + village.zfill(_VILLAGE_DIGITS - len(start))
