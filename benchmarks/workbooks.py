"""A month's village files, set out so that openpyxl has the same work as Padan.

Of the plain month every list is made a workbook: the simulation sends some as CSV, which are written again
as workbooks of text cells. Of the messy month nothing is changed: the workbooks that openpyxl can read are
put apart from everything else, which only Padan reads.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import xlsxwriter

from padan.intake.containers import Kind, detect, open_sheets
from padan.intake.limits import load_limits

FEED = "village_submissions"
_DONE = "complete"


def all_workbooks(sources: Path) -> Path:
    """Return a source root with the villages' files alone, all of them workbooks; made once a simulation."""

    def place(path: Path, target: Path) -> Path:
        copy = target / path.relative_to(sources)
        if detect(path) == Kind.TEXT:
            copy = copy.with_suffix(".xlsx")
            copy.parent.mkdir(parents=True, exist_ok=True)
            _write(path, copy)
        return copy

    return _set_out(sources, sources.with_name("workbooks"), place)


def parted(sources: Path) -> tuple[Path, Path]:
    """Return two source roots: the villages' workbooks that openpyxl reads, and their other files."""

    def place(path: Path, target: Path) -> Path:
        return target / ("workbooks" if _readable(path) else "others") / path.relative_to(sources)

    root = _set_out(sources, sources.with_name("parted"), place)
    return root / "workbooks", root / "others"


def files_of(root: Path) -> list[Path]:
    """Return the villages' files below a source root, in order."""
    return sorted(path for path in (root / FEED).rglob("*") if path.is_file())


def read_with_openpyxl(workbooks: Sequence[Path]) -> int:
    """Look at every cell's value of every workbook; return how many cells there were."""
    cells = 0
    for path in workbooks:
        # As a stream, because openpyxl refuses a workbook that is called .xls or .csv.
        with path.open("rb") as stream:
            workbook = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            for sheet in workbook.worksheets:
                for row in sheet.iter_rows(values_only=True):
                    cells += len(row)
            workbook.close()
    return cells


def _readable(path: Path) -> bool:
    """Whether openpyxl reads it: anything it raises on an odd file says that it does not."""
    try:
        read_with_openpyxl([path])
    except Exception:
        return False
    return True


def _set_out(sources: Path, target: Path, place: Callable[[Path, Path], Path]) -> Path:
    """Copy every file to where `place` says, unless that was done before; modification times are kept."""
    made_from = (sources.parent / "simulated.json").read_text("utf-8")
    record = target / _DONE
    if record.exists() and record.read_text("utf-8") == made_from:
        return target
    shutil.rmtree(target, ignore_errors=True)
    for path in files_of(sources):
        copy = place(path, target)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if not copy.exists():
            shutil.copyfile(path, copy)
        stat = path.stat()
        os.utime(copy, (stat.st_atime, stat.st_mtime))
    record.write_text(made_from, "utf-8")
    return target


def _write(path: Path, target: Path) -> None:
    with xlsxwriter.Workbook(target) as workbook, open_sheets(path, load_limits()) as [sheet]:
        worksheet = workbook.add_worksheet()
        for number, cells in enumerate(sheet.rows):
            for column, cell in enumerate(cells):
                if cell:
                    worksheet.write_string(number, column, cell)
