"""What a village sent, as the workbooks given back see it: read by Padan itself, faults as the test says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

from padan.feedback import words
from padan.feedback.model import CorrectionJob, Place, Row, SentFile
from padan.intake import FileReading, SourceRef, read_file, tools_for

PERIOD = "2026-01"
PLACE = Place("32.01.05.2003", "Sentul", "desa", "Babakan Madang")
RECEIVED = datetime(2026, 1, 4, 9, 30)
Faults = Mapping[int, tuple[str, ...]]
"""Row number → ids of the rules that the row breaks."""


def reading_of(local: Path, path: str, period: str = PERIOD) -> FileReading:
    """What Padan reads of a file under a name."""
    tools = tools_for("village_submissions", "32.01", date(2026, 1, 31))
    return read_file("village_submissions", local, SourceRef(path, period, period), tools)


def rows_of(reading: FileReading) -> list[dict[str, Any]]:
    """The rows of the list, field by field."""
    row_set = reading.tables["staging.village_row"]
    return [dict(zip(row_set.columns, row, strict=True)) for row in row_set.rows]


def sent_file(local: Path, faults: Faults | None = None, **changed: Any) -> SentFile:
    """A list that stands; rows of other villages than the one given back are somebody else's."""
    path = changed.pop("path", f"{PLACE.code}{local.suffix}")
    reading = reading_of(local, path)
    rows = rows_of(reading) if reading.outcome == "read" else []
    own, others = [], set()
    for row in rows:
        at = (row.get("member", ""), row["sheet"], row["row_number"])
        if row["village_code"] != changed.get("code", PLACE.code):
            others.add(at)
            continue
        rules = (faults or {}).get(at[2], ())
        rejected = any(words.rules()[rule].severity == "blocking" for rule in rules)
        own.append(Row(at, f"{abs(hash(at)) % 16**16:016x}", rejected, tuple(rules)))
    changed.pop("code", None)
    told: dict[str, Any] = {
        "path": path, "stored": local, "received_at": RECEIVED, "state": "standing", "nil": False,
        "returned": True, "layout": tuple(reading.layout), "rows": tuple(own), "others": frozenset(others),
    }  # fmt: skip
    return SentFile(**(told | changed))


def correction(folder: Path, *files: SentFile, **changed: Any) -> CorrectionJob:
    """A job whose workbook comes into a folder."""
    told: dict[str, Any] = {"place": PLACE, "period": PERIOD, "files": files}
    told["target"] = folder / f"{PLACE.code}.xlsx"
    return CorrectionJob(**(told | changed))


def marked_cells(sheet: Any) -> Iterator[Any]:
    """The cells of a sheet that carry one of our comments."""
    for row in sheet.iter_rows():
        for cell in row:
            with suppress(AttributeError):
                if cell.comment is not None and cell.comment.author == "Padan":
                    yield cell


def grid(path: Path, sheet: str) -> list[list[Any]]:
    """The values of a sheet."""
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path)[sheet].iter_rows()]
