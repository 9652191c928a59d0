"""What names and numbers a person, typed: the columns that village and branch rows have in common."""

from __future__ import annotations

from datetime import date

from padan.identity.dates import EARLIEST_YEAR, DateReading, read_date
from padan.identity.names import read_name
from padan.identity.nik import Nik, read_nik
from padan.intake.cells import is_number
from padan.intake.records import ReadingTools, Value

NIK_COLUMNS = ("nik_raw", "nik", "nik_fault", "nik_district_known", "nik_birth_date", "nik_sex")
NAME_COLUMNS = ("name_raw", "name", "name_words", "patronym")
_ISO_LENGTH = 10
_SEPARATORS = "-/."
BIRTH_COLUMNS = ("birth_date_raw", "birth_date", "birth_date_fault")


def nik_of(cell: str | None, tools: ReadingTools) -> Nik:
    """The NIK of a cell, whether it was a number or a text."""
    return read_nik(cell, numeric=is_number(cell), districts=tools.districts, as_of=tools.as_of)


def nik_values(cell: str | None, nik: Nik, fault: str | None) -> tuple[Value, ...]:
    """Values of NIK_COLUMNS."""
    return (cell, nik.digits, fault, nik.district_known, nik.birth_date, nik.sex)


def name_values(cell: str | None) -> tuple[Value, ...]:
    """Values of NAME_COLUMNS."""
    name = read_name(cell)
    return (cell, name.clean or None, list(name.words) or None, name.patronym)


def birth_of(cell: str | None, as_of: date) -> DateReading:
    """The birth date of a cell; whole dates in digits, the shapes of most cells, take a short way."""
    if cell and len(cell) == _ISO_LENGTH:
        if cell[4] == "-":
            ordered = cell
        elif cell[2] == cell[5] and cell[2] in _SEPARATORS:
            ordered = f"{cell[6:]}-{cell[3:5]}-{cell[:2]}"
        else:
            return read_date(cell, as_of=as_of)
        try:
            day = date.fromisoformat(ordered)
        except ValueError:
            return read_date(cell, as_of=as_of)
        if day.year >= EARLIEST_YEAR and day <= as_of:
            return DateReading(day, None)
    return read_date(cell, as_of=as_of)
