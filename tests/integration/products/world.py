"""A made-up month straight in the warehouse's last tables: what a reconciliation would leave behind.

Every row of both sides has an outcome, the bridge is added up from the rows, and every exception has its case.
Names and numbers are invented; NIKs carry a real district prefix so that masking has something to hide.
"""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from padan.warehouse.copy import copy_rows
from sqlalchemy import Connection, text

PERIOD = "2026-01"
TARIFF = 16800
GROUPS = (("pekerja_rentan", "apbd_provinsi", 0.925), ("marbot", "apbd_kabupaten", 1.0))
GIVEN = ("ASEP", "DEDE", "SITI", "NENENG", "UJANG", "CECEP", "EUIS", "YAYAN", "RINA", "=CMD()", "AGUS", "WAWAN")
FAMILY = ("SUPRIATNA", "NURHAYATI", "MULYADI", "KURNIA", "SAEPUDIN", "ROHAETI", "HIDAYAT", "SOLIHIN")

# Outcome of a village row, reason, share of rows, whether the branch has a row for it.
LADDER = (
    ("superseded", None, 0.004, None),
    ("rejected", "NIK-01", 0.018, None),
    ("duplicate_in_file", None, 0.004, None),
    ("withdrawn", None, 0.006, "billed_after_exit"),
    ("duplicate_across_villages", None, 0.003, None),
    ("ineligible", "over_age", 0.012, "billed_after_exit"),
    ("inactive_at_branch", "inactive", 0.012, "inactive_at_branch"),
    ("ambiguous", None, 0.002, "ambiguous"),
    ("in_process", None, 0.010, None),
    ("not_at_branch", None, 0.014, None),
    ("matched_different", "name,village", 0.012, "matched_different"),
    ("matched_different", "contribution", 0.004, "matched_different"),
    ("matched", None, 1.0, "matched"),
)
CASES = {
    "rejected": "village",
    "duplicate_in_file": "village",
    "duplicate_across_villages": "disnaker",
    "ineligible": "disnaker",
    "ambiguous": "disnaker",
    "not_submitted": "disnaker",
    "inactive_at_branch": "branch",
    "not_at_branch": "branch",
    "billed_after_exit": "branch",
    "duplicate_at_branch": "branch",
    "matched_different": "branch",
}
PAIRS = ("matched", "matched_different")
LINES_OF_BRANCH = {
    "inactive_at_branch": "inactive_rows_at_branch",
    "ambiguous": "ambiguous_at_branch",
    "rejected": "rejected_at_branch",
}


@dataclass
class Row:
    """One row of either side with its outcome."""

    side: str
    row_id: int
    file_id: int
    number: int
    village: str
    group: str
    funder: str
    rupiah: int
    outcome: str
    reason: str | None
    nik: str | None
    nik_raw: str
    name: str
    covered: bool | None = None
    pair: int | None = None


@dataclass
class World:
    """Everything written for one month."""

    rows: list[Row] = field(default_factory=list)
    pairs: dict[int, tuple[Row, Row]] = field(default_factory=dict)
    status: dict[str, str] = field(default_factory=dict)


def build_world(connection: Connection, rows_per_village: int = 6, version: int = 1, seed: int = 7) -> World:
    """Fills core, reconciliation and mart with one version of one month for every village of core.village."""
    chance = random.Random(seed)
    villages = list(
        connection.execute(text("SELECT village_code FROM core.village ORDER BY village_code COLLATE \"C\"")).scalars()
    )
    world = World()
    branch_file = len(villages) + 1
    for number, village in enumerate(villages, start=1):
        _fill_village(world, chance, number, village, rows_per_village, villages, branch_file)
    _write_files(connection, villages, branch_file, world, chance)
    _write_rows(connection, world)
    _write_version(connection, version)
    _write_outcomes(connection, world, version)
    _write_mart(connection, world, version, villages)
    return world


