"""What is asked of the branch can be done, says why, and is followed to the card; a verdict holds for its matter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.conftest import Server, made_warehouse
from tests.integration.verdicts.answering import Answers, table
from tests.integration.verdicts.conftest import Offices
from tests.spec.reconciliation.world import read_world, write_sources
from tests.support.months import Office

from padan import steps
from padan.history import look, read_question, tell
from padan.products.labels import labels
from padan.warehouse.engine import engine

JANUARY, FEBRUARY, MARCH = ("2026-01", 2), ("2026-02", 1), ("2026-03", 1)
WORLD = Path(__file__).parent / "requests.md"


@pytest.fixture(scope="module")
def asked(postgres_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Offices]:
    """Three months; after January Disnaker does not agree with P and W, the branch does."""
    root = tmp_path_factory.mktemp("requests")
    world = read_world(WORLD)
    write_sources(world, root / "sources")
    with made_warehouse(postgres_server) as made:
        office = Office(made.loader_uri, root / "home", root / "sources")
        both = Offices(office, {row["name"]: row["person"] for row in world.table("People")})
        office.bring_in_all()
        steps.reconcile(office.context(), "2026-01")
        disagree(both)
        office.bring_in("case_verdicts")
        for period, version in (JANUARY, FEBRUARY, MARCH):
            assert steps.reconcile(office.context(), period)["version"] == version
        yield both


def disagree(both: Offices) -> None:
    """On January's workbook."""
    codes = both.codes("2026-01", 1)
    answers = Answers(both.folder("2026-01", 1) / "rekonsiliasi.xlsx")
    answers.sign(decided_by_disnaker="Siti", decided_on_disnaker="03-02-2026", decided_by_branch="Budi")
    answers.say("disnaker", {codes["P"]: "Tidak setuju", codes["W"]: "Tidak setuju"})
    answers.say("branch", {codes["P"]: "Setuju", codes["W"]: "Setuju"})
    answers.save(both.office.sources / "verdicts" / "2026-01" / "balasan.xlsx", "2026-02-04T09:00")


def sheet(both: Offices, version: tuple[str, int], title: str) -> dict[str, dict[str, object]]:
    """Letter of the person → the row of a sheet of pengajuan-bpjs.xlsx."""
    letters = {code: letter for letter, code in both.codes(*version).items()}
    letters |= {
        code: letter for period in (JANUARY, FEBRUARY) for letter, code in both.codes(*period).items()
    }
    rows = table(both.folder(*version) / "pengajuan-bpjs.xlsx", title)
    return {letters[str(row["Kode kasus"])]: row for row in rows}


def test_the_world_is_as_it_is_told(asked: Offices, tmp_path: Path) -> None:
    expected = write_sources(read_world(WORLD), tmp_path)
    with asked.office.engine.connect() as connection:
        found = {(e.period, e.side, e.file_name, e.row_number): e.outcome for e in expected}
        rows = connection.exec_driver_sql(
            "SELECT o.* FROM reconciliation.row_outcome AS o "
            "JOIN reconciliation.current_version USING (period, version)"
        )
        assert {(r.period, r.side, r.file_name, r.row_number): r.outcome for r in rows} == found


@pytest.mark.parametrize(
    ("version", "kinds"),
    [
        (
            ("2026-01", 1),
            {("G", "reactivate"), ("P", "change"), ("Q", "register"), ("V", "change"), ("W", "change")},
        ),
        (JANUARY, {("G", "reactivate"), ("Q", "register"), ("V", "change")}),
        # P differs in one field more than Disnaker said no to; W in the same. N has no NIK to be registered with.
        (
            FEBRUARY,
            {("A", "reactivate"), ("L", "stop"), ("O", "stop"), ("P", "change"), ("Q", "register"), ("V", "change")},
        ),
        # W's card lapsed: nobody has said anything on that.
        (MARCH, {("P", "change"), ("Q", "register"), ("U", "stop"), ("W", "reactivate")}),
    ],
    ids=["January before the verdicts", "January", "February", "March"],
)  # fmt: skip
def test_what_is_asked(asked: Offices, version: tuple[str, int], kinds: set[tuple[str, str]]) -> None:
    found = asked.by_letter(
        "SELECT s.case_code, r.kind FROM reconciliation.request AS r JOIN reconciliation.subject AS s "
        "USING (subject_id) WHERE r.period = :p AND r.version = :v",
        p=version[0],
        v=version[1],
    )
    assert found == kinds


@pytest.mark.parametrize(
    ("version", "contradicted"), [(JANUARY, {"P", "W"}), (FEBRUARY, {"W"}), (MARCH, set())]
)
def test_a_contradiction_is_on_what_the_case_is_now(
    asked: Offices, version: tuple[str, int], contradicted: set[str]
) -> None:
    found = asked.by_letter(
        "SELECT case_code FROM mart.verdict_contradiction WHERE period = :p AND version = :v",
        p=version[0],
        v=version[1],
    )
    assert {letter for (letter,) in found} == contradicted


