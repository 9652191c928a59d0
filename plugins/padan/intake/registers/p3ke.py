"""P3KE individu → the registry's record: one row a person, with everything in it."""

from __future__ import annotations

from padan.identity.sex import read_sex
from padan.intake.header import Header
from padan.intake.records import ReadingTools
from padan.intake.registers.record import MINOR, Cells, Memo, Row, plain, written_name
from padan.intake.table.columns import picker
from padan.intake.table.furniture import Furniture

_FIELDS = (
    ("nik", "name", "birth_date", "sex", "village_code", "village", "district", "person_ref", "family_ref")
    + ("dukcapil_matched", "desil", "occupation", "family_relation", "age")
    + ("age_below_7", "age_7_12", "age_13_15")
)  # fmt: skip
Place = tuple[str | None, str | None, str | None]


class P3keReader:
    """Types the rows of one sheet into staging.registry_row."""

    def __init__(self, member: str, sheet: str, header: Header, tools: ReadingTools) -> None:
        """Looks up what is asked for every row."""
        self._address = (member, sheet)
        self._furniture = Furniture(tools.contract, header)
        self._pick = picker(header, _FIELDS)
        self._cells = Cells(tools)
        self._places: Memo[Place, str] = Memo(lambda place: _village(place, tools))

    def values(self, row_number: int, cells: list[str]) -> Row | str:
        """One row of staging.registry_row, or the kind of furniture: 'minor' for a person under age."""
        picked = self._pick(cells)
        (nik_cell, name, birth_cell, sex, code, village, district, person, family, matched) = picked[:10]
        (desil, occupation, relation, age, *young) = picked[10:]
        if nik_cell is None or name is None:
            kind = self._furniture.kind(cells)
            if kind is not None:
                return kind
        read = self._cells
        birth, nik = read.birth[birth_cell], read.nik(nik_cell)
        if read.is_minor(birth, nik, age) or (
            birth is None and self._is_young(young, nik.birth_date is None)
        ):
            return MINOR
        return (
            (*self._address, row_number, plain(person), plain(family), nik_cell, nik.digits, nik.fault)
            + (read.says_yes[matched], written_name(name), birth_cell, birth, read_sex(sex))
            + (self._places[code, village, district], None, read.desil[desil], occupation, relation)
        )

    def _is_young(self, bands: list[str | None], undated: bool) -> bool:
        """Whether a mark in the age columns is all that tells a child."""
        return undated and any(self._cells.says_yes[mark] for mark in bands)


def _village(place: Place, tools: ReadingTools) -> str:
    code, village, district = place
    known = tools.places.village_by_code(code) if code else None
    return known or tools.places.resolve_row(village, district)