def _fill_village(
    world: World,
    chance: random.Random,
    file_id: int,
    village: str,
    size: int,
    villages: list[str],
    branch_file: int,
) -> None:
    draw = chance.random()
    world.status[village] = "received" if draw < 0.93 else "late" if draw < 0.97 else chance.choice(
        ("carried_forward", "missing", "refused", "nil")
    )
    if world.status[village] in ("missing", "refused", "nil"):
        return
    for number in range(1, max(1, round(size * chance.uniform(0.6, 1.4))) + 1):
        group, funder = next((g, f) for g, f, share in GROUPS if chance.random() < share)
        outcome, reason, at_branch = _outcome(chance)
        nik = f"{village[:2]}{village[3:5]}{village[6:8]}{chance.randrange(1, 29):02d}0{chance.randrange(1, 9)}{chance.randrange(60, 99)}{chance.randrange(1, 9999):04d}"
        name = f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}"
        damaged = outcome == "rejected"
        row = Row(
            "village", len(world.rows) + 1, file_id, number + 6, village, group, funder, TARIFF, outcome,
            reason, None if damaged else nik, "3,20102E+15" if damaged else nik, name,
        )
        world.rows.append(row)
        if at_branch:
            _add_branch(world, chance, row, at_branch, villages, branch_file)
    if chance.random() < 0.4:
        lone = Row("branch", 0, branch_file, 0, village, "pekerja_rentan", "apbd_provinsi", TARIFF,
                   chance.choice(("not_submitted", "duplicate_at_branch")), None, "3201010101800001",
                   "3201010101800001", "UCU SAMSUDIN", True)
        _number(world, lone)


def _outcome(chance: random.Random) -> tuple[str, str | None, str | None]:
    draw = chance.random()
    for outcome, reason, share, at_branch in LADDER:
        if draw < share:
            return outcome, reason, at_branch
        draw -= share
    return "matched", None, "matched"


def _add_branch(
    world: World, chance: random.Random, row: Row, outcome: str, villages: list[str], branch_file: int
) -> None:
    if outcome == "billed_after_exit" and chance.random() < 0.5:
        return
    moved = row.reason is not None and "village" in row.reason
    village = chance.choice(villages) if moved else row.village
    rupiah = TARIFF // 2 if row.reason == "contribution" else TARIFF
    name = f"{row.name} PUTRA" if moved else row.name
    partner = Row("branch", 0, branch_file, 0, village, row.group, row.funder, rupiah, outcome,
                  row.reason if outcome in PAIRS else None, row.nik, row.nik_raw, name,
                  outcome != "inactive_at_branch")
    _number(world, partner)
    if outcome != "ambiguous":
        row.pair = partner.pair = len(world.pairs) + 1
        world.pairs[row.pair] = (row, partner)


def _number(world: World, row: Row) -> None:
    row.row_id = len(world.rows) + 1
    row.number = row.row_id
    world.rows.append(row)


def _write_files(
    connection: Connection, villages: list[str], branch_file: int, world: World, chance: random.Random
) -> None:
    columns = ("feed", "collection", "period", "path", "sha256", "bytes", "received_at")
    rows = [
        ("village_submissions", PERIOD, PERIOD, f"{village[:8]}/daftar {village}.xlsx", f"{number:064x}", 1000, "2026-01-20T03:00:00Z")
        for number, village in enumerate(villages, start=1)
    ]
    rows.append(("bpjs_branch_export", PERIOD, PERIOD, "ekspor cabang.csv", f"{branch_file:064x}", 9000, "2026-01-28T03:00:00Z"))
    copy_rows(connection, "landing.file", columns, rows)


def _write_rows(connection: Connection, world: World) -> None:
    village = (
        (r.row_id, r.file_id, "PEKERJA RENTAN", r.number, r.village, [], r.nik_raw, r.nik, r.name, r.name, "default", "default", 5)
        for r in world.rows if r.side == "village"
    )
    copy_rows(connection, "core.village_row", (
        "row_id", "file_id", "sheet", "row_number", "village_code", "cells", "nik_raw", "nik", "name_raw", "name",
        "group_origin", "funder_origin", "filled"), village)
    branch = (
        (r.row_id, r.file_id, "", r.number, [], r.nik_raw, r.nik, r.name, r.name, r.village, 5,
         "active" if r.covered and r.row_id % 41 else "arrears" if r.covered else "inactive")
        for r in world.rows if r.side == "branch"
    )
    copy_rows(connection, "core.branch_row", (
        "row_id", "file_id", "sheet", "row_number", "cells", "nik_raw", "nik", "name_raw", "name", "village_code",
        "filled", "status"), branch)


def _write_version(connection: Connection, version: int) -> None:
    inputs = {"contracts": {"village_submissions": "a" * 64}, "reference": {"tariffs.csv": "b" * 64}, "files": [{"path": "a.xlsx", "sha256": "c" * 64}]}
    connection.execute(
        text(
            "INSERT INTO reconciliation.version (period, version, inputs_sha256, inputs, cut_off, code_version, run_ref) "
            "VALUES (:period, :version, :sha, CAST(:inputs AS jsonb), :cut_off, '0.1.0', 'test')"
        ),
        {"period": PERIOD, "version": version, "sha": "d" * 64, "inputs": json.dumps(inputs), "cut_off": date(2026, 1, 31)},
    )


