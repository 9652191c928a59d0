"""The villages' files with every list as an .xlsx workbook, so that openpyxl has the same work as Padan.

The simulation sends some lists as CSV; those are written again as workbooks of text cells.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import xlsxwriter

from padan.intake.containers import Kind, detect
from padan.intake.containers.delimited import text_sheets
from padan.intake.limits import load_limits

_DONE = "complete"


def all_workbooks(sources: Path, target: Path) -> Path:
    """Return a source root with the villages' files alone; made once for each simulation."""
    made_from = (sources.parent / "simulated.json").read_text("utf-8")
    record = target / _DONE
    if record.exists() and record.read_text("utf-8") == made_from:
        return target
    shutil.rmtree(target, ignore_errors=True)
    base = sources / "village_submissions"
    for path in sorted(path for path in base.rglob("*") if path.is_file()):
        copy = target / path.relative_to(sources)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if detect(path) == Kind.TEXT:
            copy = copy.with_suffix(".xlsx")
            _write(path, copy)
        else:
            shutil.copyfile(path, copy)
        stat = path.stat()
        os.utime(copy, (stat.st_atime, stat.st_mtime))
    record.write_text(made_from, "utf-8")
    return target


def _write(path: Path, target: Path) -> None:
    with xlsxwriter.Workbook(target) as workbook:
        for [sheet] in text_sheets(path, load_limits()):
            worksheet = workbook.add_worksheet()
            for number, cells in enumerate(sheet.rows):
                for column, cell in enumerate(cells):
                    if cell:
                        worksheet.write_string(number, column, cell)
