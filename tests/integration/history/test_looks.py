"""The complaint desk: a history is told with its reasons, and every look is noted before it is answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, ProgrammingError
from tests.conftest import Server, Warehouse, made_warehouse
from tests.integration.programme.world import PEOPLE, write_world
from tests.support.months import Office

from padan import steps
from padan.history import Answer, Question, look, read_question, tell
from padan.history.look import LookRefused
from padan.history.printed import as_page, on_screen
from padan.history.question import UnclearQuestion
from padan.history.story import PersonStory
from padan.products.labels import labels
from padan.quality.rules import sync_rules
from padan.warehouse.engine import engine

REASON = "Keluhan loket 12 Maret"
TODAY = date(2026, 3, 12)


@pytest.fixture(scope="module")
def month(postgres_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """The world of the programme's tests, both months reckoned."""
    root = tmp_path_factory.mktemp("history")
    with made_warehouse(postgres_server) as warehouse:
        with warehouse.owner.begin() as connection:
            sync_rules(connection)
        office = Office(warehouse.loader_uri, root / "home", root / "sources")
        write_world(office.sources)
        office.bring_in_all()
        for period in ("2026-01", "2026-02"):
            steps.reconcile(office.context(), period)
        yield warehouse


@pytest.fixture(scope="module")
def desk(month: Warehouse, postgres_server: Server) -> Iterator[Engine]:
    """The login of `make person`."""
    database = month.owner_uri.rpartition("/")[2]
    made = engine(postgres_server.uris.desk.rpartition("/")[0] + "/" + database)
    yield made
    made.dispose()


def looked(desk: Engine, typed: str) -> Answer:
    return look(desk, read_question(typed, TODAY), REASON, "siti")


def story(desk: Engine, letter: str) -> PersonStory:
    [told] = tell(looked(desk, PEOPLE[letter][0]), labels("id"))
    return told


def headlines(told: PersonStory) -> dict[str, str]:
    return {month.period: month.headline for month in told.months}


def noted(month: Warehouse) -> list[tuple[object, ...]]:
    with month.owner.connect() as connection:
        rows = connection.execute(
            text("SELECT who, told_by, asked_by, reason, people FROM audit.look ORDER BY look_id")
        )
        return [tuple(row) for row in rows]