def _write_outcomes(connection: Connection, world: World, version: int) -> None:
    copy_rows(connection, "reconciliation.outcome", (
        "period", "version", "side", "row_id", "village_code", "participant_group", "funding_source", "rupiah",
        "covered", "outcome", "reason", "pair_id", "match_method"),
        ((PERIOD, version, r.side, r.row_id, r.village, r.group, r.funder, r.rupiah, r.covered, r.outcome, r.reason,
          r.pair, "same_nik" if r.pair else None) for r in world.rows))
    exceptions = list(_exceptions(world))
    copy_rows(connection, "reconciliation.subject", ("subject_id", "case_code", "side", "content_sha256", "ordinal", "first_period"),
              ((n, code(n), r.side, f"{n:064x}", 1, PERIOD) for n, r in enumerate(exceptions, start=1)))
    copy_rows(connection, "reconciliation.case_state", (
        "period", "version", "subject_id", "status", "change", "cause", "village_code", "owner", "reason",
        "participant_group", "funding_source", "opened_period", "row_id", "row_side"),
        ((PERIOD, version, n, "open", "new", r.outcome, r.village, CASES[r.outcome], r.reason, r.group, r.funder,
          PERIOD, r.row_id, r.side) for n, r in enumerate(exceptions, start=1)))
    copy_rows(connection, "mart.open_case", (
        "period", "version", "case_code", "cause", "reason", "owner", "village_code", "participant_group",
        "funding_source", "first_period", "age_days", "status"),
        ((PERIOD, version, code(n), r.outcome, r.reason, CASES[r.outcome], r.village, r.group, r.funder,
          PERIOD, (0, 0, 0, 31, 62, 92)[n % 6], "open") for n, r in enumerate(exceptions, start=1)))


def _exceptions(world: World) -> Iterator[Row]:
    for row in world.rows:
        paired_branch_row = row.side == "branch" and row.outcome in (*PAIRS, "inactive_at_branch", "ambiguous")
        if row.outcome in CASES and not paired_branch_row:
            yield row


def code(number: int) -> str:
    """A case code of the right shape."""
    return f"BGR-2601-{number:05d}-X"


def bridge_of(world: World) -> dict[tuple[str, str, str], Counter[tuple[str, str]]]:
    """(village, group, funder) → Counter of (line, 'persons' or 'rupiah')."""
    cells: dict[tuple[str, str, str], Counter[tuple[str, str]]] = defaultdict(Counter)

    def add(row: Row, line: str, persons: int = 1, rupiah: int | None = None) -> None:
        cell = cells[row.village, row.group, row.funder]
        cell[line, "persons"] += persons
        cell[line, "rupiah"] += row.rupiah if rupiah is None else rupiah

    for row in world.rows:
        if row.side == "village":
            add(row, "submitted")
            add(row, row.outcome)
            off = ("superseded", "rejected", "duplicate_in_file", "withdrawn", "duplicate_across_villages", "ineligible")
            if row.outcome not in off:
                add(row, "roster")
        else:
            add(row, "rows_at_branch")
            add(row, "covered_at_branch" if row.covered else "not_covered_at_branch")
            if row.outcome not in PAIRS:
                add(row, LINES_OF_BRANCH.get(row.outcome, row.outcome))
    for village, branch in world.pairs.values():
        if village.outcome in PAIRS:
            if village.village == branch.village:
                add(village, "contribution_difference", 0, branch.rupiah - village.rupiah)
            else:
                add(village, "moved_out")
                add(branch, "moved_in")
    return cells


