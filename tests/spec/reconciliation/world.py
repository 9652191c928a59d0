"""A world written by hand: a Markdown file with tables of people, lists and the expected outcomes.

Sections, each a table (see worlds/*.md):

    ## People                     person, nik, name, birth_date, sex
    ## 2026-01 villages           one row a row of a village's list, and what must become of it
    ## 2026-01 carried            rows of files not typed here (of an earlier month, or given by content):
                                  file, row, and what must become of it
    ## 2026-01 branch             one row a row of the branch's list, and what must become of it
    ## 2026-01 printed            the branch's printed totals: group, funder, persons, rupiah
    ## 2026-01 files              file, received, content: when a file came, or what it holds instead of rows
    ## 2026-01 status             village, status, and whatever else of mart.submission_status
    ## 2026-01 bridge             area, group, funder, line, persons, rupiah: every line that is not zero
    ## 2026-01 ledger             cause, village, opening, new, reopened, resolved, in, out, closing
    ## 2026-01 cases              cause, village, owner, first_period: every open case
    ## exclusions <list>          nik, name, valid_from, valid_to, note
    ## 2026-02 confirmed          what the offices found before that month: of, file and row of the village's row,
                                  kind (nik, kpj) and target, and whether it is the same person
    ## registry                   person (or nik, name, birth_date, sex), village: the poverty registry's rows

A person's letter fills nik, name, birth_date and sex; a cell of the row itself goes before, and `-` is blank.
A row's file is named after its village unless `file` names another; rows of one file stand as typed.
`outcome`, `reason`, `pair` and `area` are expectations; a row without outcome must have none. A pair is a
letter that both its rows bear, and a row without one must have none. `area` is the village that the row is
counted in. A reason that the rules name is compared even when the cell is blank; of other outcomes only where
one is typed. An area typed in a bridge must have no other line, a ledger no other cause of a village.

Who a row is, where it is typed: `who` is a letter that all rows of one person bear in every month, on both sides,
and no row of anybody else (`-`: nobody was identified); `method` is how the row was matched (`-`: by nothing);
`evidence` is what was decided about the candidates that were kept, best first ('tie tie', 'review'; `-`: none).
Where the rule leaves a choice, `outcome` names all that are right: ambiguous/rejected. A pair with a question mark
(a?) is one if there is one.
"""

from __future__ import annotations

import csv
import os
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")
Row = dict[str, str]

VILLAGE_COLUMNS = {
    "nik": "NIK",
    "name": "NAMA",
    "birth_date": "TANGGAL LAHIR",
    "sex": "JENIS KELAMIN",
    "family_card": "NO KK",
    "address": "ALAMAT",
    "desa": "DESA",
    "kecamatan": "KECAMATAN",
    "group": "KELOMPOK",
    "funder": "SUMBER DANA",
    "action": "STATUS",
}
BRANCH_COLUMNS = {
    "kpj": "NO KPJ",
    "nik": "NIK",
    "name": "NAMA TENAGA KERJA",
    "birth_date": "TGL LAHIR",
    "sex": "JENIS KELAMIN",
    "village": "DESA/KELURAHAN",
    "district": "KECAMATAN",
    "group": "KELOMPOK",
    "funder": "SUMBER DANA",
    "since": "TGL KEPESERTAAN",
    "status": "STATUS",
    "months": "BULAN IURAN",
    "contribution": "IURAN",
    "paid_on": "TGL BAYAR",
}
REGISTRY_COLUMNS = [
    *("NO", "ID KELUARGA P3KE", "DESIL KESEJAHTERAAN", "DESA/KELURAHAN", "KODE KEMDAGRI", "ID INDIVIDU"),
    *("NIK", "NAMA", "TANGGAL LAHIR", "JENIS KELAMIN"),
]
ALWAYS = {"nik", "name", "birth_date", "sex"}
ALWAYS_AT_BRANCH = ALWAYS | {"kpj", "status", "contribution", "months"}
PERSONAL = ("nik", "name", "birth_date", "sex")
WITH_REASON = {"rejected", "ineligible", "matched", "matched_different", "billed_after_exit", "superseded"}
"""Outcomes whose reason the rules define, if only as none."""


@dataclass
class World:
    """Sections of one Markdown file, by heading."""

    title: str
    sections: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def months(self) -> list[str]:
        """Months with a list, in order."""
        return sorted({m[0] for key in self.sections if (m := re.match(r"\d{4}-\d{2}", key))})

    def table(self, heading: str) -> list[Row]:
        """Rows of a section; none when it is not there."""
        return self.sections.get(heading, [])


