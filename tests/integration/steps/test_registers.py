"""Registry versions from landed bytes to core: DTSEN's pair, corrections, and two versions side by side."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Warehouse
from tests.support.months import Office

MEMBERS = "anggota_keluarga_dtsen_v3_2026_32.01.csv"
FAMILIES = "keluarga_dtsen_v3_2026_32.01.csv"
MEMBER_HEADS = "nomor_induk_kependudukan|nomor_kartu_keluarga|nama|tanggal_lahir|kode_kelurahan_desa_ktp"
FAMILY_HEADS = "nomor_kartu_keluarga|kode_kelurahan_desa|desil_nasional|desil_provinsi"
P3KE_HEADS = (
    "ID Keluarga P3KE,Desa/Kelurahan,Kecamatan,Desil Kesejahteraan,ID Individu,Nama,NIK,Tanggal Lahir"
)
START = 1_760_000_000
STAGED = "SELECT FROM staging.registry_row UNION ALL SELECT FROM staging.registry_family"


@pytest.fixture
def office(warehouse: Warehouse, tmp_path: Path) -> Office:
    (tmp_path / "sources").mkdir()
    return Office(warehouse.loader_uri, tmp_path / "home", tmp_path / "sources")


class Registry:
    """The folder of one registry; files are received one after the other."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self._moment = START

    def put(self, version: str, name: str, heads: str, *lines: str) -> None:
        path = self.office.sources / "registry" / version / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([heads, *lines]) + "\n", encoding="utf-8")
        self._moment += 60
        os.utime(path, (self._moment, self._moment))

    def members(self, *lines: str, version: str = "2026-1") -> None:
        self.put(f"dtsen/{version}", MEMBERS, MEMBER_HEADS, *lines)

    def families(self, *lines: str, version: str = "2026-1") -> None:
        self.put(f"dtsen/{version}", FAMILIES, FAMILY_HEADS, *lines)

    def bring_in(self) -> Any:
        return self.office.bring_in("poverty_registry")

    def people(self) -> list[tuple[Any, ...]]:
        """Of the newest snapshot: nik, village, what told it, desil, desil of the province."""
        return [
            tuple(row)
            for row in self.office.rows(
                "SELECT nik, village_code, village_origin, desil, desil_province FROM core.registry_person "
                "WHERE registry_version_id = (SELECT max(registry_version_id) FROM core.registry_version) "
                "ORDER BY nik"
            )
        ]

    def refused(self) -> list[tuple[str, str, str]]:
        return [
            (row.path, row.refusal_code, row.refusal_details["expected"])
            for row in self.office.rows(
                "SELECT f.path, g.refusal_code, g.refusal_details FROM core.file_reading AS g "
                "INNER JOIN landing.file AS f USING (file_id) WHERE g.outcome = 'refused' ORDER BY f.path"
            )
        ]


@pytest.fixture
def registry(office: Office) -> Registry:
    return Registry(office)


SITI = "3201155205800001|3201151203150001|SITI|1980-05-12|3201152001"
UDIN = "3201151205800002|3201151203150002|UDIN|1980-05-12|3201152001"
OMAN = "3201151205800003|3201151203150009|OMAN|1980-05-12|3201152001"
FAMILY_OF_SITI = "3201151203150001|3201152002|2|3"
FAMILY_OF_UDIN = "3201151203150002||4|5"
NOBODY = "3201151203150007|3201152002|1|1"
JOINED = [
    ("3201151205800002", "32.01.15.2001", "card", "4", "5"),
    ("3201151205800003", "32.01.15.2001", "card", None, None),
    ("3201155205800001", "32.01.15.2002", "family", "2", "3"),
]


