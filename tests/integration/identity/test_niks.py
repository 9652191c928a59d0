"""Which right NIK a damaged one may stand for, as tables; the database's own functions."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from tests.conftest import Warehouse

RIGHT = "3201055203800012"
FITS = (
    # written              fault              fits
    ("3201055203800010", "excel_cut", True),
    ("3201055203801010", "excel_cut", False),
    ("9403055203800020", "excel_cut", False),
    ("320105E15", "scientific", True),
    ("320106E15", "scientific", True),  # Excel rounds the last digit that it shows
    ("320107E15", "scientific", False),
    ("32E15", "scientific", True),  # says nothing
    ("32010552O3800012", "letters", True),
    ("32010552O3800013", "letters", False),
    ("320105520380012", "missing_digit", True),
    ("320105520380013", "missing_digit", False),
    ("32010552038000122", "extra_digit", True),
    ("32010552038000", "not_16_digits", True),
    ("3201055203", "not_16_digits", True),
    ("3201065203", "not_16_digits", False),
    ("32010552038000123201", "not_16_digits", True),
    ("3201055230800012", "swapped_digits", True),
    ("3201053503800012", "impossible_date", True),
    ("3201053503800013", "impossible_date", False),
    ("3201055203800022", None, True),  # one digit mistyped
    ("3201055203800021", None, True),  # two neighbours swapped
    ("3201055203800031", None, False),
    (RIGHT, None, False),
    ("1111111111111111", "repeated_digits", True),
    (None, "empty", True),
    (None, None, False),
)
BORN = (
    ("3201055203800012", "1980-03-12"),
    ("3201051203100012", "2010-03-12"),
    ("3201051203990012", "1999-03-12"),
    ("3201052902000012", "2000-02-29"),
    ("3201052902010012", None),
    ("3201053503800012", None),
    ("320105520380001", None),
)


@pytest.mark.parametrize(("written", "fault", "fits"), FITS, ids=[f"{w}-{f}" for w, f, _ in FITS])
def test_a_nik_that_damage_explains(
    written: str | None, fault: str | None, fits: bool, niks: Warehouse
) -> None:
    with niks.engine.connect() as connection:
        found = connection.execute(
            text("SELECT core.nik_could_be(:written, :fault, :right)"),
            {"written": written, "fault": fault, "right": RIGHT},
        ).scalar_one()
    assert found is fits


@pytest.mark.parametrize(("nik", "born"), BORN)
def test_the_birth_date_that_a_nik_tells(nik: str, born: str | None, niks: Warehouse) -> None:
    with niks.engine.connect() as connection:
        found = connection.execute(
            text("SELECT core.birth_date_in_nik(:nik, '2026-01-01')::text"), {"nik": nik}
        ).scalar_one()
    assert found == born
