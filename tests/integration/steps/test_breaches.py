"""The worst file costs one refusal: whoever sent it hears of it, and everybody else's list is read."""

from __future__ import annotations

import io
from pathlib import Path

import psutil
import pytest
import xlwt
from tests.integration.steps.conftest import PERIOD
from tests.support.months import Office

from padan.intake.limits import load_limits


def too_heavy() -> bytes:
    """Sheets with a cell in each of their far corners: the parser lays out 16 million cells for each."""
    book = xlwt.Workbook()
    for name in "ABCDE":
        sheet = book.add_sheet(name)
        sheet.write(0, 0, "NIK")
        sheet.write(65535, 255, "x")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def too_slow() -> bytes:
    return b"<html><table>" + b"<tr><td>1" * 8_000_000


def sent_by(office: Office, village: str, ending: str, content: bytes) -> None:
    """In place of what the village had sent."""
    folder = office.sources / "village_submissions" / PERIOD
    for path in [path for path in folder.rglob("*") if path.is_file() and village in str(path)]:
        path.unlink()
    (folder / f"{village}{ending}").write_bytes(content)


@pytest.mark.slow
def test_a_breach_costs_one_refusal(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(load_limits(), "file_seconds", 6)
    villages = sorted(row.village_code for row in office.rows("SELECT village_code FROM core.village"))
    villages = [village for village in villages if any(village in path.name for path in lists(office))]
    before = len(lists(office))
    sent_by(office, villages[1], ".xls", too_heavy())
    sent_by(office, villages[3], ".xls", too_slow())

    brought = office.bring_in("village_submissions")

    readings = office.rows(
        "SELECT f.path, r.outcome, r.refusal_code, r.refusal_details, r.village_codes "
        "FROM core.file_reading AS r INNER JOIN landing.file AS f USING (file_id)"
    )
    refused = {reading.path: reading for reading in readings if reading.outcome == "refused"}
    assert {path: reading.refusal_code for path, reading in refused.items()} == {
        f"{villages[1]}.xls": "took_too_much_memory",
        f"{villages[3]}.xls": "took_too_long",
    }
    assert [reading.village_codes for _, reading in sorted(refused.items())] == [[villages[1]], [villages[3]]]
    assert brought.refused == 2
    assert len(readings) <= before
    assert sum(reading.outcome in ("read", "nil") for reading in readings) == len(readings) - 2
    # Those that ended and are not yet collected have no command line.
    alive = [child for child in psutil.Process().children() if child.status() != psutil.STATUS_ZOMBIE]
    workers = [child for child in alive if "padan.workers.child" in child.cmdline()]
    assert len(workers) <= office.context().settings.readers


def lists(office: Office) -> list[Path]:
    return [path for path in (office.sources / "village_submissions" / PERIOD).rglob("*") if path.is_file()]