def test_an_earlier_verdict_is_shown_as_such(asked: Offices) -> None:
    code = asked.codes(*MARCH)["W"]
    rows = table(asked.folder(*MARCH) / "rekonsiliasi.xlsx", "Tidak aktif di cabang")
    (row,) = [row for row in rows if row["Kode kasus"] == code]
    before = "tentang keadaan sebelumnya: Padan, isian berbeda"
    assert row["Putusan Disnaker tercatat"] == f"Tidak setuju (03-02-2026), {before}"
    told = {
        row["Kode kasus (tertulis)"]: row["Keadaan"]
        for row in table(asked.folder(*FEBRUARY) / "rekonsiliasi.xlsx", "Putusan")
        if row["Instansi"] == "Dinas Tenaga Kerja"
    }
    codes = asked.codes(*FEBRUARY)
    assert told == {codes["P"]: "Diterima, kasusnya kini lain", codes["W"]: "Diterima, berlaku"}


def test_the_history_tells_it_as_such(asked: Offices, postgres_server: Server) -> None:
    database = asked.office.uri.rpartition("/")[2]
    desk = engine(postgres_server.uris.desk.rpartition("/")[0] + "/" + database)
    question = read_question("3201051011900003", date(2026, 4, 1))
    [person] = tell(look(desk, question, "Keluhan loket 1 April", "siti"), labels("id"))
    desk.dispose()
    told = {month.period: str(month) for month in person.months}
    said = "putusan Dinas Tenaga Kerja: Tidak setuju"
    before = "putusan Dinas Tenaga Kerja tentang keadaan sebelumnya: Tidak setuju"
    assert said in told["Februari 2026"]
    assert before in told["Maret 2026"]


def test_somebody_is_registered_with_a_usable_nik(asked: Offices) -> None:
    (row,) = sheet(asked, JANUARY, "Daftarkan").values()
    assert row["NIK"] == "3201056604770016"
    assert "320105660477016" in str(row["Keterangan NIK"])


def test_without_a_usable_nik_the_village_has_the_case(asked: Offices) -> None:
    owners = asked.by_letter(
        "SELECT case_code, owner FROM mart.open_case WHERE period = '2026-02' AND cause = 'not_at_branch'"
    )
    assert owners == {("N", "village"), ("Q", "branch")}


@pytest.mark.parametrize(
    ("version", "letter", "reason", "since", "kept"),
    [
        (FEBRUARY, "O", "Tidak memenuhi syarat: melewati batas umur", "2026-01", None),
        (MARCH, "U", "Tidak memenuhi syarat: didanai anggaran lain", "2026-02", None),
        (
            FEBRUARY,
            "L",
            "Orang ini memiliki lebih dari satu kartu yang ditagih; hentikan kartu ini.",
            None,
            "24010000018",
        ),
    ],
)
def test_a_stop_says_why_and_since_when(
    asked: Offices, version: tuple[str, int], letter: str, reason: str, since: str | None, kept: str | None
) -> None:
    row = sheet(asked, version, "Hentikan")[letter]
    assert (row["Alasan"], row["Keluar sejak"], row["KPJ yang dipertahankan"]) == (reason, since, kept)


def test_the_workbook_says_why_somebody_is_out(asked: Offices) -> None:
    rows = table(asked.folder(*MARCH) / "rekonsiliasi.xlsx", "Ditagih setelah keluar")
    assert [row["Alasan"] for row in rows] == ["Tidak memenuhi syarat: didanai anggaran lain, sejak 2026-02"]


def test_the_branch_is_asked_to_mend_its_nik(asked: Offices) -> None:
    row = sheet(asked, JANUARY, "Ubah")["V"]
    assert (row["Isian"], row["Semula (cabang)"], row["Menjadi"]) == ("NIK", None, "3201054306780006")


@pytest.mark.parametrize(
    ("version", "results"),
    [
        (FEBRUARY, {"G": "Dikerjakan", "Q": "Belum dikerjakan", "V": "Belum dikerjakan"}),
        (
            MARCH,
            {
                "A": "Dikerjakan", "L": "Dikerjakan", "O": "Dikerjakan", "P": "Belum dikerjakan",
                "Q": "Belum dikerjakan", "V": "Dikerjakan",
            },
        ),
    ],
)  # fmt: skip
def test_what_the_branch_did(asked: Offices, version: tuple[str, int], results: dict[str, str]) -> None:
    rows = sheet(asked, version, "Tindak lanjut")
    assert {letter: row["Hasil"] for letter, row in rows.items()} == results


@pytest.mark.parametrize(
    ("version", "letter", "kpj", "now"),
    [
        (FEBRUARY, "G", "24010000017", "Aktif; Padan"),
        (MARCH, "A", "24010000001", "Aktif; Padan melalui penelusuran"),
    ],
)
def test_the_card_that_counts_now_is_shown(
    asked: Offices, version: tuple[str, int], letter: str, kpj: str, now: str
) -> None:
    row = sheet(asked, version, "Tindak lanjut")[letter]
    assert (row["Nomor KPJ"], row["Di cabang sekarang"]) == (kpj, now)