@dataclass(frozen=True)
class Expected:
    """What must become of one row: its address, and the outcome typed by hand."""

    period: str
    side: str
    file_name: str
    row_number: int
    outcome: str
    reason: str | None
    pair: str | None
    area: str | None
    who: str | None = None
    method: str | None = None
    evidence: str | None = None

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Every outcome that is right."""
        return tuple(self.outcome.split("/"))

    @property
    def tells_reason(self) -> bool:
        """Whether the reason is compared."""
        defined = self.outcome in WITH_REASON and (self.side, self.outcome) != ("branch", "rejected")
        return defined or self.reason is not None


def read_world(path: Path) -> World:
    """Read a world; an unknown heading or a ragged table is an error, not a silent omission."""
    world, heading, header = World(""), "", None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            world.title = line[2:]
        elif line.startswith("## "):
            heading, header = line[3:].strip(), None
            world.sections[heading] = []
        elif line.startswith("|"):
            cells = [cell.strip() for cell in line.strip()[1:-1].split("|")]
            if header is None:
                header = cells
            elif not set("".join(cells)) <= {"-", ":"} or "" in cells:
                assert len(cells) == len(header), f"{path.name}: {line}"
                world.sections[heading].append(dict(zip(header, cells, strict=True)))
    return world


def write_sources(world: World, root: Path) -> list[Expected]:
    """Write the world's files below root; return what must become of every row."""
    people = {row["person"]: row for row in world.table("People")}
    expected: list[Expected] = []
    for period in world.months:
        expected += _write_villages(world, root, period, people)
        expected += _write_branch(world, root, period, people)
        expected += [
            _expected(period, "village", row["file"], int(row["row"]), row)
            for row in world.table(f"{period} carried")
        ]
    for heading, rows in world.sections.items():
        if heading.startswith("exclusions "):
            path = root / "exclusions" / heading.split()[1] / "list.csv"
            _write_csv(
                path,
                ["NIK", "NAMA", "BERLAKU DARI", "BERLAKU SAMPAI", "KETERANGAN"],
                [
                    [row["nik"], *(row.get(key, "") for key in ("name", "valid_from", "valid_to", "note"))]
                    for row in rows
                ],
            )
            _stamp(path, datetime(2026, 1, 1, 8, tzinfo=WIB))
    _write_registry(world, root, people)
    return expected


def _write_registry(world: World, root: Path, people: dict[str, Row]) -> None:
    rows = [_filled(row, people) for row in world.table("registry")]
    if rows:
        path = root / "registry" / "p3ke" / "2025-1" / "individu_p3ke_3201.csv"
        table = [
            [
                str(number),
                f"K{number}",
                "2",
                row["desa"],
                row["village"],
                f"I{number}",
                *(row[key] for key in PERSONAL),
            ]
            for number, row in enumerate(rows, 1)
        ]
        _write_csv(path, REGISTRY_COLUMNS, table)
        _stamp(path, datetime(2025, 12, 1, 8, tzinfo=WIB))


def _write_villages(world: World, root: Path, period: str, people: dict[str, Row]) -> list[Expected]:
    files: dict[str, list[Row]] = defaultdict(list)
    for row in world.table(f"{period} villages"):
        files[row.get("file") or f"{row['village']}.csv"].append(row)
    expected: list[Expected] = []
    received = {row["file"]: row for row in world.table(f"{period} files")}
    for order, (name, rows) in enumerate(files.items()):
        filled = [_filled(row, people) for row in rows]
        keys = [key for key in VILLAGE_COLUMNS if key in ALWAYS or any(row.get(key) for row in filled)]
        path = root / "village_submissions" / period / name
        _write_csv(
            path,
            [VILLAGE_COLUMNS[key] for key in keys],
            [[row.get(key, "") for key in keys] for row in filled],
        )
        _stamp(path, _received(received.get(name), period, order))
        expected += [
            _expected(period, "village", name, number, row)
            for number, row in enumerate(rows, 2)
            if row["outcome"]
        ]
    for name, row in received.items():
        if row.get("content"):
            path = root / "village_submissions" / period / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(row["content"].replace("\\n", "\n"), encoding="utf-8")
            _stamp(path, _received(row, period, len(files)))
    return expected


def _write_branch(world: World, root: Path, period: str, people: dict[str, Row]) -> list[Expected]:
    files: dict[str, list[Row]] = defaultdict(list)
    for row in world.table(f"{period} branch"):
        files[row.get("file") or "peserta.csv"].append(row)
    expected: list[Expected] = []
    for order, (name, rows) in enumerate(files.items()):
        filled = [
            {"status": "AKTIF", "contribution": "16800", "months": period} | _filled(row, people)
            for row in rows
        ]
        keys = [
            key for key in BRANCH_COLUMNS if key in ALWAYS_AT_BRANCH or any(row.get(key) for row in filled)
        ]
        path = root / "bpjs" / period / name
        _write_csv(
            path,
            [BRANCH_COLUMNS[key] for key in keys],
            [[row.get(key, "") for key in keys] for row in filled],
        )
        _stamp(path, _received(None, period, order))
        expected += [
            _expected(period, "branch", name, number, row)
            for number, row in enumerate(rows, 2)
            if row["outcome"]
        ]
    if printed := world.table(f"{period} printed"):
        path = root / "bpjs" / period / "rekap.csv"
        _write_csv(
            path,
            ["KELOMPOK", "SUMBER DANA", "JUMLAH PESERTA", "JUMLAH IURAN"],
            [[row["group"], row["funder"], row["persons"], row["rupiah"]] for row in printed],
        )
        _stamp(path, _received(None, period, len(files)))
    return expected


def _filled(row: Row, people: dict[str, Row]) -> Row:
    person = people[row["person"]] if row.get("person") else {}
    base = {key: person.get(key, "") for key in PERSONAL}
    own = {key: value for key, value in row.items() if value}
    return {key: "" if value == "-" else value for key, value in {**base, **own}.items()}


def _expected(period: str, side: str, file_name: str, number: int, row: Row) -> Expected:
    told = (row.get(key) or None for key in ("reason", "pair", "area", "who", "method", "evidence"))
    return Expected(period, side, file_name, number, row["outcome"], *told)


def _received(row: Row | None, period: str, order: int) -> datetime:
    if row and row.get("received"):
        return datetime.fromisoformat(row["received"]).replace(tzinfo=WIB)
    year, month = map(int, period.split("-"))
    return datetime(year, month, 10, 8, tzinfo=WIB) + timedelta(minutes=order)


def _write_csv(path: Path, header: list[str], rows: list[list[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, delimiter=";")
        writer.writerow(header)
        writer.writerows(rows)


def _stamp(path: Path, moment: datetime) -> None:
    os.utime(path, (moment.timestamp(), moment.timestamp()))
