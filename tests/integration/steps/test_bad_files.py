"""What cannot be used: whoever reads the message knows the place and the remedy, and nobody else is held up."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.conftest import Warehouse
from tests.integration.steps.conftest import PERIOD
from tests.support.months import Office

from padan import steps

VILLAGE = "32.01.01.1001"
LATER = 7 * 24 * 3600


def truncated(path: Path) -> Path:
    """A workbook whose sending broke off."""
    return written(path, ".xlsx", workbook([["NO", "NIK", "NAMA"], ["1", "3201011205800001", "BUDI"]])[:-700])


def empty(path: Path) -> Path:
    return written(path, ".xlsx", b"")


def a_pdf(path: Path) -> Path:
    return written(path, ".xlsx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n")


def without_nik(path: Path) -> Path:
    rows = [["DAFTAR PEKERJA RENTAN"], [], ["NO", "NAMA", "TGL LAHIR"], ["1", "BUDI SANTOSO", "12-05-1980"]]
    return written(path, ".xlsx", workbook(rows))


@pytest.mark.parametrize(
    ("spoil", "code", "says"),
    [
        (truncated, "truncated", ["{file}", "terpotong", "Kirim lagi dari berkas asli"]),
        (empty, "empty_file", ["{file}", "kosong", "Buka berkas aslinya"]),
        (a_pdf, "unreadable", ["{file}", "pdf", "Simpan daftar sebagai Excel Workbook"]),
        (
            without_nik,
            "missing_column",
            ["{file}", "lembar Sheet", "baris 3", "kolom NIK", "TGL LAHIR", "Tambahkan kolom NIK"],
        ),
    ],
)
def test_a_list_that_cannot_be_read(
    office: Office,
    caplog: pytest.LogCaptureFixture,
    spoil: Callable[[Path], Path],
    code: str,
    says: list[str],
) -> None:
    path = spoil(list_of(office, VILLAGE))
    brought = office.bring_in("village_submissions")
    assert (brought.refused, brought.held, brought.periods) == (1, "", [PERIOD])

    [refused] = office.rows(
        "SELECT g.* FROM core.file_reading AS g INNER JOIN landing.file USING (file_id) "
        "WHERE g.outcome = 'refused'"
    )
    assert (refused.refusal_code, refused.village_codes) == (code, [VILLAGE])
    [alert] = alerts(office, "submission_refused")
    [message] = alert.details["messages"]
    for part in says:
        assert part.format(file=path.name).casefold() in message.casefold(), message
    assert "{" not in message
    assert message in caplog.text, "the data engineer reads it in the run's log"

    status = office.rows(
        "SELECT village_code, status, reason FROM mart.submission_status WHERE period = :p AND "
        "(status = 'refused' OR status IN ('received', 'late'))",
        p=PERIOD,
    )
    assert {(r.village_code, r.reason) for r in status if r.status == "refused"} == {(VILLAGE, code)}
    assert len(status) == 8
    assert (alert.period, alert.subject, alert.sent_at) == (PERIOD, code, None)
    assert alert.details["places"] == [VILLAGE]
    assert (alert.details["count"], alert.details["rules"]) == (1, {code: 1})

    # A good file at the source is enough; nothing is told twice.
    assert office.bring_in("village_submissions").load_id is None
    path.unlink()
    written(path, ".csv", good_list(), later=True)
    again = office.bring_in("village_submissions")
    assert (again.files, again.refused) == (1, 0)
    [row] = office.rows(
        "SELECT status, rows_accepted FROM mart.submission_status WHERE village_code = :v AND period = :p",
        v=VILLAGE,
        p=PERIOD,
    )
    assert (row.status, row.rows_accepted) == ("late", 1)
    assert len(alerts(office, "submission_refused")) == 1


def test_several_refused_lists_are_one_alert(office: Office) -> None:
    places = sorted(spoiled(office, empty, 2) | spoiled(office, a_pdf, 1))
    assert office.bring_in("village_submissions").refused == 3
    [alert] = alerts(office, "submission_refused")
    assert alert.details["count"] == 3
    assert alert.details["rules"] == {"empty_file": 2, "unreadable": 1}
    assert alert.details["places"] == places
    assert len(alert.details["messages"]) == 3


def test_a_list_full_of_faults_is_held_back_whole(office: Office) -> None:
    path = list_of(office, VILLAGE)
    lines = ["NIK;NAMA", *(f"{number};ORANG KE {number}" for number in range(1, 31))]
    path = written(path, ".csv", "\r\n".join(lines).encode())
    brought = office.bring_in("village_submissions")
    assert path.name in brought.held
    assert "30 of 30 rows" in brought.held
    [alert] = alerts(office, "breaker_tripped")
    assert (alert.details["places"], alert.details["files"]) == ([VILLAGE], 1)
    office.bring_in("bpjs_branch_export")
    office.bring_in("poverty_registry")
    office.bring_in("exclusion_lists")
    office.reckon(PERIOD)
    rows = [row for row in office.outcomes(PERIOD, 1) if row["file_name"] == path.name]
    assert {(row["outcome"], row["reason"][:3]) for row in rows} == {("rejected", "BRK")}
    assert len(rows) == 30


class TestUnknownStatusWord:
    """The branch's export waits with its month until the word is mapped, or another file comes."""

    WORD = "DIBEKUKAN SEMENTARA"
    KNOWN_AS = "DIBEKUKANSEMENTARA"  # case, spaces and hyphens do not matter

    @pytest.fixture
    def blocked(self, office: Office) -> Office:
        path = export_of(office)
        replace_status(path, self.WORD)
        brought = office.bring_in_all()["bpjs_branch_export"]
        # The branch's printed totals are a file of their own, and come in.
        assert (brought.files, brought.checked["blocked_files"]) == (2, 1)
        assert path.name in brought.held
        assert "STA-01" in brought.held
        return office

    def test_file_row_column_and_remedy_are_told(self, blocked: Office) -> None:
        [alert] = alerts(blocked, "branch_file_blocked")
        assert alert.period == PERIOD
        assert alert.subject == export_of(blocked).name
        assert alert.details["rules"] == {"STA-01": 2}
        rows = blocked.rows(
            "SELECT r.sheet, r.row_number, r.status_word, q.column_name, q.message_id FROM quality.violation AS v "
            "INNER JOIN staging.branch_row AS r ON v.row_id = r.row_id "
            "INNER JOIN quality.rule AS q ON v.rule_id = q.rule_id WHERE v.rule_id = 'STA-01' ORDER BY 2"
        )
        assert [(row.row_number, row.status_word, row.column_name) for row in rows] == [
            (number, self.KNOWN_AS, "status") for number in spoiled_rows(export_of(blocked), self.WORD)
        ]
        [message] = alert.details["messages"]
        numbers = ", ".join(map(str, spoiled_rows(export_of(blocked), self.WORD)))
        for part in (
            export_of(blocked).name,
            numbers,
            "STATUS",
            "Tanyakan artinya",
            "status_words.csv",
            "STA-01",
        ):
            assert part in message, message

    def test_the_month_waits(self, blocked: Office) -> None:
        for source in (blocked.source, None):
            answer = steps.readiness(blocked.context(), PERIOD, source)
            assert not answer["ready"], answer["reason"]
        [(villages,)] = blocked.rows("SELECT count(DISTINCT village_code) FROM core.village_row")
        assert villages >= 8

    def test_each_run_looks_again_until_the_word_is_mapped(
        self, blocked: Office, warehouse: Warehouse
    ) -> None:
        again = blocked.bring_in("bpjs_branch_export")
        assert (again.files, again.checked["blocked_files"]) == (1, 1)
        with warehouse.owner.begin() as connection:
            connection.exec_driver_sql(
                "INSERT INTO core.status_word (word, status, source) VALUES (%s, 'inactive', 'test')",
                (self.KNOWN_AS,),
            )
        mapped = blocked.bring_in("bpjs_branch_export")
        assert (mapped.held, mapped.periods) == ("", [PERIOD])
        blocked.month(PERIOD)
        spoiled_at = spoiled_rows(export_of(blocked), self.WORD)
        outcomes = {
            row["outcome"]
            for row in blocked.outcomes(PERIOD, 1)
            if row["side"] == "branch" and row["row_number"] in spoiled_at
        }
        assert outcomes == {"inactive_at_branch"}

    def test_a_corrected_file_takes_its_place(self, blocked: Office) -> None:
        path = export_of(blocked)
        path.write_bytes(path.read_bytes().replace(self.WORD.encode(), b"AKTIF"))
        os.utime(path, (path.stat().st_mtime + LATER,) * 2)
        mended = blocked.bring_in("bpjs_branch_export")
        assert (mended.files, mended.held, mended.periods) == (1, "", [PERIOD])
        assert set(blocked.month(PERIOD))

    def test_a_file_beside_it_takes_its_place(self, blocked: Office) -> None:
        path = export_of(blocked)
        other = path.with_name("peserta_perbaikan.csv")
        other.write_bytes(path.read_bytes().replace(self.WORD.encode(), b"AKTIF"))
        os.utime(other, (path.stat().st_mtime + LATER,) * 2)
        mended = blocked.bring_in("bpjs_branch_export")
        assert (mended.held, mended.periods) == ("", [PERIOD])
        blocked.month(PERIOD)
        branch = {row["file_name"] for row in blocked.outcomes(PERIOD, 1) if row["side"] == "branch"}
        assert branch == {other.name}


