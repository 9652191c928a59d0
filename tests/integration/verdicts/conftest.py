"""The world's three months, answered by both offices in January, as an office would live through them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.conftest import Server, made_warehouse
from tests.integration.verdicts.answering import Answers
from tests.spec.reconciliation.world import read_world, write_sources
from tests.support.months import Office

from padan import steps
from padan.products.labels import labels
from padan.products.month import read_month
from padan.products.requests.workbook import write_requests
from padan.products.sheets.case_book import read_case_book
from padan.products.workbooks.workbook import write_workbook

WORLD = Path(__file__).parent / "world.md"


@dataclass
class Offices:
    """The warehouse and its sources, and who is who."""

    office: Office
    letters: dict[str, str]

    def folder(self, period: str, version: int) -> Path:
        """Where a version's workbooks are; written when first asked for, as publishing writes them."""
        folder = self.office.home / "workbooks" / period / f"v{version}"
        if not folder.exists():
            folder.mkdir(parents=True)
            self.write(period, version, folder)
        return folder

    def write(self, period: str, version: int, folder: Path) -> None:
        """Write the three workbooks of a version."""
        with self.office.engine.connect() as connection:
            month = read_month(connection, period, version, "id", "32.01")
            book = read_case_book(connection, month)
        write_workbook(month, labels("id"), book, folder / "rekonsiliasi.xlsx")
        write_workbook(month, labels("id"), book, folder / "rekonsiliasi-lengkap.xlsx", full=True)
        write_requests(month, labels("id"), book, folder / "pengajuan-bpjs.xlsx")

    def codes(self, period: str, version: int) -> dict[str, str]:
        """Letter of a person → code of the person's case; the village's, where each side has one."""
        rows = self.office.rows(
            "SELECT s.case_code, coalesce(v.name, b.name) AS name "
            "FROM reconciliation.case_state AS c JOIN reconciliation.subject AS s USING (subject_id) "
            "LEFT JOIN core.village_row AS v ON c.row_side = 'village' AND c.row_id = v.row_id "
            "LEFT JOIN core.branch_row AS b ON c.row_side = 'branch' AND c.row_id = b.row_id "
            "WHERE c.period = :p AND c.version = :v AND c.status = 'open' ORDER BY c.row_side",
            p=period,
            v=version,
        )
        return {self.letters[row.name]: row.case_code for row in rows}

    def by_letter(self, statement: str, **binds: object) -> set[tuple[object, ...]]:
        """Rows of a statement whose first column is a case code, with the person's letter instead of it."""
        codes = {
            row.case_code: self.letters[row.name]
            for row in self.office.rows(
                "SELECT DISTINCT s.case_code, coalesce(v.name, b.name) AS name "
                "FROM reconciliation.case_state AS c JOIN reconciliation.subject AS s USING (subject_id) "
                "LEFT JOIN core.village_row AS v ON c.row_side = 'village' AND c.row_id = v.row_id "
                "LEFT JOIN core.branch_row AS b ON c.row_side = 'branch' AND c.row_id = b.row_id "
                "WHERE c.status = 'open' AND coalesce(v.name, b.name) IS NOT NULL"
            )
        }
        return {(codes[row[0]], *row[1:]) for row in self.office.rows(statement, **binds)}


@pytest.fixture(scope="session")
def offices(postgres_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Offices]:
    """January reckoned, answered by both offices, then reckoned again with February and March."""
    root = tmp_path_factory.mktemp("verdicts")
    world = read_world(WORLD)
    write_sources(world, root / "sources")
    with made_warehouse(postgres_server) as made:
        office = Office(made.loader_uri, root / "home", root / "sources")
        both = Offices(office, letters={})
        for row in world.table("People"):
            both.letters.setdefault(row["name"], row["person"])
        both.letters["NENG LILIS SARI DEWI"] = "D"
        office.bring_in_all()
        steps.reconcile(office.context(), "2026-01")
        answer(both)
        answer_badly(both)
        office.bring_in("case_verdicts")
        for period, version in (("2026-01", 2), ("2026-02", 1), ("2026-03", 1)):
            made_version = steps.reconcile(office.context(), period)
            assert (made_version["version"], made_version["changed"]) == (version, True)
            if period == "2026-02":
                answer_again(both)
                office.bring_in("case_verdicts")
        yield both


