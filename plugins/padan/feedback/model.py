"""What building the workbooks of one village needs: plain values, so that a worker process can take them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

Address = tuple[str, str, int]
"""Where a row stands in a file: path inside a zip ('' elsewhere), sheet ('' in a text file), row number."""


@dataclass(frozen=True)
class Place:
    """Whom a workbook is for.

    Attributes:
        code: Kemendagri code; '32.01.05.unknown' for rows of a district's file that name no village.
        name: name of the village; '' where it is not known.
        kind: 'desa', 'kelurahan' or '' where it is not known.
        district: name of the kecamatan; '' where it is not known.
    """

    code: str
    name: str
    kind: str
    district: str


@dataclass(frozen=True)
class Row:
    """One row that a village sent.

    Attributes:
        at: where it stands.
        key: core.row_key, by which it is known when it comes back.
        rejected: whether it does not count until it is mended.
        rules: ids of the rules that it breaks, the first reason first.
    """

    at: Address
    key: str
    rejected: bool
    rules: tuple[str, ...]


@dataclass(frozen=True)
class SentFile:
    """One file as it concerns one village.

    Attributes:
        path: below the month's folder, as people are told it.
        stored: the landed bytes.
        received_at: when it was received, local time.
        state: standing, held, superseded, refused or withdrawn.
        nil: whether it says that there is nobody.
        returned: whether its sheets are given back.
        layout: one object a table, as in core.file_reading.
        rows: the village's own rows.
        others: addresses of rows that are not the village's: nobody else may see those people.
        problem: why the file was refused or held, and what to do; '' and '' where it was not.
    """

    path: str
    stored: Path
    received_at: datetime
    state: str
    nil: bool
    returned: bool
    layout: tuple[dict[str, Any], ...]
    rows: tuple[Row, ...]
    others: frozenset[Address] = frozenset()
    problem: tuple[str, str] = ("", "")

    @property
    def shared(self) -> bool:
        """Whether it is a file of several villages, of which only own rows and their heads are shown."""
        return bool(self.others)


@dataclass(frozen=True)
class Changes:
    """What became of the rows of the attempt before: counts by kind (fixed, still_wrong, newly_wrong, gone, new)."""

    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class CorrectionJob:
    """koreksi/<village_code>.xlsx: one village's files of one month."""

    place: Place
    period: str
    files: tuple[SentFile, ...]
    target: Path
    changes: Changes = Changes()
    from_cells: bool = False


@dataclass(frozen=True)
class Person:
    """One person whom a village already has on its list; None where nothing is known."""

    key: str
    nik: str | None
    family_card_number: str | None
    name: str | None
    birth_place: str | None
    birth_date: str | None
    sex: str | None
    address: str | None
    rt: str | None
    rw: str | None
    occupation: str | None
    phone: str | None
    participant_group: str
    funding_source: str


@dataclass(frozen=True)
class FormJob:
    """formulir/<village_code>.xlsx: the people held, for the month that follows."""

    place: Place
    period: str
    people: tuple[Person, ...]
    target: Path


@dataclass(frozen=True)
class Built:
    """A workbook that was written.

    Attributes:
        sha256: of its bytes.
        bytes: its size.
        rows: rows of people in it.
        marked: cells that carry a mark.
    """

    sha256: str
    bytes: int
    rows: int
    marked: int
