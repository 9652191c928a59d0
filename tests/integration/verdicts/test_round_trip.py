"""Publish, fill in, send back, read; next month knows what both offices said."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tests.integration.verdicts.answering import table
from tests.integration.verdicts.conftest import WORLD, Offices
from tests.spec.reconciliation.world import read_world

from padan.contracts import feed_rules

JANUARY, FEBRUARY, MARCH = ("2026-01", 2), ("2026-02", 1), ("2026-03", 1)


def test_every_verdict_is_kept_with_who_gave_it_and_when(offices: Offices) -> None:
    found = offices.by_letter(
        "SELECT case_code, office, verdict, candidate, decided_by, decided_on::text FROM audit.verdict"
    )
    assert found == {
        ("A", "disnaker", "same_person", None, "Siti Rahma", "2026-02-03"),
        ("B", "disnaker", "same_person", None, "Siti Rahma", "2026-02-03"),
        ("T", "disnaker", "candidate", "A", "Siti Rahma", "2026-02-03"),
        ("D", "disnaker", "agree", None, "Siti Rahma", "2026-02-03"),
        ("D", "disnaker", "mended_by_village", None, "Siti Rahma", "2026-02-07"),
        ("K", "disnaker", "disagree", None, "Siti Rahma", "2026-02-03"),
        ("R", "disnaker", "needs_field_check", None, "Siti Rahma", "2026-02-07"),
        ("A", "branch", "same_person", None, "Budi", "2026-02-06"),
        ("B", "branch", "other_person", None, "Budi", "2026-02-06"),
        ("T", "branch", "candidate", "A", "Budi", "2026-02-06"),
        ("K", "branch", "data_mended", None, "Budi", "2026-02-06"),
        ("G", "branch", "registered", None, "Rina", "2026-02-05"),
        ("F", "disnaker", "agree", None, "Dewi", "2026-02-05"),
        ("F", "disnaker", "needs_field_check", None, "Dewi", "2026-02-05"),
        ("T", "branch", "other_person", None, "Budi", "2026-03-02"),
        ("D", "disnaker", "agree", None, "Siti Rahma", "2026-03-03"),
    }


def test_a_verdict_on_a_closed_case_is_kept_and_told(offices: Offices) -> None:
    rows = offices.office.rows(
        "SELECT v.rule_id FROM quality.violation AS v JOIN landing.file AS f USING (file_id) "
        "WHERE f.feed = 'case_verdicts' AND f.collection = '2026-02'"
    )
    assert [row.rule_id for row in rows] == ["PTS-10"]


def test_a_link_that_is_taken_back_ends(offices: Offices) -> None:
    """It was used in February; from March on the pair may not be inferred."""
    rows = offices.office.rows(
        "SELECT same, first_period, next_period FROM core.confirmed_link_in_force "
        "WHERE target = '3201054107770001' ORDER BY first_period"
    )
    assert [tuple(row) for row in rows] == [(True, "2026-02", "2026-03"), (False, "2026-03", None)]


def test_the_last_one_of_an_office_counts(offices: Offices) -> None:
    found = offices.by_letter(
        "SELECT case_code, verdict FROM reconciliation.case_verdict "
        "WHERE office = 'disnaker' AND period = :p AND version = :v",
        p=JANUARY[0],
        v=JANUARY[1],
    )
    assert ("D", "mended_by_village") in found
    assert ("D", "agree") not in found
    assert ("F", "needs_field_check") in found, "the lower of two rows"
    assert ("F", "agree") not in found


def test_a_verdict_that_was_taken_stays(offices: Offices) -> None:
    for statement in (
        "UPDATE audit.verdict SET verdict = 'agree'",
        "DELETE FROM audit.verdict",
        "TRUNCATE audit.verdict",
    ):
        with (
            pytest.raises(DBAPIError, match=r"neither changed nor removed|permission denied"),
            offices.office.engine.begin() as connection,
        ):
            connection.execute(text(statement))


def test_what_could_not_be_taken_is_told_row_by_row(offices: Offices) -> None:
    codes = offices.codes("2026-01", 1)
    told = [
        row
        for row in table(offices.folder(*JANUARY) / "rekonsiliasi.xlsx", "Putusan")
        if row["Keadaan"] == "Belum diterima"
    ]
    assert {(row["Tertulis"], str(row["Keterangan"]).split(":")[0]) for row in told} == {
        ("ngawur", "PTS-04"),
        ("Setuju", "PTS-02"),
        ("Setuju", "PTS-06"),
        ("Setuju", "PTS-03"),
        ("Setuju", "PTS-01"),
        ("kapan-kapan", "PTS-05"),
        ("Setuju", "PTS-07"),
        ("Calon E", "PTS-08"),
    }
    mistyped = next(row for row in told if "PTS-02" in str(row["Keterangan"]))
    assert mistyped["Kode yang mirip"] == codes["E"]
    assert mistyped["Berkas"] == "2026-01/cabang/balasan.xlsx"
    assert all(row["Baris"] for row in told)


def test_the_alert_counts_and_names_no_case(offices: Offices) -> None:
    rows = offices.office.rows(
        "SELECT details FROM audit.alert WHERE cause = 'verdicts_not_taken' AND period = '2026-01'"
    )
    assert [row.details["count"] for row in rows] == [8]
    assert rows[0].details["rules"] == {f"PTS-0{number}": 1 for number in range(1, 9)}


def test_every_rule_has_a_verdict_that_breaks_it(offices: Offices) -> None:
    rows = offices.office.rows("SELECT DISTINCT rule_id FROM quality.violation WHERE rule_id LIKE 'PTS%'")
    assert {row.rule_id for row in rows} == {rule.id for rule in feed_rules("case_verdicts")[1]}


def test_contradictions_are_a_list_of_their_own(offices: Offices) -> None:
    found = offices.by_letter(
        "SELECT case_code, disnaker_verdict, branch_verdict FROM mart.verdict_contradiction "
        "WHERE period = :p AND version = :v",
        p=JANUARY[0],
        v=JANUARY[1],
    )
    assert found == {("B", "same_person", "other_person"), ("K", "disagree", "data_mended")}
    shown = table(offices.folder(*JANUARY) / "rekonsiliasi.xlsx", "Bertentangan")
    codes = offices.codes("2026-01", 1)
    assert {row["Kode kasus"] for row in shown} == {codes["B"], codes["K"]}


def test_next_month_uses_what_both_confirmed(offices: Offices) -> None:
    """The world says how each row of February is known; B's pair may not be inferred any more."""
    wanted = {
        row["person"]: (row["outcome"], row["method"])
        for row in read_world(WORLD).table("2026-02 villages")
        if row["method"] or row["person"] == "B"
    }
    found = {
        offices.letters[row.name]: (row.outcome, row.match_method or "")
        for row in offices.office.rows(
            "SELECT v.name, o.outcome, o.match_method FROM reconciliation.outcome AS o "
            "JOIN core.village_row AS v ON o.side = 'village' AND o.row_id = v.row_id "
            "WHERE o.period = '2026-02' AND o.version = 1"
        )
    }
    assert {letter: found[letter] for letter in wanted} == wanted
    used = offices.office.rows("SELECT period, village_code, persons FROM mart.confirmed_link_use")
    assert [tuple(row) for row in used] == [("2026-02", "32.01.05.2003", 2)]