class TestAnswers:
    """What X is told."""

    def test_why_somebody_is_not_protected(self, desk: Engine) -> None:
        assert headlines(story(desk, "B")) == {
            "Februari 2026": "TIDAK DILINDUNGI. Tidak ada pada daftar desa dan tidak ada pada daftar cabang bulan ini.",
            "Januari 2026": "TIDAK DILINDUNGI. Desa sudah mengajukan, tetapi cabang belum mendaftarkan.",
        }
        assert headlines(story(desk, "G"))["Januari 2026"] == (
            "TIDAK DILINDUNGI. Tidak memenuhi syarat: didanai anggaran lain."
        )
        assert headlines(story(desk, "K"))["Januari 2026"] == (
            "TIDAK DILINDUNGI. Desa tidak mengajukan bulan ini, dan kartu di cabang berstatus NONAKTIF."
        )

    def test_somebody_protected_month_by_month(self, desk: Engine) -> None:
        told = story(desk, "D")
        assert headlines(told) == {"Februari 2026": "DILINDUNGI.", "Januari 2026": "DILINDUNGI."}
        lines = [dict(month.lines) for month in told.months]
        assert lines[1]["Diajukan"] == (
            "Sentul, Kecamatan Babakan Madang; berkas 32.01.05.2003.csv, baris 5; diterima 10 Januari 2026"
        )
        assert lines[1]["Diperiksa"] == "tidak ada temuan"
        assert lines[1]["Dikenali"] == "NIK sama"
        assert lines[1]["Hasil"] == "Padan"
        assert lines[1]["Cabang"] == (
            "KPJ •••••••0004; status AKTIF; iuran Januari 2026 Rp 16.800; berkas peserta.csv, baris 5"
        )
        assert [line["Kartu"] for line in lines] == ["DISERAHKAN", "DI KECAMATAN"]

    def test_arrears_and_the_month_in_which_the_cover_ends(self, desk: Engine) -> None:
        [_, january] = story(desk, "J").months
        assert january.headline == "DILINDUNGI. Dilindungi cabang, tetapi desa tidak mengajukan bulan ini."
        assert (
            dict(january.lines)["Tunggakan"]
            == "2 bulan. Perlindungan berakhir bulan depan bila tidak dibayar."
        )

    def test_the_case_and_who_must_act(self, desk: Engine) -> None:
        [_, january] = story(desk, "B").months
        case = dict(january.lines)["Kasus"]
        assert case.startswith("BGR-2601-")
        assert (
            "Belum terdaftar di cabang; terbuka; penanggung jawab Kantor cabang BPJS Ketenagakerjaan" in case
        )

    def test_facts_mask_the_nik_and_name_the_registry(self, desk: Engine) -> None:
        facts = dict(story(desk, "B").facts)
        assert facts == {
            "Nama": "BUDI SANTOSO",
            "NIK": "320105••••••••••",
            "Tanggal lahir": "5 Juli 1975",
            "Desa/kelurahan": "Sentul, Kecamatan Babakan Madang",
            "Data kemiskinan": "tercatat pada P3KE 2025-1, desil 2",
        }

    def test_somebody_only_the_registry_knows(self, desk: Engine) -> None:
        told = story(desk, "E")
        assert dict(told.facts)["Data kemiskinan"] == "tercatat pada P3KE 2025-1, desil 3"
        assert set(headlines(told).values()) == {
            "TIDAK DILINDUNGI. Tidak ada pada daftar desa dan tidak ada pada daftar cabang bulan ini."
        }

    def test_a_record_of_the_registry_with_a_damaged_nik_is_known(self, desk: Engine) -> None:
        assert dict(story(desk, "I").facts)["Data kemiskinan"] == "tercatat pada P3KE 2025-1, desil 2"

    def test_by_card_and_by_name_it_is_the_same_person(self, desk: Engine) -> None:
        by_nik = tell(looked(desk, "3201 0552 0380 0001"), labels("id"))
        assert tell(looked(desk, "24010000001"), labels("id")) == by_nik
        assert tell(looked(desk, "Hj. Siti Aminah; 12/03/1980"), labels("id")) == by_nik

    def test_the_screen_and_the_page_hold_no_number_of_a_person(self, desk: Engine) -> None:
        answer = looked(desk, PEOPLE["A"][0])
        [told] = tell(answer, labels("id"))
        screen = on_screen([told], answer.look_id, "siti", "id")
        page = as_page(told, answer.look_id, "id")
        assert max(map(len, screen.splitlines())) <= 100
        for text_made in (screen, page):
            assert "SITI AMINAH" in text_made
            assert PEOPLE["A"][0] not in text_made
            assert "24010000001" not in text_made
        assert "https://" not in page

    def test_english_on_request(self, desk: Engine) -> None:
        [told] = tell(looked(desk, PEOPLE["B"][0]), labels("en"))
        assert told.months[1].headline == (
            "NOT PROTECTED. The village has submitted, but the branch has not registered."
        )


