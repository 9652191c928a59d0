"""A folder of sources as it is landed, read without a warehouse: the rows that a model is trained from."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from padan.intake.reading import read_file, tools_for
from padan.intake.records import SourceRef
from padan.linkage.features import LinkRow

_VILLAGES, _BRANCH, _REGISTRY = "village_submissions", "bpjs_branch_export", "poverty_registry"


@dataclass
class SourceRows:
    """Rows of one month: the villages' and, on the other side, the branch's and the registry's; nik by ref."""

    villages: list[LinkRow] = field(default_factory=list)
    branch: list[LinkRow] = field(default_factory=list)
    registry: list[LinkRow] = field(default_factory=list)
    usable_nik: dict[int, str] = field(default_factory=dict)


def read_source(root: Path, regency: str) -> SourceRows:
    """Read the newest month of a source folder that has both sides, and the registries beside it.

    Rows are numbered in the order of the files' paths: the same folder gives the same rows on any machine.

    Raises:
        FileNotFoundError: the folder has no month with village files and a branch export.
    """
    months = sorted(
        {path.name for path in (root / "village_submissions").glob("*")}
        & {path.name for path in (root / "bpjs").glob("*")}
    )
    if not months:
        raise FileNotFoundError(
            "SOURCE has no month with both village_submissions/<YYYY-MM> and bpjs/<YYYY-MM>"
        )
    period = months[-1]
    year, month = (int(part) for part in period.split("-"))
    as_of = date(year, month, calendar.monthrange(year, month)[1])
    found = SourceRows()
    number = 0
    for feed, folder, collection, target in (
        (_VILLAGES, root / "village_submissions" / period, period, found.villages),
        (_BRANCH, root / "bpjs" / period, period, found.branch),
        *(
            (_REGISTRY, path, f"{path.parent.name}/{path.name}", found.registry)
            for path in sorted((root / "registry").glob("*/*"))
        ),
    ):
        for record in _records(feed, folder, collection, period, regency, as_of):
            number += 1
            target.append(_link_row(number, record))
            if record["nik"] and record["nik_fault"] in (None, "decimal_suffix"):
                found.usable_nik[number] = record["nik"]
    return found


def _records(
    feed: str, folder: Path, collection: str, period: str, regency: str, as_of: date
) -> Iterator[dict[str, Any]]:
    tools = tools_for(feed, regency, as_of)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        source = SourceRef(name, collection, period if feed != _REGISTRY else None)
        reading = read_file(feed, path, source, tools)
        for rows in reading.tables.values() if reading.outcome == "read" else ():
            if "name" not in rows.columns:
                continue
            for values in rows.rows:
                yield dict(zip(rows.columns, values, strict=True))


def _link_row(ref: int, record: dict[str, Any]) -> LinkRow:
    born = record["birth_date"]
    return LinkRow(
        ref=ref,
        name=record["name"],
        name_words=record.get("name_words") or [],
        birth_date=born.isoformat() if isinstance(born, date) else born,
        sex=record["sex"],
        nik_written=record["nik_raw"],
        nik_fault=record["nik_fault"],
        village_code=record["village_code"],
        rt=record.get("rt"),
        rw=record.get("rw"),
    )
