"""What the warehouse knows about the villages' files of a month → one job a workbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping

from padan.feedback import words
from padan.feedback.model import Address, Changes, CorrectionJob, FormJob, Person, Place, Row, SentFile
from padan.products.query import AS_BEFORE, WITHOUT_STATISTICS
from padan.warehouse.sql import run

_STANDING = ("standing", "held")
_UNKNOWN = "unknown"


@dataclass(frozen=True)
class _FileRows:
    """Rows of one file by village."""

    by_village: dict[str, tuple[Row, ...]]

    def others(self, code: str) -> frozenset[Address]:
        """Addresses of everybody else's rows."""
        return frozenset(
            row.at for village, rows in self.by_village.items() if village != code for row in rows
        )


def correction_jobs(
    connection: Connection, period: str, version: int, landing: Path, folder: Path
) -> Iterator[CorrectionJob]:
    """One job a village that sent something, ordered by its code; the warehouse is only read.

    Args:
        connection: reads core, quality, reconciliation and landing.
        period: 'YYYY-MM'.
        version: a version of the month.
        landing: folder of the landed bytes.
        folder: where the workbooks go.
    """
    places = _places(connection)
    rows = _rows(connection, period, version)
    changes = _changes(connection, period, version)
    files = _fetch(connection, "files", period=period, version=version)
    for code, group in groupby(files, key=lambda file: str(file["village_code"])):
        sent = list(group)
        stands = any(file["state"] in _STANDING and file["kind"] == "list" for file in sent)
        yield CorrectionJob(
            place=places.get(code) or _unknown_place(code, places),
            period=period,
            files=tuple(_sent_file(file, code, stands, rows, landing) for file in sent),
            target=folder / f"{code}.xlsx",
            changes=changes.get(code, Changes()),
        )


def form_jobs(connection: Connection, period: str, version: int, folder: Path) -> Iterator[FormJob]:
    """One job a village that holds people at the end of the month, ordered by its code."""
    places = _places(connection)
    people = _fetch(connection, "people", period=period, version=version)
    for code, group in groupby(people, key=lambda person: str(person["village_code"])):
        held = tuple(
            Person(**{name: value for name, value in person.items() if name != "village_code"})
            for person in group
        )
        if code in places:
            yield FormJob(places[code], following(period), held, folder / f"{code}.xlsx")


def following(period: str) -> str:
    """The month after: '2026-12' → '2027-01'."""
    year, month = int(period[:4]), int(period[5:])
    return f"{year + month // 12}-{month % 12 + 1:02d}"


def _fetch(connection: Connection, name: str, **binds: object) -> Sequence[RowMapping]:
    connection.execute(WITHOUT_STATISTICS)
    rows = run(connection, f"feedback/{name}.sql", **binds).mappings().all()
    connection.execute(AS_BEFORE)
    return rows


def _places(connection: Connection) -> dict[str, Place]:
    return {
        row["village_code"]: Place(
            row["village_code"], row["village_name"], row["village_type"], row["district_name"]
        )
        for row in _fetch(connection, "places")
    }


def _changes(connection: Connection, period: str, version: int) -> dict[str, Changes]:
    return {
        row["village_code"]: Changes({name: number for name, number in row.items() if name != "village_code"})
        for row in _fetch(connection, "attempts", period=period, version=version)
    }


def _unknown_place(code: str, places: dict[str, Place]) -> Place:
    """Rows of a district's file that name no village: they go back to whoever sent it."""
    district = code.rpartition(".")[0]
    names = {place.district for village, place in places.items() if village.startswith(f"{district}.")}
    return Place(code, "", "", names.pop() if len(names) == 1 else "")


def _rows(connection: Connection, period: str, version: int) -> dict[int, _FileRows]:
    found: dict[int, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in _fetch(connection, "rows", period=period, version=version):
        at = (row["member"], row["sheet"], row["row_number"])
        found[row["file_id"]][row["village_code"]].append(
            Row(at, row["row_key"], row["rejected"], tuple(row["rules"]))
        )
    return {
        file_id: _FileRows({code: tuple(rows) for code, rows in villages.items()})
        for file_id, villages in found.items()
    }


def _sent_file(
    file: RowMapping, code: str, stands: bool, rows: dict[int, _FileRows], landing: Path
) -> SentFile:
    held = rows.get(file["file_id"], _FileRows({}))
    return SentFile(
        path=file["path"],
        stored=landing / file["sha256"],
        received_at=file["received_at"],
        state=file["state"],
        nil=file["kind"] == "nil",
        returned=_is_returned(file, code, stands),
        layout=tuple(file["layout"]),
        rows=held.by_village.get(code, ()),
        others=held.others(code),
        problem=_problem(file),
    )


def _is_returned(file: RowMapping, code: str, stands: bool) -> bool:
    """Lists that count are given back; a refused file only where there is no list, and only to its one village."""
    if file["kind"] == "list":
        return file["state"] in _STANDING
    alone = list(file["village_codes"]) == [code]
    return not stands and alone and file["state"] == "refused" and file["refusal_code"] is not None


def _problem(file: RowMapping) -> tuple[str, str]:
    if file["state"] == "held" and file["breaker_id"]:
        return words.breaker_message(file["breaker_id"])
    if file["state"] == "refused" and file["refusal_code"]:
        details: dict[str, Any] = dict(file["refusal_details"])
        return words.refusal_message(file["refusal_code"], details)
    return ("", "")
