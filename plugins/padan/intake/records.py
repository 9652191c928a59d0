"""What the intake takes and gives: a source, a reading, a set of rows, a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from padan.area.places import Places
from padan.contracts import Contract

Value = str | int | bool | date | list[str] | None
"""One value of a staging column."""

Outcome = Literal["read", "nil", "refused"]


@dataclass(frozen=True)
class SourceRef:
    """Where a file lay.

    Attributes:
        path: path below its collection's folder, '/' between.
        collection: the folder below the feed: '2026-01', 'p3ke/2025-1', 'deceased'.
        period: coverage month 'YYYY-MM' of village and branch files, else None.
        village: the village that a person assigned the file to; it goes before everything the file says.
    """

    path: str
    collection: str
    period: str | None
    village: str | None = None


@dataclass(frozen=True)
class Programme:
    """A participant group's default funder, from include/reference/programmes.csv."""

    participant_group: str
    funding_source: str


IGNORE = "ignore"
"""What a decision says of a column that nobody shall read."""


@dataclass(frozen=True)
class ColumnMapping:
    """What a person decided about one layout; it goes before aliases and similarity.

    Attributes:
        village_code: the village whose lists it holds for; None for any village.
        heads: keys (`contracts.headers.key`) of the filled heads, from left to right.
        columns: key of a head → canonical field, or 'ignore'. The second head of the same key is 'KEY#2'. A head
            that is not named here is read as always.
    """

    village_code: str | None
    heads: tuple[str, ...]
    columns: Mapping[str, str]


@dataclass(frozen=True)
class ReadingTools:
    """What reading a feed needs beside the bytes; made once a process by `tools_for`.

    Attributes:
        contract: columns, words and messages of the feed.
        places: villages and districts of the regency.
        districts: six-digit NIK prefixes of every kecamatan of Indonesia.
        as_of: the day that two-digit years and ages are read against.
        programmes: default funder by group; the first group is the one of lists that name none.
        limits: name → value of include/reference/intake_limits.csv.
        adult_years: age below which a registry's person is not kept.
        mappings: layouts that people decided about.
    """

    contract: Contract
    places: Places
    districts: frozenset[str]
    as_of: date
    programmes: tuple[Programme, ...]
    limits: dict[str, int]
    adult_years: int
    mappings: tuple[ColumnMapping, ...] = ()


@dataclass
class RowSet:
    """Rows of one staging table, without row_id and file_id; a registry's rows are a generator, read once."""

    columns: tuple[str, ...]
    rows: Iterable[tuple[Value, ...]]


@dataclass
class FileReading:
    """What became of one file; the fields are those of staging.reading.

    Attributes:
        outcome: 'read', 'nil' (a zero report) or 'refused'.
        refusal_code: code in the contract's messages, when refused.
        refusal_details: what that message names; values of cells are masked.
        village_codes: villages whose list it is, or, when refused, whom its evidence names by code.
        declared_period: month that its titles or its name say.
        rows: rows of the list read so far; final once the tables' rows were consumed.
        furniture: what is no row, counted by kind; final once the tables' rows were consumed.
        layout: one object a table, see `intake.header.Header.layout`.
        tables: rows by staging table. A file refused for its month keeps its rows here.
    """

    outcome: Outcome = "read"
    refusal_code: str | None = None
    refusal_details: dict[str, Any] = field(default_factory=dict)
    village_codes: list[str] = field(default_factory=list)
    declared_period: str | None = None
    rows: int = 0
    furniture: dict[str, int] = field(default_factory=dict)
    layout: list[dict[str, Any]] = field(default_factory=list)
    tables: dict[str, RowSet] = field(default_factory=dict)

    def count(self, kind: str, number: int = 1) -> None:
        """Counts furniture of one kind."""
        if number:
            self.furniture[kind] = self.furniture.get(kind, 0) + number

    def refuse(self, refusal: Refusal) -> None:
        """Turns the reading into a refusal; what was read so far stays for the caller to judge."""
        self.outcome = "refused"
        self.refusal_code = refusal.code
        self.refusal_details = {**refusal.details}


class Refusal(Exception):  # noqa: N818 - it is an answer to a sender, not a failure of the program
    """A file cannot be taken. The code is one of the contract's messages, the details are what it names.

    Details hold sheet names, row numbers, header words and codes: never the content of a person's row.
    """

    def __init__(self, code: str, **details: Any) -> None:
        """Notes why; `details` are the placeholders of the message."""
        super().__init__(code)
        self.code = code
        self.details = details
