"""The world of world.py through the real steps; every expected figure is typed by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.conftest import Server, made_warehouse
from tests.integration.programme.world import REGISTRY, VILLAGE, registry, write_world
from tests.support.months import Office

from padan import steps
from padan.quality.rules import sync_rules

PROVINCE, VILLAGE_MONEY = "apbd_provinsi", "apbdes"


@pytest.fixture(scope="module")
def office(postgres_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Both months reckoned once, then January again with a later registry."""
    root = tmp_path_factory.mktemp("programme")
    with made_warehouse(postgres_server) as warehouse:
        with warehouse.owner.begin() as connection:
            sync_rules(connection)
        office = Office(warehouse.loader_uri, root / "home", root / "sources")
        write_world(office.sources)
        office.bring_in_all()
        for period in ("2026-01", "2026-02"):
            assert reckon(office, period) == 1
        registry(office.sources, "2026-1", tuple(row for row in REGISTRY if row[0] != "E"), "2026-02-20")
        office.bring_in("poverty_registry")
        assert reckon(office, "2026-01") == 2
        yield office


def reckon(office: Office, period: str) -> int:
    """The month's version, without its products."""
    version: int = steps.reconcile(office.context(), period)["version"]
    return version


def table(
    office: Office, name: str, columns: str, period: str = "2026-01", version: int = 1
) -> set[tuple[object, ...]]:
    return {
        tuple(row)
        for row in office.rows(
            f"SELECT {columns} FROM {name} WHERE period = :period AND version = :version",
            period=period,
            version=version,
        )
    }


def test_the_third_register(office: Office) -> None:
    assert table(office, "mart.third_register", "village_code, desil, kind, persons") == {
        (VILLAGE, "1", "covered_in_registry", 1),  # A
        (VILLAGE, "2", "covered_in_registry", 1),  # I, whose NIK the registry damaged
        (VILLAGE, "4+", "covered_in_registry", 1),  # C
        (VILLAGE, "none", "covered_not_in_registry", 3),  # D, J, L
        (VILLAGE, "1", "eligible_covered", 1),  # A
        (VILLAGE, "2", "eligible_covered", 1),  # I
        (VILLAGE, "2", "eligible_listed", 2),  # B, whom the branch lacks; G, whom another budget pays
        (VILLAGE, "1", "eligible_barred", 1),  # F, dead; H is too old
        (VILLAGE, "3", "eligible_on_no_list", 1),  # E
    }


def test_the_people_behind_it_are_the_same_number(office: Office) -> None:
    people = table(office, "core.third_register_person", "kind, desil, name")
    assert people == {
        ("covered_not_in_registry", "none", "NENG LILIS"),
        ("covered_not_in_registry", "none", "YANTI WIDANINGSIH"),
        ("covered_not_in_registry", "none", "TUTI HERAWATI"),
        ("eligible_covered", "1", "SITI AMINAH"),
        ("eligible_covered", "2", "DADANG KURNIAWAN"),
        ("eligible_listed", "2", "BUDI SANTOSO"),
        ("eligible_listed", "2", "ASEP HIDAYAT"),
        ("eligible_barred", "1", "ENTIN SUHARTINI"),
        ("eligible_on_no_list", "3", "UJANG SUPRIATNA"),
    }


def test_a_later_registry_changes_the_next_version_only(office: Office) -> None:
    missed = "core.third_register_person", "name, kind"
    found = [table(office, *missed, version=version) for version in (1, 2)]
    assert found[0] - found[1] == {("UJANG SUPRIATNA", "eligible_on_no_list")}, (
        "the later registry does not hold E"
    )
    assert not found[1] - found[0]
    assert (VILLAGE, "3", "eligible_on_no_list", 1) not in table(
        office, "mart.third_register", "village_code, desil, kind, persons", version=2
    )