def _write_mart(connection: Connection, world: World, version: int, villages: list[str]) -> None:
    cells = bridge_of(world)
    sums: dict[tuple[str, str, str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for (village, group, funder), lines in cells.items():
        for level, area in (("village", village), ("district", village[:8]), ("regency", village[:5])):
            sums[level, area, group, funder].update(lines)
    for (level, *_), lines in sums.items():
        if level == "regency":
            for what in ("persons", "rupiah"):
                lines["printed_total", what] = lines["covered_at_branch", what]
            lines["difference_to_printed_total", "persons"] = 0
    copy_rows(connection, "mart.gap_bridge",
              ("period", "version", "level", "area_code", "participant_group", "funding_source", "line", "persons", "rupiah"),
              ((PERIOD, version, *cell, line, lines[line, "persons"], lines[line, "rupiah"])
               for cell, lines in sums.items() for line in sorted({line for line, _ in lines})))
    whole: Counter[tuple[str, str]] = Counter()
    for (level, *_), lines in sums.items():
        if level == "regency":
            whole.update(lines)
    _write_totals(connection, world, version, whole)
    _write_statuses(connection, world, version, villages)


def _write_totals(connection: Connection, world: World, version: int, whole: Counter[tuple[str, str]]) -> None:
    names = ("submitted", "roster", "matched", "matched_different", "matched_by_inference", "rows_at_branch", "covered_at_branch", "printed_total")
    copy_rows(connection, "mart.month_total", ("period", "version", *names, "expected_rupiah", "billed_rupiah", "open_cases"),
              [(PERIOD, version, *(whole[name, "persons"] for name in names), whole["roster", "rupiah"],
                whole["rows_at_branch", "rupiah"], sum(1 for _ in _exceptions(world)))])
    ledger = Counter((row.outcome, row.village) for row in _exceptions(world))
    copy_rows(connection, "mart.case_ledger",
              ("period", "version", "cause", "village_code", "opening", "new", "reopened", "resolved", "reclassified_in", "reclassified_out", "closing"),
              ((PERIOD, version, cause, village, 1, n, 0, 1, 0, 0, n) for (cause, village), n in ledger.items()))
    copy_rows(connection, "mart.coverage",
              ("period", "version", "level", "area_code", "denominator", "denominator_date", "denominator_persons", "roster_persons", "covered_persons"),
              ((PERIOD, version, "regency", "32.01", name, "2025-12-14", persons, whole["roster", "persons"], whole["covered_at_branch", "persons"])
               for name, persons in (("bpjs_informal", 1000000), ("p3ke_workers", 354000), ("kemendagri_workers", 800000))))


RULES = (
    ("NIK-01", "village_submissions", "blocking", "village", "NIK tidak terdiri dari 16 digit", "NIK does not have 16 digits"),
    ("NIK-02", "village_submissions", "blocking", "village", "NIK terpotong oleh Excel", "NIK was cut by Excel"),
    ("DOB-03", "village_submissions", "correctable", "village", "Tanggal lahir tidak terbaca", "birth date cannot be read"),
    ("NIK-08", "village_submissions", "notice", "village", "Tanggal lahir berbeda dengan NIK", "birth date differs from the NIK"),
    ("BPJ-01", "bpjs_branch_export", "blocking", "branch", "Kata status tidak dikenal", "unknown status word"),
)


def _write_statuses(connection: Connection, world: World, version: int, villages: list[str]) -> None:
    rows = Counter(row.village for row in world.rows if row.side == "village")
    held = Counter(row.village for row in world.rows if row.outcome == "rejected")
    old = Counter(row.village for row in world.rows if row.outcome == "superseded")
    for which in (0, version):
        copy_rows(connection, "mart.submission_status",
                  ("period", "version", "village_code", "status", "files", "rows_submitted", "rows_accepted", "rows_rejected", "rows_superseded", "received_at", "reason"),
                  ((PERIOD, which, v, world.status[v], *_counts(world.status[v], rows[v], held[v], old[v]),
                    _received(world.status[v], n), "no_table" if world.status[v] == "refused" else None)
                   for n, v in enumerate(villages)))
    copy_rows(connection, "quality.rule",
              ("rule_id", "feed", "position", "severity", "owner", "message_id", "message_en"),
              ((i, feed, n, severity, owner, message, english)
               for n, (i, feed, severity, owner, message, english) in enumerate(RULES)))
    copy_rows(connection, "mart.quality_result", ("period", "version", "feed", "rule_id", "severity", "village_code", "checked", "failed"),
              ((PERIOD, version, feed, rule, severity, v, max(rows[v], 1), min(rows[v], n % (4 + 3 * k) // (2 + 2 * k)))
               for k, (rule, feed, severity, *_) in enumerate(RULES) for n, v in enumerate(villages)))


def _counts(status: str, rows: int, held: int, old: int) -> tuple[int, int, int, int, int]:
    if status not in ("received", "late"):
        return (1 if status in ("nil", "refused") else 0, 0, 0, 0, 0)
    return (1, rows, rows - held - old, held, old)


def _received(status: str, number: int) -> str | None:
    if status in ("carried_forward", "missing"):
        return None
    return f"2026-01-{26 + number % 4:02d}T04:00:00Z" if status == "late" else f"2026-01-{3 + (number * 7) % 23:02d}T02:00:00Z"