def test_a_verdict_does_not_change_the_month_it_was_given_on(offices: Offices) -> None:
    first, second = (offices.office.outcomes("2026-01", version) for version in (1, 2))
    assert first == second


@pytest.mark.parametrize(
    ("version", "asked"),
    [
        (
            ("2026-01", 1),
            {
                ("D", "change", 1), ("E", "change", 1), ("K", "change", 1), ("R", "change", 1),
                ("F", "register", 1), ("G", "register", 1), ("V", "register", 1), ("H", "reactivate", 1),
                ("J", "stop", 1),
            },
        ),
        # Disnaker does not agree with K: it is not asked any more.
        (
            JANUARY,
            {
                ("D", "change", 1), ("E", "change", 1), ("R", "change", 1),
                ("F", "register", 1), ("G", "register", 1), ("V", "register", 1), ("H", "reactivate", 1),
                ("J", "stop", 1),
            },
        ),
        (FEBRUARY, {("E", "change", 2), ("R", "change", 2), ("G", "register", 2), ("I", "stop", 1)}),
        # K's card lapsed: what Disnaker did not agree with was its sex.
        (MARCH, {("R", "change", 3), ("G", "register", 3), ("K", "reactivate", 1)}),
    ],
    ids=["January before the verdicts", "January", "February", "March"],
)  # fmt: skip
def test_what_is_asked_of_the_branch(
    offices: Offices, version: tuple[str, int], asked: set[tuple[str, str, int]]
) -> None:
    found = offices.by_letter(
        "SELECT s.case_code, r.kind, r.times FROM reconciliation.request AS r "
        "JOIN reconciliation.subject AS s USING (subject_id) WHERE r.period = :p AND r.version = :v",
        p=version[0],
        v=version[1],
    )
    assert found == asked