class TestLog:
    """Who looked, when, and why."""

    def test_a_look_is_noted_without_numbers(self, month: Warehouse, desk: Engine) -> None:
        before = len(noted(month))
        answer = looked(desk, PEOPLE["A"][0])
        assert noted(month)[before:] == [("padan_desk_local", "siti", "nik", REASON, 1)]
        with month.owner.connect() as connection:
            everything = connection.execute(
                text(
                    "SELECT l::text || f::text FROM audit.look AS l INNER JOIN audit.look_found AS f USING (look_id)"
                )
            ).scalars()
            assert not [row for row in everything if PEOPLE["A"][0] in row or "SITI AMINAH" in row]
            event = connection.execute(
                text("SELECT content FROM audit.event WHERE kind = 'look' AND ref = :ref"),
                {"ref": str(answer.look_id)},
            ).scalar_one()
        assert set(event) == {"who", "people", "reason_sha256"}

    def test_a_look_that_finds_nobody_is_noted(self, month: Warehouse, desk: Engine) -> None:
        before = len(noted(month))
        assert tell(looked(desk, "3201059999999999"), labels("id")) == []
        assert noted(month)[before:] == [("padan_desk_local", "siti", "nik", REASON, 0)]

    @pytest.mark.parametrize(
        ("reason", "says"),
        [
            ("", "needs a reason"),
            ("   keluhan  ", "needs a reason"),
            ("keluhan atas 3201055203800001", "without NIK"),
            ("kartu 24010000001 hilang", "without NIK"),
        ],
    )
    def test_without_a_proper_reason_nothing_is_told(
        self, month: Warehouse, desk: Engine, reason: str, says: str
    ) -> None:
        before = noted(month)
        with pytest.raises(LookRefused, match=says):
            look(desk, Question(nik=PEOPLE["A"][0]), reason, "siti")
        with desk.begin() as connection, pytest.raises(DBAPIError, match="22023"):
            connection.execute(
                text("SELECT audit.look_for(:reason, :nik, NULL, NULL, NULL, NULL)"),
                {"reason": reason, "nik": PEOPLE["A"][0]},
            )
        assert noted(month) == before

    def test_a_look_is_answered_only_after_it_is_committed(self, month: Warehouse, desk: Engine) -> None:
        before = noted(month)
        with desk.connect() as connection:
            number = connection.execute(
                text("SELECT audit.look_for(:reason, :nik, NULL, NULL, NULL, NULL)"),
                {"reason": REASON, "nik": PEOPLE["A"][0]},
            ).scalar_one()
            with pytest.raises(DBAPIError, match="commit audit.look_for first"):
                connection.execute(text("SELECT * FROM audit.look_people(:number)"), {"number": number})
            connection.rollback()
        assert noted(month) == before, "taken back, but nothing was told"

    def test_another_login_cannot_use_a_look(self, month: Warehouse, desk: Engine) -> None:
        number = looked(desk, PEOPLE["A"][0]).look_id
        with month.owner.connect() as connection, pytest.raises(DBAPIError, match="another login's"):
            connection.execute(text("SELECT * FROM audit.look_rows(:number)"), {"number": number})

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE audit.look SET reason = 'nothing at all'",
            "DELETE FROM audit.look_found",
            "TRUNCATE audit.look CASCADE",
        ],
    )
    def test_the_log_is_append_only_even_for_its_owner(self, month: Warehouse, statement: str) -> None:
        with month.owner.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
            connection.execute(text(statement))

    @pytest.mark.parametrize(
        "table", ["core.person", "core.village_row", "reconciliation.outcome", "audit.look"]
    )
    def test_the_desk_reads_no_table(self, desk: Engine, table: str) -> None:
        with desk.connect() as connection, pytest.raises(ProgrammingError, match="permission denied"):
            connection.execute(text(f"SELECT FROM {table}"))  # noqa: S608

    def test_the_tasks_and_the_readers_see_no_look(self, month: Warehouse) -> None:
        for uri in (month.loader_uri, month.reader_uri):
            with (
                engine(uri).connect() as connection,
                pytest.raises(ProgrammingError, match="permission denied"),
            ):
                connection.execute(text("SELECT FROM audit.look"))


@pytest.mark.parametrize(
    "typed", ["", "320105", "SITI AMINAH", "; 12-03-1980", "SITI AMINAH; kemarin", "3201055203800001a"]
)
def test_what_cannot_be_searched_is_said_without_repeating_it(typed: str) -> None:
    with pytest.raises(UnclearQuestion) as told:
        read_question(typed, TODAY)
    assert not typed or typed not in str(told.value).replace("SITI AMINAH; 12-03-1980", "")


def test_a_question_never_shows_itself() -> None:
    assert repr(read_question("3201055203800001", TODAY)) == "Question()"
