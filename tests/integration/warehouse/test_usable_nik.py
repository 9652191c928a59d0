"""Which damage leaves a NIK usable: one answer for every statement."""

from __future__ import annotations

from sqlalchemy import text
from tests.conftest import Warehouse

NIK = "3201051203800001"
USABLE = (None, "decimal_suffix")
POSSIBLE = (*USABLE, "impossible_date", "swapped_digits")
FAULTS = (
    *POSSIBLE,
    "empty",
    "scientific",
    "letters",
    "missing_digit",
    "extra_digit",
    "not_16_digits",
    "temporary",
    "repeated_digits",
    "sequence",
    "family_card",
    "excel_cut",
)


def test_a_nik_is_usable_possible_or_neither(warehouse: Warehouse) -> None:
    with warehouse.engine.connect() as connection:
        for fault in FAULTS:
            found = connection.execute(
                text("SELECT core.usable_nik(:nik, :fault), core.possible_nik(:nik, :fault)"),
                {"nik": NIK, "fault": fault},
            ).one()
            assert tuple(found) == (
                NIK if fault in USABLE else None,
                NIK if fault in POSSIBLE else None,
            ), fault


def test_the_dictionary_names_every_class(warehouse: Warehouse) -> None:
    with warehouse.engine.connect() as connection:
        told = connection.execute(
            text(
                "SELECT col_description(attrelid, attnum) FROM pg_attribute "
                "WHERE attrelid = CAST('staging.village_row' AS regclass) AND attname = 'nik_fault'"
            )
        ).scalar_one()
    assert {fault for fault in FAULTS if fault and fault not in told} == set()
