"""What a village gets back is what it sent; mended and sent again it has no faults, and every row is known again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.round_trip.conftest import PERIOD, VILLAGES, Month
from tests.round_trip.mending import Mended, mend
from tests.support.returned import marked_cells

from padan.feedback.copying import storable
from padan.feedback.gather import following
from padan.feedback.model import CorrectionJob, SentFile
from padan.feedback.packages import trimmed
from padan.feedback.pages import FORMATTED, kept_rows
from padan.intake.cells import cell_text, is_blank
from padan.intake.containers import detect, open_sheets
from padan.intake.limits import load_limits
from padan.intake.records import Refusal

pytestmark = [pytest.mark.timeout(1800), pytest.mark.slow]
Cells = dict[tuple[int, int], str]


def test_every_sender_gets_a_workbook(month: Month) -> None:
    names = sorted(path.name for path in (month.folder / "koreksi").iterdir())
    assert names == sorted(job.target.name for job in month.jobs)
    assert len(names) >= VILLAGES * 0.8
    kinds = Counter(Path(file.path).suffix.lower() for job in month.jobs for file in job.files)
    assert len(kinds) >= 4, f"the senders' containers: {kinds}"


def test_the_cells_are_as_they_were_sent(month: Month) -> None:
    compared = 0
    for job in month.jobs:
        book = openpyxl.load_workbook(month.corrected(job))
        sheets = iter(book.worksheets[1:])
        for file in (file for file in job.files if file.returned):
            for sent in sent_sheets(file):
                compared += same_cells(next(sheets), sent, f"{job.place.code} {file.path}")
        assert next(sheets, None) is None, job.place.code
    assert compared > 1000


def same_cells(sheet: Any, sent: Cells, where: str) -> int:
    """Every cell that was sent stands where it stood, unless it is marked; returns how many were compared."""
    marked = {(cell.row, cell.column) for cell in marked_cells(sheet)}
    got = cells_of(sheet)
    wrong = {at for at, text in sent.items() if at not in marked and got.get(at) != text}
    assert not wrong, f"{where}, sheet {sheet.title}: {sorted(wrong)[:5]}"
    return len(sent)


def cells_of(sheet: Any) -> Cells:
    """What the cells hold, as text, blank ones left out."""
    return {
        (cell.row, cell.column): storable(cell_text(cell.value))
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and not is_blank(cell_text(cell.value))
    }


def sent_sheets(file: SentFile) -> Iterator[Cells]:
    """The sheets of a file that are given back, by the program that fits it."""
    if detect(file.stored) in FORMATTED:
        content = trimmed(file.stored, load_limits()["formatted_cells"])
        assert content is not None
        book = openpyxl.load_workbook(content, data_only=True, keep_links=False)
        named = [("", sheet.title, cells_of(sheet), sheet.max_row) for sheet in book.worksheets]
    else:
        try:
            with open_sheets(file.stored, load_limits()) as sheets:
                named = [(sheet.member, sheet.name, *texts(sheet.rows)) for sheet in sheets]
        except Refusal:
            return
    for member, name, cells, last in named:
        if file.shared and not any(row.at[:2] == (member, name) for row in file.rows):
            continue
        keep = kept_rows(last, (member, name), file)
        moved = {old: new for new, old in enumerate(keep, start=1)} if keep is not None else None
        yield {
            (moved[row] if moved is not None else row, column): text
            for (row, column), text in cells.items()
            if moved is None or row in moved
        }


def texts(rows: Any) -> tuple[Cells, int]:
    found: Cells = {}
    number = 0
    for number, cells in enumerate(rows, start=1):
        for column, text in enumerate(cells, start=1):
            if not is_blank(text):
                found[number, column] = storable(str(text))
    return found, number


AT_ONCE = 50
"""Workbooks one LibreOffice converts: of several hundred it left the last ones out and said nothing."""


def office_program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.skipif(
    office_program() is None, reason="LibreOffice is not installed: soffice is not on the PATH"
)
@pytest.mark.parametrize("folder", ["koreksi", "formulir"])
def test_libreoffice_shows_the_same_cells(month: Month, tmp_path: Path, folder: str) -> None:
    program = office_program()
    assert program
    books = sorted((month.folder / folder).iterdir())
    # The forms are all made alike: some are enough.
    books = books[: None if folder == "koreksi" else 10]
    for start in range(0, len(books), AT_ONCE):
        subprocess.run(
            [program, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx",
             "--outdir", str(tmp_path / "out"), *map(str, books[start : start + AT_ONCE])],
            check=True, capture_output=True, timeout=600, env={**os.environ, "HOME": str(tmp_path)},
        )  # fmt: skip
    for path in books:
        ours, theirs = openpyxl.load_workbook(path), openpyxl.load_workbook(tmp_path / "out" / path.name)
        assert theirs.sheetnames == ours.sheetnames, path.name
        for sheet in ours.worksheets:
            other = theirs[sheet.title]
            got, wanted = cells_of(other), cells_of(sheet)
            wrong = sorted(at for at in wanted if got.get(at) != wanted[at])
            assert not wrong, f"{path.name}, {sheet.title}: {wrong[:5]}"
            comments = [len(list(marked_cells(one))) for one in (sheet,)]
            noted = sum(cell.comment is not None for row in other.iter_rows() for cell in row)
            assert noted >= comments[0], f"{path.name}, {sheet.title}: comments are lost"


@dataclass(frozen=True)
class Second:
    """The month's second version: what each village's clerk did."""

    done: dict[str, Mended]
    version: int


@pytest.fixture(scope="session")
def second(month: Month) -> Second:
    done = {job.place.code: send_back(month, job) for job in month.jobs if job.place.name and has_rows(job)}
    assert len(done) >= VILLAGES * 0.6
    brought = month.office.bring_in("village_submissions")
    assert (brought.files, brought.refused, brought.held) == (len(done), 0, "")
    return Second(done, month.office.reckon(PERIOD)["version"])


def test_mended_lists_come_back_without_faults(month: Month, second: Second) -> None:
    assert loud_faults(month, "koreksi/%") == []


def loud_faults(month: Month, paths: str) -> list[Any]:
    return month.office.rows(
        "SELECT DISTINCT f.path, v.rule_id, r.sheet, r.row_number FROM quality.violation AS v "
        "INNER JOIN landing.file AS f ON v.file_id = f.file_id "
        "INNER JOIN quality.rule AS q ON v.rule_id = q.rule_id "
        "INNER JOIN core.village_row AS r ON v.row_id = r.row_id "
        "WHERE f.path LIKE :paths AND q.severity <> 'notice' ORDER BY 1, 2, 3, 4",
        paths=paths,
    )


def test_rows_that_come_back_are_known_again(month: Month, second: Second) -> None:
    office, done = month.office, second.done
    for code, mended in done.items():
        rows = office.rows(
            "SELECT r.returned_key FROM core.village_row AS r "
            "INNER JOIN landing.file AS f ON r.file_id = f.file_id WHERE f.path = :path",
            path=f"koreksi/{code}.xlsx",
        )
        keys = [row.returned_key for row in rows]
        assert {key for key in keys if key} == mended.kept, code
        assert keys.count(None) == mended.added, code
    left = office.rows(
        "SELECT s.village_code, f.path FROM reconciliation.submission AS s "
        "INNER JOIN landing.file AS f ON s.file_id = f.file_id "
        "WHERE s.period = :period AND s.version = :version AND s.kind = 'list' AND s.state = 'standing' "
        "AND s.village_code = ANY(:codes) AND f.path NOT LIKE 'koreksi/%'",
        period=PERIOD, version=second.version, codes=sorted(done),
    )  # fmt: skip
    assert left == [], "what was sent first is replaced by what was sent back"


def test_next_months_workbooks_are_read_without_faults(month: Month, second: Second) -> None:
    office = month.office
    office.publish(PERIOD, second.version)
    forms = sorted((office.home / "reports" / PERIOD / f"v{second.version}" / "formulir").iterdir())
    inbox = office.sources / "village_submissions" / following(PERIOD) / "formulir"
    inbox.mkdir(parents=True)
    for path in forms:
        shutil.copy(path, inbox)
    brought = office.bring_in("village_submissions")
    assert (brought.files, brought.refused, brought.held) == (len(forms), 0, "")
    mended = {f"formulir/{code}.xlsx" for code in second.done}
    assert [fault for fault in loud_faults(month, "formulir/%") if fault.path in mended] == []
    manifest = json.loads((forms[0].parents[1] / "manifest.json").read_text("utf-8"))
    counted = office.rows(
        "SELECT count(*) AS rows, count(r.returned_key) AS keys FROM core.village_row AS r "
        "INNER JOIN landing.file AS f ON r.file_id = f.file_id WHERE f.path LIKE 'formulir/%'"
    )
    assert [(row.rows, row.keys) for row in counted] == [(manifest["returned"]["formulir"]["rows"],) * 2]


def has_rows(job: CorrectionJob) -> bool:
    return any(file.rows for file in job.files)


def send_back(month: Month, job: CorrectionJob) -> Mended:
    columns: dict[str, dict[str, int]] = {}
    for file in job.files:
        for row in file.rows:
            tables = [
                table for table in file.layout
                if (table["member"], table["sheet"]) == row.at[:2] and table["header_row"] < row.at[2]
            ]  # fmt: skip
            columns[row.key] = max(tables, key=lambda table: table["header_row"])["positions"]
    inbox = month.office.sources / "village_submissions" / PERIOD / "koreksi"
    inbox.mkdir(exist_ok=True)
    target = inbox / f"{job.place.code}.xlsx"
    mended = mend(month.corrected(job), target, columns, job.place.code)
    later = max(file.received_at.timestamp() for one in month.jobs for file in one.files) + 40 * 3600
    os.utime(target, (later, later))
    return mended