class TestPair:
    def test_members_and_families_of_one_load_are_joined(self, registry: Registry) -> None:
        registry.members(SITI, UDIN, OMAN)
        registry.families(FAMILY_OF_SITI, FAMILY_OF_UDIN, NOBODY)
        brought = registry.bring_in()
        assert registry.people() == JOINED
        assert brought.checked["failed_by_rule"]["REG-11"] == 1
        assert "REG-08" not in brought.checked["failed_by_rule"], "one cause is told once"
        [version] = registry.office.rows("SELECT * FROM core.registry_version")
        assert (version.persons, version.families) == (3, 3)
        assert (version.persons_without_family, version.families_without_members) == (1, 1)
        assert not registry.office.rows(
            "SELECT FROM staging.registry_row UNION ALL SELECT FROM staging.registry_family"
        )

    @pytest.mark.parametrize("first", ["members", "families"])
    def test_a_half_is_refused_by_name_and_read_when_the_other_comes(
        self, registry: Registry, first: str
    ) -> None:
        parts = {"members": (SITI, UDIN, OMAN), "families": (FAMILY_OF_SITI, FAMILY_OF_UDIN)}
        other = "families" if first == "members" else "members"
        getattr(registry, first)(*parts[first])
        registry.bring_in()
        [(path, code, expected)] = registry.refused()
        assert (path, code) == (MEMBERS if first == "members" else FAMILIES, "companion_missing")
        assert expected.startswith("keluarga_dtsen" if first == "members" else "anggota_keluarga_dtsen")
        [alert] = registry.office.rows("SELECT * FROM audit.alert WHERE cause = 'registry_refused'")
        assert expected in alert.details["messages"][0]
        assert not registry.office.rows("SELECT FROM core.registry_version")
        assert not registry.office.rows(
            "SELECT FROM staging.registry_row UNION ALL SELECT FROM staging.registry_family"
        )
        # A run without news does not read it again.
        assert registry.bring_in().load_id is None

        getattr(registry, other)(*parts[other])
        assert registry.bring_in().files == 2
        assert registry.people() == JOINED
        assert registry.refused() == []

    def test_a_corrected_family_file_makes_another_snapshot_of_the_same_members(
        self, registry: Registry
    ) -> None:
        registry.members(SITI, UDIN, OMAN)
        registry.families(FAMILY_OF_SITI, FAMILY_OF_UDIN)
        registry.bring_in()
        registry.families(
            "3201151203150001|3201152001|9|9", FAMILY_OF_UDIN, "3201151203150009|3201152002|1|1"
        )
        assert registry.bring_in().files == 1
        assert registry.people() == [
            ("3201151205800002", "32.01.15.2001", "card", "4", "5"),
            ("3201151205800003", "32.01.15.2002", "family", "1", "1"),
            ("3201155205800001", "32.01.15.2001", "family", "9", "9"),
        ]
        # What the desil was when a month was decided stays answerable.
        before = registry.office.rows(
            "SELECT desil FROM core.registry_person WHERE nik = '3201155205800001' ORDER BY registry_version_id"
        )
        assert [row.desil for row in before] == ["2", "9"]

    def test_a_corrected_member_file_is_joined_with_the_families_in_core(self, registry: Registry) -> None:
        registry.members(UDIN)
        registry.families(FAMILY_OF_SITI, FAMILY_OF_UDIN)
        registry.bring_in()
        registry.members(SITI, UDIN, OMAN)
        brought = registry.bring_in()
        assert registry.people() == JOINED
        assert brought.checked["failed_by_rule"]["REG-11"] == 1

    def test_a_family_that_contradicts_itself_tells_nothing(self, registry: Registry) -> None:
        registry.members(SITI)
        registry.families(FAMILY_OF_SITI, "3201151203150001|3201152002|7|3")
        brought = registry.bring_in()
        assert registry.people() == [("3201155205800001", "32.01.15.2002", "family", None, "3")]
        assert brought.checked["failed_by_rule"]["REG-12"] == 1

    def test_decimals_join_and_damaged_card_numbers_do_not(self, registry: Registry) -> None:
        registry.members(
            "3201155205800001.0|3201151203150001.0|SITI|1980-05-12|",
            "3201151205800002|3,20115E+15|UDIN|1980-05-12|",
        )
        registry.families("3201151203150001|3201152002|2|3", "3,20115E+15|3201152002|1|1")
        registry.bring_in()
        assert registry.people() == [
            ("3201151205800002", "32.01.unknown.unknown", "card", None, None),
            ("3201155205800001", "32.01.15.2002", "family", "2", "3"),
        ]


def p3ke(person: str, nik: str, desil: str, village: str = "CINANGKA", name: str = "SITI") -> str:
    return f"F1,{village},CIAMPEA,{desil},{person},{name},{nik},1980-05-12"


