"""Every rule, on one row each: what differs from a good row, and which rules it then breaks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.conftest import Warehouse
from tests.integration.quality.staged import land_file, person, rules_by_row, stage, start_load

from padan.contracts import feed_rules
from padan.quality import check_load

NO_NIK = {"nik": None, "nik_raw": None, "nik_district_known": None, "nik_birth_date": None, "nik_sex": None}


def damaged(fault: str, digits: str | None = None) -> dict[str, Any]:
    return {**NO_NIK, "nik_fault": fault, "nik": digits, "nik_raw": "x"}


# What differs from a good row; the rules it breaks.
VILLAGE: list[tuple[dict[str, Any], set[str]]] = [
    ({}, set()),
    ({"name": None}, {"NAM-01"}),
    ({"village_code": "32.01.05.unknown"}, {"WIL-01"}),
    (damaged("empty"), {"NIK-01"}),
    (damaged("not_16_digits"), {"NIK-02"}),
    (damaged("scientific"), {"NIK-03"}),
    (damaged("excel_cut", "3201050101800000"), {"NIK-04"}),
    (damaged("letters"), {"NIK-05"}),
    (damaged("temporary", "0201050101800001"), {"NIK-06"}),
    (damaged("repeated_digits", "1111111111111111"), {"NIK-07"}),
    (damaged("sequence", "1234567890123456"), {"NIK-08"}),
    (damaged("impossible_date", "3201059901800001"), {"NIK-09"}),
    (damaged("family_card", "3201050101240007"), {"NIK-10"}),
    (damaged("missing_digit"), {"NIK-15"}),
    (damaged("extra_digit"), {"NIK-16"}),
    (damaged("swapped_digits", "3201051302800001"), {"NIK-17"}),
    ({"nik_fault": "decimal_suffix"}, {"NIK-18"}),
    ({"nik_fault": "decimal_suffix", "nik_district_known": False}, {"NIK-11", "NIK-18"}),
    ({"nik_fault": "decimal_suffix", "sex": "P"}, {"NIK-13", "NIK-18"}),
    ({"nik_district_known": False}, {"NIK-11"}),
    ({"birth_date": date(1980, 1, 2)}, {"NIK-12"}),
    ({"sex": "P"}, {"NIK-13"}),
    ({"nik": "3273010101800099"}, set()),
    ({"nik": "3201050101809999"}, {"NIK-14"}),
    ({"nik": "3201050101809999"}, {"NIK-14"}),
    ({"name": "BUDI 2"}, {"NAM-02"}),
    ({"name": "B"}, {"NAM-03"}),
    ({"name": "BUDI CONTOH"}, {"NAM-04"}),
    ({"name": "CONTOHARJO"}, set()),
    ({"name": "SUPARMAN"}, set()),
    ({"birth_date": None, "birth_date_fault": "empty"}, {"TGL-01"}),
    ({"birth_date": None, "birth_date_fault": "empty", "age_raw": "46", "age": 46}, set()),
    ({"birth_date": None, "birth_date_fault": "unreadable"}, {"TGL-02"}),
    (
        {"birth_date": None, "birth_date_fault": "unreadable", "birth_date_raw": "45 TH", "age": 46},
        {"TGL-07"},
    ),
    (
        {"birth_date": None, "birth_date_fault": "unreadable", "age_raw": "46", "age": 46},
        {"TGL-02"},
    ),
    ({"birth_date": None, "birth_date_fault": "impossible"}, {"TGL-03"}),
    ({"birth_date_fault": "two_digit_year"}, {"TGL-04"}),
    ({"birth_date": None, "birth_date_fault": "in_future"}, {"TGL-05"}),
    ({"birth_date": date(1980, 3, 5), "nik_birth_date": date(1980, 5, 3)}, {"TGL-06"}),
    ({"sex": None, "sex_raw": "X"}, {"SEX-01"}),
    ({"sex": None, "sex_raw": None}, {"SEX-02"}),
    ({"sex": None, "sex_raw": " - "}, {"SEX-02"}),
    ({"age_raw": "tua"}, {"UMUR-01"}),
    ({"age_raw": "-"}, set()),
    ({"age_raw": "30", "age": 30}, {"UMUR-02"}),
    ({"age_raw": "45", "age": 45}, set()),
    ({"birth_date": date(2009, 1, 2), "nik_birth_date": date(2009, 1, 2)}, {"UMUR-03"}),
    ({"birth_date": date(2009, 1, 1), "nik_birth_date": date(2009, 1, 1)}, set()),
    ({"birth_date": date(1961, 1, 1), "nik_birth_date": date(1961, 1, 1)}, {"UMUR-04"}),
    ({"birth_date": date(1961, 1, 2), "nik_birth_date": date(1961, 1, 2)}, set()),
    ({**damaged("empty"), "birth_date": None, "birth_date_fault": "empty"}, {"NIK-01", "TGL-01", "UMUR-05"}),
    ({"family_card_raw": "32"}, {"KK-01"}),
    ({"family_card_raw": "-"}, set()),
    ({"rt": "001", "rw": "02"}, set()),
    ({"rt": "2026-02-01 00:00:00"}, {"RT-01"}),
    ({"rt": "01", "rw": "dua"}, {"RT-01"}),
    ({"village_raw": "PABUARAN"}, {"WIL-02"}),
    ({"village_raw": "Desa {village}"}, set()),
    ({"district_raw": "CIBINONG"}, {"WIL-03"}),
    ({"group_raw": "PETANI", "participant_group": None}, {"KEL-01"}),
    ({"funder_raw": "CSR", "funding_source": None}, {"DANA-01"}),
    ({"action_raw": "KAWIN"}, {"AKSI-01"}),
    ({"action_raw": "-"}, set()),
    ({"phone": "123"}, {"TEL-01"}),
    ({"phone": "+62 812-3456-7890"}, set()),
    ({"phone": "-"}, set()),
    ({"monthly_income_raw": "tidak tentu"}, {"UPAH-01"}),
    ({"monthly_income_raw": "-"}, set()),
    ({"monthly_income_raw": "1.250.000,50"}, set()),
]
BRANCH: list[tuple[dict[str, Any], set[str]]] = [
    ({}, set()),
    ({"status_word": "DIBEKUKAN"}, {"STA-01"}),
    ({"status_word": None, "status_raw": None}, {"STA-02"}),
    (
        {**damaged("empty"), "name": None, "kpj": None, "kpj_raw": None},
        {"KPJ-01", "KPJ-03", "NIK-51", "NAM-51"},
    ),
    ({"kpj": None, "kpj_raw": "123"}, {"KPJ-02"}),
    ({"kpj": None, "kpj_raw": None}, {"KPJ-03"}),
    ({"kpj": "25999999999"}, {"KPJ-04"}),
    ({"kpj": "25999999999"}, {"KPJ-04"}),
    (damaged("empty"), {"NIK-51"}),
    (damaged("excel_cut", "3201050101800000"), {"NIK-52"}),
    (damaged("swapped_digits", "3201051302800001"), {"NIK-52"}),
    ({"nik_fault": "decimal_suffix"}, {"NIK-56"}),
    ({"nik_district_known": False}, {"NIK-53"}),
    ({"birth_date": date(1980, 1, 2)}, {"NIK-54"}),
    ({"sex": "P"}, {"NIK-55"}),
    ({"name": None}, {"NAM-51"}),
    ({"birth_date": None, "birth_date_fault": "impossible"}, {"TGL-51"}),
    ({"birth_date": None, "birth_date_fault": "empty"}, set()),
    ({"member_since": None}, {"TGL-52"}),
    ({"member_since": date(2026, 2, 1)}, {"TGL-53"}),
    ({"sex": None, "sex_raw": "X"}, {"SEX-51"}),
    ({"village_code": "32.01.05.unknown"}, {"WIL-51"}),
    ({"village_code": None}, set()),
    ({"participant_group": "unknown"}, {"KEL-51"}),
    ({"funding_source": "unknown"}, {"DANA-51"}),
    ({"funding_source": None, "contribution": 5000}, set()),
    ({"programme_raw": "JKK,JKM,JHT"}, {"PRG-01"}),
    ({"contribution": 16000}, {"IUR-01"}),
    ({"contribution": 8400}, {"IUR-02"}),
    ({"contribution": None}, {"IUR-03"}),
    ({"paid_to": "2026-03", "contribution": 50400}, set()),
    ({"paid_to": "2026-03", "contribution": 16800}, {"IUR-01"}),
    ({"paid_from": "2025-12", "paid_to": "2025-12"}, {"BAY-01"}),
    ({"paid_from": None, "paid_to": None}, {"BAY-02"}),
    ({"paid_to": "2027-01", "contribution": 218400}, {"BAY-03"}),
    ({"paid_on": None}, {"BAY-04"}),
]
REGISTRY: list[tuple[dict[str, Any], set[str]]] = [
    ({}, set()),
    ({"name": None, "nik": None, "nik_fault": "empty"}, {"REG-01", "REG-02", "REG-04"}),
    ({"nik": None, "nik_fault": "empty"}, {"REG-02"}),
    ({"nik_fault": "decimal_suffix"}, set()),
    ({"dukcapil_matched": False}, {"REG-03"}),
    ({"dukcapil_matched": None}, set()),
    ({"name": ""}, {"REG-04"}),
    ({"birth_date": None}, {"REG-05"}),
    ({"sex": None}, {"REG-06"}),
    ({"village_code": "32.01.05.unknown"}, {"REG-07"}),
    ({"desil": "11"}, {"REG-08"}),
    ({"nik": "3201050101809999"}, {"REG-09"}),
    ({"nik": "3201050101809999"}, {"REG-09"}),
    ({"birth_date": date(1981, 1, 1)}, {"REG-10"}),
]
# Of DTSEN's members, whose decile stands in the family file: K1 once, K2 twice and contradictory.
FAMILIES = [("K1", "3"), ("K2", "1"), ("K2", "7")]
DTSEN: list[tuple[dict[str, Any], set[str]]] = [
    ({"desil": None, "family_ref": "K1"}, set()),
    ({"desil": None, "family_ref": "K9"}, {"REG-11"}),
    ({"desil": None, "family_ref": "K2"}, {"REG-08", "REG-12"}),
]
EXCLUSION: list[tuple[dict[str, Any], set[str]]] = [
    ({}, set()),
    ({"nik": None, "nik_fault": "empty"}, {"EXC-01"}),
    ({"nik": "3201050101800000", "nik_fault": "excel_cut"}, {"EXC-01"}),
    ({"nik": "3201059901800001", "nik_fault": "impossible_date"}, {"EXC-02"}),
    ({"nik_fault": "decimal_suffix"}, set()),
    ({"valid_from": None}, {"EXC-03", "EXC-06"}),
    ({"valid_to": None, "valid_to_raw": "kapan"}, {"EXC-04"}),
    ({"valid_to_raw": "x", "valid_to": date(2025, 1, 1)}, {"EXC-05"}),
    ({"valid_from": None, "valid_from_raw": None}, {"EXC-06"}),
    ({"valid_from": None, "valid_from_raw": None, "declared_period": "2026-01"}, set()),
    ({"nik": "3201050101809999"}, {"EXC-07"}),
    ({"nik": "3201050101809999"}, {"EXC-07"}),
]
BY_FAMILY = {"poverty_registry": DTSEN}
CASES = {
    "village_submissions": VILLAGE,
    "bpjs_branch_export": BRANCH,
    "poverty_registry": REGISTRY,
    "exclusion_lists": EXCLUSION,
}


@pytest.mark.parametrize("feed", CASES)
def test_each_row_breaks_the_rules_it_should(warehouse: Warehouse, feed: str) -> None:
    with warehouse.engine.begin() as connection:
        load_id = start_load(connection, feed)
        file_id = land_file(connection, load_id, feed, "a.xlsx")
        village = connection.exec_driver_sql(
            "SELECT village_name FROM core.village WHERE village_code = '32.01.05.2003'"
        ).scalar_one()
        rows = []
        for number, (differing, _) in enumerate(CASES[feed], start=1):
            row = {**person(number), **differing}
            if feed == "bpjs_branch_export":
                row.setdefault("kpj", f"250000{number:05d}")
            if row.get("village_raw"):
                row["village_raw"] = row["village_raw"].format(village=village)
            rows.append(row)
        stage(connection, file_id, feed, rows)
    outcome = check_load(warehouse.engine, load_id, feed)
    found = rules_by_row(warehouse.engine, file_id, feed)
    expected = {number: rules for number, (_, rules) in enumerate(CASES[feed], start=1)}
    differing_rows = {
        n: (found[n], expected[n], CASES[feed][n - 1][0]) for n in expected if found[n] != expected[n]
    }
    assert differing_rows == {}
    assert outcome.rows == len(CASES[feed])
    assert sum(outcome.failed_by_rule.values()) == sum(len(rules) for rules in expected.values())


def test_each_member_of_dtsen_breaks_the_rules_named(warehouse: Warehouse) -> None:
    feed = "poverty_registry"
    with warehouse.engine.begin() as connection:
        load_id = start_load(connection, feed)
        file_id = land_file(connection, load_id, feed, "anggota.csv", collection="dtsen/2026-1")
        families = land_file(connection, load_id, feed, "keluarga.csv", collection="dtsen/2026-1")
        stage(connection, file_id, feed, [{**person(n), **row} for n, (row, _) in enumerate(DTSEN, start=1)])
        for number, (family_ref, desil) in enumerate(FAMILIES, start=1):
            connection.exec_driver_sql(
                "INSERT INTO staging.registry_family (file_id, sheet, row_number, family_ref, desil) "
                "VALUES (%s, '', %s, %s, %s)",
                (families, number, family_ref, desil),
            )
    check_load(warehouse.engine, load_id, feed)
    found = rules_by_row(warehouse.engine, file_id, feed)
    assert found == {number: rules for number, (_, rules) in enumerate(DTSEN, start=1)}


@pytest.mark.parametrize("feed", CASES)
def test_every_rule_has_a_row_that_breaks_it(feed: str) -> None:
    _, rules, _ = feed_rules(feed)
    broken = {rule_id for _, rule_ids in [*CASES[feed], *BY_FAMILY.get(feed, [])] for rule_id in rule_ids}
    assert {rule.id for rule in rules} - broken == set()
