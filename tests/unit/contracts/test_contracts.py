"""The contracts as a whole: no header or word means two things, every text is there in both languages."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from padan.contracts import Contract, load_all, load_contract
from padan.contracts.headers import key
from padan.contracts.load import CONTRACTS, ContractError

ALL = list(load_all().values())
NAMES = [contract.name for contract in ALL]
FEEDS = list({contract.feed: contract for contract in ALL}.values())
PLACEHOLDERS = {"file", "sheet", "row", "column", "found", "expected", "candidates", "entry"}

# Every header that the feeds are known to bring, and the column it must reach.
HEADERS = {
    ("village_submissions", "rows"): (
        "NIK = nik | No. KK = family_card_number | Nama Lengkap = name | NAMA = name | "
        "Tempat\nLahir = birth_place | TGL. LAHIR = birth_date | TTL = birth_place_and_date | "
        "Tempat, Tgl Lahir = birth_place_and_date | UMUR = age | L/P = sex | Jenis  Kelamin = sex | "
        "ALAMAT = address | RT/RW = rt_rw | RT = rt | RW = rw | DESA/KEL = village | "
        "Kecamatan = district | Pekerjaan = occupation | Penghasilan/bln = monthly_income | "
        "No. HP = phone | KELOMPOK = participant_group | Sumber Dana = funding_source | "
        "STATUS = action | KETERANGAN = note | N.I.K. = nik | NAMA LENGAKP = name | "
        "No = running_number"
    ),
    ("bpjs_branch_export", "rows"): (
        "NO = running_number | NO KPJ = kpj | NIK = nik | NAMA TENAGA KERJA = name | "
        "TGL LAHIR = birth_date | JENIS KELAMIN = sex | DESA/KELURAHAN = village | "
        "KECAMATAN = district | KELOMPOK = participant_group | SUMBER DANA = funding_source | "
        "PROGRAM (JKK,JKM) = programme | PROGRAM = programme | TGL KEPESERTAAN = member_since | "
        "STATUS = status | BULAN IURAN = paid_months | IURAN = contribution | TGL BAYAR = paid_on | "
        "KODE IURAN = payment_code | STATUS KARTU = card"
    ),
    ("bpjs_branch_export", "totals"): (
        "JUMLAH PESERTA = persons | JUMLAH IURAN = rupiah | KELOMPOK = participant_group"
    ),
    ("p3ke", "rows"): (
        "No = running_number | ID Keluarga P3KE = family_ref | Provinsi = province | "
        "Kabupaten/Kota = regency | Kecamatan = district | Desa/Kelurahan = village | "
        "Kode Kemdagri = village_code | Desil Kesejahteraan = desil | Alamat = address | "
        "ID Individu = person_ref | Nama = name | NIK = nik | Padan Dukcapil = dukcapil_matched | "
        "Padan Dukcapil (YA/TIDAK) = dukcapil_matched | Jenis Kelamin = sex | "
        "Hubungan dengan Kepala Keluarga = family_relation | Tanggal Lahir = birth_date | "
        "Status Kawin = marital_status | Pekerjaan = occupation | Pendidikan = education | "
        "Usia <7 = age_below_7 | 7-12 = age_7_12 | 60+ = age_bands | Penerima BPNT = aid | "
        "SEMBAKO = aid | Resiko Stunting = stunting_risk"
    ),
    ("dtsen", "rows"): (
        "nomor_induk_kependudukan = nik | nomor_kartu_keluarga = family_ref | nama = name | "
        "tanggal_lahir = birth_date | jenis_kelamin = sex | status_hubungan_keluarga = family_relation | "
        "pekerjaan_ktp = occupation | alamat_ktp = address"
    ),
    ("dtsen", "families"): (
        "nomor_kartu_keluarga = family_ref | kode_kelurahan_desa = village_code | "
        "kelurahan_desa = village | desil_nasional = desil | desil_provinsi = desil_province | "
        "alamat = address"
    ),
    ("exclusion_lists", "rows"): (
        "NIK = nik | Nama = name | TMT = valid_from | s/d = valid_to | Ket. = note"
    ),
}


@pytest.mark.parametrize(
    ("contract", "part", "header", "column"),
    [
        (name, part, *(word.rstrip(" ") for word in pair.split(" = ")))
        for (name, part), table in HEADERS.items()
        for pair in table.split(" | ")
    ],
)
def test_a_known_header_reaches_its_column(contract: str, part: str, header: str, column: str) -> None:
    found = load_contract(contract).column_for(header, part)
    assert found is not None
    assert found.name == column


@pytest.mark.parametrize("contract", ALL, ids=NAMES)
def test_no_header_means_two_columns_of_one_table(contract: Contract) -> None:
    means: dict[tuple[str, str], str] = {}
    for column in contract.columns:
        for alias in (column.name, *column.aliases):
            assert key(alias), f"{alias!r} of {column.name} is nothing once it is normalised"
            assert means.setdefault((column.part, key(alias)), column.name) == column.name, alias


@pytest.mark.parametrize("contract", ALL, ids=NAMES)
def test_no_word_means_two_things(contract: Contract) -> None:
    for field, canonicals in contract.words.items():
        means: dict[str, str] = {}
        for canonical, spellings in canonicals.items():
            for spelling in (canonical, *spellings):
                assert key(spelling), f"{field}: {spelling!r} is nothing once it is normalised"
                assert means.setdefault(key(spelling), canonical) == canonical, f"{field}: {spelling}"


def test_a_column_that_may_hold_other_words_names_a_field_that_has_words() -> None:
    for contract in ALL:
        assert all(column.also in contract.words for column in contract.columns if column.also)


@pytest.mark.parametrize("contract", ALL, ids=NAMES)
def test_refusal_codes_are_unique_and_use_known_placeholders_only(contract: Contract) -> None:
    codes = [message.code for message in contract.refusals]
    assert len(codes) == len(set(codes))
    for message in contract.refusals:
        for text in (message.id, message.en, message.remedy_id, message.remedy_en):
            assert {name for _, name, _, _ in Formatter().parse(text) if name} <= PLACEHOLDERS, text


def test_rule_ids_belong_to_one_feed_and_occur_once() -> None:
    ids = [check.id for contract in FEEDS for check in (*contract.rules, *contract.breakers)]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("contract", FEEDS, ids=lambda contract: contract.feed)
def test_rules_name_a_column_of_their_feed(contract: Contract) -> None:
    names = {column.name for other in ALL if other.feed == contract.feed for column in other.columns}
    assert [rule.id for rule in contract.rules if rule.column not in names] == []


@pytest.mark.parametrize("contract", FEEDS, ids=lambda contract: contract.feed)
def test_positions_follow_the_file(contract: Contract) -> None:
    positions = [check.position for check in (*contract.rules, *contract.breakers)]
    assert positions == list(range(1, len(positions) + 1))


def test_only_what_cannot_be_used_is_blocking_in_a_village_list() -> None:
    blocking = [rule for rule in load_contract("village_submissions").rules if rule.severity == "blocking"]
    assert [rule.id for rule in blocking if not rule.nik_fault] == ["NAM-01", "WIL-01"]
    assert [rule.id for rule in blocking if rule.lifted_by == "known_nik"] == ["NIK-09", "NIK-17"]


NIK_FAULTS = (
    *("empty", "scientific", "letters", "missing_digit", "extra_digit", "not_16_digits", "temporary"),
    *("repeated_digits", "sequence", "family_card", "swapped_digits", "excel_cut", "impossible_date"),
    "decimal_suffix",
)


@pytest.mark.parametrize("fault", NIK_FAULTS)
def test_every_damage_of_a_nik_has_its_rule(fault: str) -> None:
    """Whatever damage makes a NIK unusable holds the row; decimals alone do not."""
    rules = load_contract("village_submissions").rules
    told = [rule for rule in rules if rule.fails_when == f"r.nik_fault = '{fault}'"]
    assert len(told) == 1
    assert told[0].nik_fault
    assert told[0].severity == ("correctable" if fault == "decimal_suffix" else "blocking")


def test_messages_are_short_enough_for_a_spreadsheet_comment() -> None:
    for contract in ALL:
        for rule in contract.rules:
            for text in (rule.message, rule.why, rule.remedy):
                assert max(len(text.id), len(text.en)) <= 240, rule.id


def test_a_contract_nobody_wrote_is_named() -> None:
    with pytest.raises(ContractError, match="known: village_submissions"):
        load_contract("nothing")


def test_a_refusal_nobody_wrote_is_named() -> None:
    with pytest.raises(KeyError, match="empty_file"):
        load_contract("p3ke").refusal("nothing")


def test_no_example_looks_like_a_nik() -> None:
    for path in sorted(CONTRACTS.glob("*.yaml")):
        assert not re.search(r"\d{16}", path.read_text(encoding="utf-8")), path.name
