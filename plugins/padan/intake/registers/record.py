"""The one record that both registries become, and the reading of cells that their adapters share."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Protocol, TypeVar

from padan.identity.nik import Nik, read_nik
from padan.intake.cells import is_number
from padan.intake.people import birth_of
from padan.intake.records import ReadingTools, Value
from padan.intake.table.columns import read_age

PERSON_TABLE = "staging.registry_row"
PERSON_COLUMNS = (
    ("member", "sheet", "row_number", "person_ref", "family_ref", "nik_raw", "nik", "nik_fault")
    + ("dukcapil_matched", "name", "birth_date_raw", "birth_date", "sex", "village_code")
    + ("card_village_code", "desil", "occupation", "family_relation")
)  # fmt: skip
FAMILY_TABLE = "staging.registry_family"
FAMILY_COLUMNS = (
    ("member", "sheet", "row_number", "family_ref", "village_code")
    + ("desil", "desil_province", "desil_regency")
)  # fmt: skip

MINOR = "minor"
Row = tuple[Value, ...]
Key = TypeVar("Key")
Kept = TypeVar("Kept")
_DECIMALS = re.compile(r"^(\d+)[.,]0+$")


class RowReader(Protocol):
    """Types the rows of one sheet."""

    def values(self, row_number: int, cells: list[str]) -> Row | str:
        """One row of the staging table, or the kind of furniture that the row is."""
        ...


class Memo(dict[Key, Kept]):
    """What was read of a cell before: words and places repeat over 354,000 rows."""

    def __init__(self, read: Callable[[Key], Kept]) -> None:
        """Notes how a cell that was not met yet is read."""
        super().__init__()
        self._read = read

    def __missing__(self, key: Key) -> Kept:
        """Reads the cell and keeps the answer."""
        found = self[key] = self._read(key)
        return found


class Cells:
    """The cells that people of both registries have in common, typed."""

    def __init__(self, tools: ReadingTools) -> None:
        """Notes what reading needs; one instance a sheet."""
        contract = tools.contract
        self._tools = tools
        self._adult_born = years_before(tools.as_of, tools.adult_years)
        self.birth: Memo[str | None, date | None] = Memo(lambda cell: birth_of(cell, tools.as_of).date)
        self.says_yes: Memo[str | None, bool | None] = Memo(
            lambda cell: {"yes": True, "no": False}.get(contract.word("yes_no", plain(cell)) or "")
        )
        self.desil: Memo[str | None, str | None] = Memo(
            lambda cell: (contract.word("desil", plain(cell)) or cell) if cell else None
        )

    def nik(self, cell: str | None) -> Nik:
        """The NIK of a cell."""
        tools = self._tools
        return read_nik(cell, numeric=is_number(cell), districts=tools.districts, as_of=tools.as_of)

    def is_minor(self, birth: date | None, nik: Nik, age: str | None) -> bool:
        """Whether somebody is under age: by the birth date, else by the NIK, else by the age as written."""
        born = birth or nik.birth_date
        if born is not None:
            return born > self._adult_born
        years = read_age(age)
        return years is not None and years < self._tools.adult_years


def plain(cell: str | None) -> str | None:
    """A code or a number without the '.0' that an exporter put behind it."""
    match = _DECIMALS.match(cell.strip()) if cell else None
    return match[1] if match else cell


def written_name(cell: str | None) -> str | None:
    """A name as the registry has it: upper case, single spaces; quotes are an exporter's, not the name's."""
    return " ".join(cell.upper().replace('"', " ").split()) or None if cell else None


def years_before(day: date, years: int) -> date:
    """The last birthday on which a person is that old: 29 February falls on 1 March in ordinary years."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)