class TestVersions:
    @pytest.fixture
    def two_versions(self, registry: Registry) -> Registry:
        registry.put(
            "p3ke/2025-1", "a.csv", P3KE_HEADS,
            p3ke("P1", "3201155205800001", "1"),
            p3ke("P2", "3201155205800002", "2"),
            p3ke("P3", "3201155205800003", "3"),
            p3ke("P4", "32011552058", "4"),
            p3ke("P5", "3201155205800005", "1"),
            p3ke("P5", "3201155205800005", "1"),
        )  # fmt: skip
        registry.bring_in()
        registry.put(
            "p3ke/2025-2", "a.csv", P3KE_HEADS,
            p3ke("P1", "3201155205800001", "1"),
            p3ke("P2", "3201155205800002", "4+"),
            p3ke("P4", "3201155205800004", "4", "CIAMPEA"),
            p3ke("P6", "3201155205800006", "2"),
            p3ke("P5", "3201155205800005", "1"),
        )  # fmt: skip
        registry.bring_in()
        return registry

    def test_who_fell_out_who_came_in_and_who_changed(self, two_versions: Registry) -> None:
        found = two_versions.office.rows(
            "SELECT change, matched_by, person_ref, desil_before, desil_after, village_before, village_after "
            "FROM core.registry_change WHERE version_before = '2025-1' AND version_after = '2025-2' "
            "ORDER BY person_ref"
        )
        assert [tuple(row) for row in found] == [
            ("changed", "nik", "P2", "2", "4+", "32.01.15.2002", "32.01.15.2002"),
            ("fell_out", None, "P3", "3", None, "32.01.15.2002", None),
            ("changed", "person_ref", "P4", "4", "4", "32.01.15.2002", "32.01.15.2001"),
            ("came_in", None, "P6", None, "2", None, "32.01.15.2002"),
        ]

    def test_the_counts_without_people(self, two_versions: Registry) -> None:
        found = two_versions.office.rows(
            "SELECT village_code, desil, persons_before, fell_out, moved_out, came_in, moved_in, persons_after "
            'FROM mart.registry_change_count ORDER BY village_code, desil COLLATE "C"'
        )
        assert [tuple(row) for row in found] == [
            ("32.01.15.2001", "4", 0, 0, 0, 0, 1, 1),
            ("32.01.15.2002", "1", 2, 0, 0, 0, 0, 2),
            ("32.01.15.2002", "2", 1, 0, 1, 1, 0, 1),
            ("32.01.15.2002", "3", 1, 1, 0, 0, 0, 0),
            ("32.01.15.2002", "4", 1, 0, 1, 0, 0, 0),
            ("32.01.15.2002", "4+", 0, 0, 0, 0, 1, 1),
        ]

    def test_a_correction_is_compared_instead_of_what_it_corrects(self, two_versions: Registry) -> None:
        two_versions.put("p3ke/2025-2", "a.csv", P3KE_HEADS, p3ke("P1", "3201155205800001", "1"))
        two_versions.bring_in()
        [row] = two_versions.office.rows(
            "SELECT sum(persons_before) AS before, sum(fell_out) AS fell_out, sum(persons_after) AS after "
            "FROM mart.registry_change_count"
        )
        assert tuple(row) == (5, 4, 1)

    def test_several_files_of_one_version_are_one_snapshot(self, registry: Registry) -> None:
        registry.put("p3ke/2025-1", "a.csv", P3KE_HEADS, p3ke("P1", "3201155205800001", "1"))
        registry.bring_in()
        registry.put("p3ke/2025-1", "b.csv", P3KE_HEADS, p3ke("P2", "3201155205800002", "2"))
        registry.bring_in()
        assert [row[0] for row in registry.people()] == ["3201155205800001", "3201155205800002"]
        assert not registry.office.rows("SELECT FROM mart.registry_change_count"), (
            "no version follows another"
        )

    def test_a_reader_of_mart_sees_counts_and_no_people(
        self, two_versions: Registry, warehouse: Warehouse
    ) -> None:
        from sqlalchemy.exc import ProgrammingError

        from padan.warehouse.engine import engine

        with engine(warehouse.reader_uri).connect() as connection:
            assert (
                connection.exec_driver_sql("SELECT count(*) FROM mart.registry_change_count").scalar_one()
                == 6
            )
            with pytest.raises(ProgrammingError, match="permission denied"):
                connection.exec_driver_sql("SELECT FROM core.registry_change")