def answer(both: Offices) -> None:
    """Both offices fill in their copies; the branch's is untidy."""
    codes = both.codes("2026-01", 1)
    folder = both.folder("2026-01", 1)
    at_source = both.office.sources / "verdicts" / "2026-01"
    disnaker = Answers(folder / "rekonsiliasi-lengkap.xlsx")
    disnaker.sign(decided_by_disnaker="Siti Rahma", decided_on_disnaker="3 Februari 2026")
    disnaker.say("disnaker", {codes["A"]: "Orang yang sama", codes["B"]: "Orang yang sama"})
    disnaker.say("disnaker", {codes["T"]: "Calon A"}, Catatan="KTP sudah dilihat")
    disnaker.say("disnaker", {codes["D"]: "Setuju", codes["K"]: "Tidak setuju", codes["E"]: "ngawur"})
    disnaker.save(at_source / "dari Disnaker.xlsx", "2026-02-04T09:00")

    branch = Answers(folder / "rekonsiliasi.xlsx")
    branch.sign(decided_by_branch="Budi")
    branch.say("branch", {codes["A"]: "ORANG YANG SAMA ", codes["B"]: "bukan orang yg sama"})
    branch.say("branch", {codes["T"]: "calon a", codes["K"]: "Data diperbaiki", codes["E"]: "Setuju"})
    branch.say("branch", {codes["G"]: "Didaftarkan"}, Diisi_oleh="Rina", Tanggal_putusan="05-02-2026")
    branch.say("branch", {codes["C"]: "Setuju"})
    branch.retype(codes["E"], codes["E"][:-1] + ("0" if codes["E"][-1] != "0" else "1"))
    branch.rearrange().save(at_source / "cabang" / "balasan.xlsx", "2026-02-06T09:00")

    later = Answers(folder / "rekonsiliasi.xlsx")
    later.sign(decided_by_disnaker="Siti Rahma", decided_on_disnaker="07-02-2026")
    later.say("disnaker", {codes["R"]: "Perlu verifikasi lapangan", codes["D"]: "Diperbaiki desa"})
    later.say("disnaker", {codes["F"]: "Setuju"})
    later.retype(codes["F"], "BGR-2601-00000-" + check("BGR-2601-00000"))
    later.save(at_source / "susulan.xlsx", "2026-02-08T09:00")


def answer_badly(both: Offices) -> None:
    """A copy on which nobody signed, with every fault that the others do not have."""
    codes = both.codes("2026-01", 1)
    unsigned = Answers(both.folder("2026-01", 1) / "rekonsiliasi.xlsx")
    unsigned.say("disnaker", {codes["H"]: "Setuju"}).say("branch", {codes["R"]: "kapan-kapan"})
    unsigned.say("disnaker", {codes["T"]: "Calon E", codes["K"]: "Setuju"}, Diisi_oleh="Dewi")
    unsigned.say(
        "disnaker", {codes["F"]: "Setuju", codes["V"]: "Perlu verifikasi lapangan"}, Diisi_oleh="Dewi"
    )
    unsigned.retype(codes["K"], "lihat lampiran").retype(codes["V"], codes["F"])
    unsigned.save(both.office.sources / "verdicts" / "2026-01" / "tanpa nama.xlsx", "2026-02-05T09:00")


def answer_again(both: Offices) -> None:
    """On February's workbook: the branch takes T's link back, and Disnaker comes late with D, which is closed."""
    was, codes = both.codes("2026-01", 1), both.codes("2026-02", 1)
    february = Answers(both.folder("2026-02", 1) / "rekonsiliasi.xlsx")
    february.sign(decided_by_branch="Budi", decided_by_disnaker="Siti Rahma")
    february.say("branch", {codes["T"]: "Bukan orang yang sama"}, Tanggal_putusan="2 Maret 2026")
    february.say("disnaker", {codes["R"]: "Setuju"}, Tanggal_putusan="3 Maret 2026")
    february.retype(codes["R"], was["D"])
    february.save(both.office.sources / "verdicts" / "2026-02" / "balasan.xlsx", "2026-03-04T09:00")


def check(body: str) -> str:
    from padan.identity.case_codes import check_character

    return check_character(body)