def test_paid_for_twice(office: Office) -> None:
    columns = "basis, funding_source, other_source, persons, months, rupiah"
    assert table(office, "mart.funding_matrix", columns) == {
        ("duplicate_at_branch", PROVINCE, VILLAGE_MONEY, 1, 1, 16800),  # C in January, of three months paid
    }  # A list names G and M, who have no card: nothing is paid for them.
    # L's February was paid by the province in January, and is paid by the village again.
    assert table(office, "mart.funding_matrix", columns, "2026-02") == {
        ("prepaid", PROVINCE, VILLAGE_MONEY, 1, 1, 16800)
    }


def test_arrears_by_the_last_month_paid(office: Office) -> None:
    columns = "last_paid, months, covered, lapses_next, persons, rupiah"
    assert table(office, "mart.arrears", columns) == {
        ("2025-11", 2, True, True, 1, 33600),  # J: the third unpaid month ends the cover
        ("2025-09", 4, False, False, 1, 67200),  # K
    }
    assert table(office, "core.lapsing_person", "name, kpj, months") == {
        ("YANTI WIDANINGSIH", "24010000006", 2)
    }


def test_expected_billed_paid_and_owed(office: Office) -> None:
    columns = (
        "funding_source, expected_persons, expected_rupiah, billed_rows, billed_rupiah, paid_rows, paid_rupiah, "
        "ahead_rupiah, arrears_rows, arrears_rupiah"
    )
    assert table(office, "mart.contribution", columns) == {
        # Roster A B C D I L; cards of A C D I J K L, of which L paid two months ahead, J and K owe.
        (PROVINCE, 6, 100800, 7, 151200, 5, 84000, 33600, 2, 100800),
        (VILLAGE_MONEY, 0, 0, 1, 50400, 1, 16800, 33600, 0, 0),
    }


def test_the_printed_total_against_file_rows_and_roster(office: Office) -> None:
    columns = (
        "participant_group, funding_source, printed_persons, printed_rupiah, file_rows, loaded_rows, loaded_rupiah, "
        "covered_rows, covered_rupiah, roster_persons, roster_rupiah"
    )
    found = {row[:2]: row[2:] for row in table(office, "mart.tie_out", columns)}
    assert found["all", "all"] == (7, 184800, 8, 8, 201600, 7, 184800, 6, 100800)
    assert found["pekerja_rentan", PROVINCE] == (6, 134400, None, 7, 151200, 6, 134400, 6, 100800)
    assert found["pekerja_rentan", VILLAGE_MONEY] == (1, 50400, None, 1, 50400, 1, 50400, 0, 0)


def test_every_denominator_beside_the_same_people(office: Office) -> None:
    regency = table(
        office, "mart.coverage", "denominator, denominator_persons, roster_persons, covered_persons, level"
    )
    assert {row[:4] for row in regency if row[4] == "regency"} == {
        ("p3ke_workers", 354000, 6, 6),
        ("kemendagri_workers", 800000, 6, 6),
        ("bpjs_informal", 1000000, 6, 6),
        ("p3ke 2025-1", 8, 6, 6),
        ("p3ke 2025-1 eligible", 6, 6, 6),
    }
    assert {row[:4] for row in regency if row[4] == "district"} == {
        ("p3ke 2025-1", 8, 6, 6),
        ("p3ke 2025-1 eligible", 6, 6, 6),
    }


def test_targets_count_their_own_group_and_funder(office: Office) -> None:
    columns = "target, target_persons, roster_persons, covered_persons"
    assert table(office, "mart.target", columns) == {
        ("pekerja_rentan_2025", 44259, 6, 6),
        ("keagamaan_2025", 3581, 0, 0),
        ("keagamaan_2026", 5535, 0, 0),
        ("guru_ngaji_2025", 3250, 0, 0),
    }


def test_no_table_of_mart_names_a_person(office: Office) -> None:
    names = {"name", "nik", "kpj", "birth_date", "person_key"}
    found = office.rows(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'mart'"
    )
    assert not [row for row in found if row.column_name in names]
