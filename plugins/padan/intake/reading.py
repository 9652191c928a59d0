"""The entry: one file's bytes → FileReading."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path, PurePosixPath

from padan.area.places import load_district_codes, load_places
from padan.contracts import file_contract
from padan.intake.branch.export import read_branch_file
from padan.intake.containers import Sheet, open_sheets
from padan.intake.limits import REFERENCE, load_limits
from padan.intake.records import ColumnMapping, FileReading, Programme, ReadingTools, Refusal, SourceRef
from padan.intake.registers.exclusions import read_exclusion_file
from padan.intake.registers.registry import read_registry_file
from padan.intake.verdicts.workbook import read_verdict_file
from padan.intake.villages.ownership import named_by_path
from padan.intake.villages.village import read_village_file

SheetReader = Callable[[list[Sheet], SourceRef, ReadingTools, FileReading], None]

_SHEET_READERS: dict[str, SheetReader] = {
    "village_submissions": read_village_file,
    "bpjs_branch_export": read_branch_file,
    "exclusion_lists": read_exclusion_file,
    "case_verdicts": read_verdict_file,
}
_REGISTRY = "poverty_registry"
_NO_LIST = frozenset({"no_table", "no_header", "no_rows"})
"""A workbook with a program and nothing to see is a bait: what there is to see asks people to run the program."""


def tools_for(feed: str, regency: str, as_of: date, mappings: tuple[ColumnMapping, ...] = ()) -> ReadingTools:
    """What reading a feed's files needs, from the contracts and reference data.

    Args:
        feed: village_submissions, bpjs_branch_export, poverty_registry, exclusion_lists or case_verdicts.
        regency: Kemendagri code, '32.01'.
        as_of: the month's cut-off date: two-digit years and ages are read against it.
        mappings: layouts that people decided about.
    """
    return ReadingTools(
        contract=file_contract(feed),
        places=load_places(regency),
        districts=load_district_codes(),
        as_of=as_of,
        programmes=_programmes(as_of),
        limits=load_limits(),
        adult_years=_parameter("age_minimum_years", as_of),
        mappings=mappings,
    )


def read_file(feed: str, local: Path, source: SourceRef, tools: ReadingTools) -> FileReading:
    """Reads one file; whatever is wrong with it becomes a refusal in the reading.

    The rows of a registry are a generator: consume them while `local` exists, then look at `outcome`,
    `rows` and `furniture`; a later sheet that cannot be read raises its Refusal there.
    """
    reading = FileReading()
    try:
        if feed == _REGISTRY:
            read_registry_file(local, source, tools, reading)
        else:
            with open_sheets(local, tools.limits) as sheets:
                for kind, number in sorted(sheets.notices.items()):
                    reading.count(kind, number)
                _SHEET_READERS[feed](sheets, source, tools, reading)
    except Refusal as refusal:
        if refusal.code in _NO_LIST and "macro" in reading.furniture:
            refusal = Refusal("has_macro")
        return refuse_file(feed, source, tools, refusal, reading)
    _name_file(reading, source)
    return reading


def refuse_file(
    feed: str, source: SourceRef, tools: ReadingTools, refusal: Refusal, reading: FileReading | None = None
) -> FileReading:
    """The reading of a file refused as a whole; whose list it would be is told by its path, if by nothing else."""
    reading = reading or FileReading()
    reading.refuse(refusal)
    reading.tables.clear()
    if feed == "village_submissions" and not reading.village_codes:
        reading.village_codes = named_by_path(source, tools)
    _name_file(reading, source)
    return reading


def _name_file(reading: FileReading, source: SourceRef) -> None:
    """A refusal names the file, and which of the files in a zip."""
    if reading.outcome == "refused":
        name = PurePosixPath(source.path).name
        member = reading.refusal_details.get("member")
        reading.refusal_details["file"] = f"{name}: {member}" if member else name


@lru_cache(maxsize=16)
def _programmes(as_of: date) -> tuple[Programme, ...]:
    """Groups in force on a day, in the file's order: the first is the group of lists that name none."""
    rows = [row for row in _reference("programmes.csv") if _in_force(row, as_of)]
    rows = rows or _reference("programmes.csv")
    return tuple(Programme(row["participant_group"], row["default_funding_source"]) for row in rows)


@lru_cache(maxsize=16)
def _parameter(name: str, as_of: date) -> int:
    rows = [row for row in _reference("parameters.csv") if row["name"] == name]
    rows = [row for row in rows if _in_force(row, as_of)] or rows[:1]
    return int(rows[-1]["value"])


def _reference(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _in_force(row: dict[str, str], day: date) -> bool:
    return row["valid_from"] <= day.isoformat() and (
        not row["valid_to"] or day.isoformat() <= row["valid_to"]
    )