def test_a_branch_file_without_its_status_column(office: Office) -> None:
    path = export_of(office)
    path.write_bytes(path.read_bytes().replace(b"STATUS", b"KEADAAN", 1))
    brought = office.bring_in_all()["bpjs_branch_export"]
    assert "unknown_layout" in brought.held
    [alert] = alerts(office, "branch_file_blocked")
    assert alert.subject == path.name
    assert alert.details["rules"].keys() == {"unknown_layout"}
    [message] = alert.details["messages"]
    for part in (path.name, "baris 6", "kolom Status", "KEADAAN", "kind: column_mapping"):
        assert part.casefold() in message.casefold(), message


def alerts(office: Office, cause: str) -> list[Any]:
    return office.rows("SELECT * FROM audit.alert WHERE cause = :cause ORDER BY alert_id", cause=cause)


def list_of(office: Office, village: str) -> Path:
    """The one list of a village whose file name tells its code."""
    [path] = [path for path in lists(office) if village in path.name]
    return path


def lists(office: Office) -> list[Path]:
    folder = office.sources / "village_submissions" / PERIOD
    return sorted(path for path in folder.rglob("*") if path.is_file())


def export_of(office: Office) -> Path:
    return office.sources / "bpjs" / PERIOD / f"peserta_bpu_{PERIOD}.csv"