@pytest.mark.parametrize(
    ("version", "done"),
    [
        (
            FEBRUARY,
            {
                ("D", "done"), ("E", "not_done"), ("R", "done_differently"), ("F", "done"), ("G", "not_done"),
                ("V", "not_needed"), ("H", "done"), ("J", "done"),
            },
        ),
        (MARCH, {("E", "done"), ("R", "not_done"), ("G", "not_done"), ("I", "done")}),
    ],
    ids=["February", "March"],
)  # fmt: skip
def test_what_the_branch_did_with_it(
    offices: Offices, version: tuple[str, int], done: set[tuple[str, str]]
) -> None:
    found = offices.by_letter(
        "SELECT s.case_code, r.result FROM reconciliation.request_result AS r "
        "JOIN reconciliation.subject AS s USING (subject_id) WHERE r.period = :p AND r.version = :v",
        p=version[0],
        v=version[1],
    )
    assert found == done
    totals = offices.office.rows(
        "SELECT sum(asked), sum(done + not_done + done_differently + not_needed) FROM mart.request_follow_up "
        "WHERE period = :p AND version = :v",
        p=version[0],
        v=version[1],
    )
    assert [tuple(map(int, row)) for row in totals] == [(len(done), len(done))]


def test_the_branch_gets_all_it_needs(offices: Offices) -> None:
    path = offices.folder("2026-01", 1) / "pengajuan-bpjs.xlsx"
    new = {row["Nama"]: row for row in table(path, "Daftarkan")}
    assert {(row["NIK"], row["Tanggal lahir"], row["L/P"]) for row in new.values()} == {
        ("3201054306780016", "03-06-1978", "P"),
        ("3201052509820017", "25-09-1982", "L"),
        ("3201052811810015", "28-11-1981", "L"),
    }
    changes = {
        row["Nomor KPJ"]: (row["Isian"], row["Semula (cabang)"], row["Menjadi"])
        for row in table(path, "Ubah")
    }
    assert changes["24010000005"] == ("tanggal lahir", "20-02-1970", "20-01-1970")
    assert changes["24010000006"] == ("jenis kelamin", "P", "L")
    (double,) = table(path, "Hentikan")
    assert (double["Nomor KPJ"], double["KPJ yang dipertahankan"]) == ("24010000011", "24010000010")
    (lapsed,) = table(path, "Aktifkan kembali")
    assert (lapsed["Nomor KPJ"], lapsed["Status di cabang"]) == ("24010000008", "Tidak aktif")
    followed = table(offices.folder(*FEBRUARY) / "pengajuan-bpjs.xlsx", "Tindak lanjut")
    assert {row["Hasil"] for row in followed} == {
        "Dikerjakan", "Belum dikerjakan", "Dikerjakan lain", "Tidak diperlukan lagi"
    }  # fmt: skip


def test_who_may_read_which_workbook(offices: Offices) -> None:
    folder = offices.folder(*FEBRUARY)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.glob("*.xlsx")}
    assert modes == dict.fromkeys(
        ["rekonsiliasi.xlsx", "rekonsiliasi-lengkap.xlsx", "pengajuan-bpjs.xlsx"], 0o600
    )
    assert not whole_numbers(folder / "rekonsiliasi.xlsx")
    assert whole_numbers(folder / "rekonsiliasi-lengkap.xlsx")


def test_the_complete_workbook_tells_why(offices: Offices) -> None:
    path = offices.folder("2026-01", 1) / "rekonsiliasi-lengkap.xlsx"
    by_name = {row["Nama"]: row for row in table(path, "Padan melalui penelusuran")}
    told = by_name["SITI AMINAH"]
    assert told["Bukti"] == "NIK diperbaiki: NIK kurang satu angka; nama sama; tanggal lahir sama; desa sama"
    assert told["Perbedaan (cabang → desa)"] == "NIK: 3201055203800001 → 320105520380001"
    assert told["KPJ di pihak lain"] == "24010000001"
    (doubtful,) = table(path, "Identitas meragukan")
    assert "NIK 3201054107770001" in str(doubtful["Calon A"])
    assert "KPJ 24010000015" in str(doubtful["Calon B"])


@pytest.mark.parametrize("version", [("2026-01", 1), JANUARY, FEBRUARY])
def test_written_again_they_are_the_same(offices: Offices, version: tuple[str, int], tmp_path: Path) -> None:
    """Verdicts and months that came later do not show in a version that did not know them."""
    offices.write(*version, tmp_path)
    before = {path.name: path.read_bytes() for path in offices.folder(*version).iterdir()}
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    ("letter", "cause", "became"),
    [
        ("T", "ambiguous", "matched_by_inference"),
        ("B", "matched_by_inference", "ambiguous"),
    ],
)
def test_a_case_goes_on_under_its_code(offices: Offices, letter: str, cause: str, became: str) -> None:
    """Whether the person of the row was found since, or came into doubt."""
    code = offices.codes("2026-01", 1)[letter]
    assert offices.codes(*FEBRUARY)[letter] == code
    history = offices.office.rows(
        "SELECT period, version, cause, change, disnaker_verdict FROM reconciliation.case_history "
        "WHERE case_code = :code ORDER BY period LIMIT 2",
        code=code,
    )
    said = {"T": "candidate", "B": "same_person"}[letter]
    assert [tuple(row) for row in history] == [
        ("2026-01", 2, cause, "new", said),
        ("2026-02", 1, became, "reclassified", said),
    ]


def test_the_chain_of_events_knows_every_verdict(offices: Offices) -> None:
    events = offices.office.rows(
        "SELECT ref, content FROM audit.event WHERE kind = 'verdict' ORDER BY event_id"
    )
    taken = offices.office.rows("SELECT case_code FROM audit.verdict ORDER BY verdict_id")
    assert [row.ref for row in events] == [row.case_code for row in taken]
    assert not any("Siti" in str(row.content) or "Budi" in str(row.content) for row in events)


def whole_numbers(path: Path) -> list[str]:
    """NIKs and KPJs that a workbook shows."""
    cells = (
        str(cell or "") for sheet in openpyxl.load_workbook(path) for row in sheet.values for cell in row
    )
    return [cell for cell in cells if re.search(r"(?<!\d)(\d{16}|24\d{9})(?!\d)", cell)]