def spoiled(office: Office, spoil: Callable[[Path], Path], count: int) -> set[str]:
    """Spoils so many lists; the codes of their villages."""
    found: set[str] = set()
    for path in lists(office):
        digits = "".join(filter(str.isdigit, path.name))[:10]
        if len(found) < count and path.stat().st_size > 100 and len(digits) == 10:
            spoil(path)
            found.add(f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}.{digits[6:]}")
    return found


def written(path: Path, suffix: str, content: bytes, *, later: bool = False) -> Path:
    """Puts a file in the place of another, received when that was (or a week later)."""
    modified = path.stat().st_mtime if path.exists() else 1769000000
    path.unlink(missing_ok=True)
    path = path.with_suffix(suffix)
    path.write_bytes(content)
    os.utime(path, (modified + later * LATER,) * 2)
    return path


def good_list() -> bytes:
    return b"NO;NIK;NAMA;TGL LAHIR\r\n1;3201011205800001;BUDI SANTOSO;12-05-1980\r\n"


def workbook(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def replace_status(path: Path, word: str) -> None:
    """Two of the active people get a word that nobody knows."""
    modified = path.stat().st_mtime
    path.write_bytes(path.read_bytes().replace(b";AKTIF;", f";{word};".encode(), 2))
    os.utime(path, (modified, modified))
    assert len(spoiled_rows(path, word)) == 2


def spoiled_rows(path: Path, word: str) -> list[int]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [number for number, row in enumerate(csv.reader(file, delimiter=";"), 1) if word in row]
