"""Writes a made-up month into core, reconciliation and mart."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, text
from tests.integration.products.world import OWNERS, PERIOD, World, make_world
from tests.integration.products.world_programme import write_programme

from padan.warehouse.copy import copy_rows

KEY = "period version "
TOTALS = (
    "submitted roster matched matched_different matched_by_inference "
    "rows_at_branch covered_at_branch printed_total"
)
INPUTS = {
    "contracts": {"village_submissions": "a" * 64},
    "files": [{"path": "daftar.xlsx", "sha256": "c" * 64}],
    "reference": {"tariffs.csv": "b" * 64},
}
RULES = (
    ("ZZN-01", "village_submissions", "blocking", "village", "NIK tidak terdiri dari 16 digit"),
    ("ZZN-02", "village_submissions", "blocking", "village", "NIK terpotong oleh Excel"),
    ("ZZD-03", "village_submissions", "correctable", "village", "Tanggal lahir tidak terbaca"),
    ("ZZN-08", "village_submissions", "notice", "village", "Tanggal lahir berbeda dengan NIK"),
    ("ZZB-01", "bpjs_branch_export", "blocking", "branch", "Kata status tidak dikenal"),
)
DENOMINATORS = (("bpjs_informal", 1000000), ("p3ke_workers", 354000), ("kemendagri_workers", 800000))


def build_world(connection: Connection, rows_per_village: int = 6, version: int = 1, seed: int = 7) -> World:
    """Fills the last tables of the warehouse with one version of one month, for every village it knows."""
    codes = connection.execute(
        text('SELECT village_code FROM core.village ORDER BY village_code COLLATE "C"')
    )
    world = make_world(list(codes.scalars()), rows_per_village, seed)
    files = _write_files(connection, world)
    for row in world.rows:
        row.file_id = files[row.file_id]
    _write_rows(connection, world)
    _write_version(connection, version)
    _write_outcomes(connection, world, version)
    _write_bridge(connection, world, version)
    _write_statuses(connection, world, version)
    _write_quality(connection, world, version)
    write_programme(connection, world, version)
    return world


def code(number: int) -> str:
    """A case code of the right shape."""
    return f"BGR-2601-{number:05d}-X"


def _put(connection: Connection, table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
    copy_rows(connection, table, columns.split(), rows)


def _write_files(connection: Connection, world: World) -> dict[int, int]:
    """Returns the number in landing.file of each file of the world."""
    rows = [
        (
            "village_submissions",
            PERIOD,
            PERIOD,
            f"{village[:8]}/daftar {village}.xlsx",
            f"{number:064x}",
            1000,
        )
        for number, village in enumerate(world.villages, start=1)
    ]
    last = len(rows) + 1
    rows.append(("bpjs_branch_export", PERIOD, PERIOD, "ekspor cabang.csv", f"{last:064x}", 9000))
    _put(
        connection,
        "landing.file",
        "feed collection period path sha256 bytes received_at seen_at",
        ((*row, "2026-01-20T03:00:00Z", "2026-02-01T00:00:00Z") for row in rows),
    )
    found = connection.execute(text("SELECT sha256, file_id FROM landing.file WHERE sha256 LIKE '0000%'"))
    return {int(sha256, 16): file_id for sha256, file_id in found}


def _write_rows(connection: Connection, world: World) -> None:
    shared = "row_id file_id sheet row_number cells nik_raw nik name_raw name village_code filled "
    for side, sheet, more in (
        ("village", "PEKERJA RENTAN", "group_origin funder_origin"),
        ("branch", "", "status"),
    ):
        rows = [row for row in world.rows if row.side == side]
        _put(
            connection,
            f"core.{side}_row",
            shared + more,
            (
                (
                    r.row_id,
                    r.file_id,
                    sheet,
                    r.number,
                    [],
                    r.nik_raw,
                    r.nik,
                    r.name,
                    r.name,
                    r.village,
                    5,
                    *(("default", "default") if side == "village" else (_status(r.covered, r.row_id),)),
                )
                for r in rows
            ),
        )


def _status(covered: bool | None, number: int) -> str:
    if not covered:
        return "inactive"
    return "active" if number % 41 else "arrears"


def _write_version(connection: Connection, version: int) -> None:
    connection.execute(
        text(
            "INSERT INTO reconciliation.version "
            "(period, version, inputs_sha256, inputs, cut_off, code_version, run_ref) "
            "VALUES (:period, :version, :sha, CAST(:inputs AS jsonb), :cut_off, '0.1.0', 'test')"
        ),
        {
            "period": PERIOD,
            "version": version,
            "sha": "d" * 64,
            "inputs": json.dumps(INPUTS),
            "cut_off": date(2026, 1, 31),
        },
    )


def _write_outcomes(connection: Connection, world: World, version: int) -> None:
    _put(
        connection,
        "reconciliation.outcome",
        KEY
        + "side row_id village_code participant_group funding_source rupiah covered outcome reason pair_id",
        (
            (
                PERIOD,
                version,
                *(r.side, r.row_id, r.village, r.group, r.funder, r.rupiah),
                *(r.covered, r.outcome, r.reason, r.pair),
            )
            for r in world.rows
        ),
    )
    cases = list(enumerate(world.exceptions(), start=1))
    _put(
        connection,
        "reconciliation.subject",
        "case_code side content_sha256 ordinal first_period",
        ((code(n), r.side, f"{n:064x}", 1, PERIOD) for n, r in cases),
    )
    subjects = dict(
        connection.execute(text("SELECT case_code, subject_id FROM reconciliation.subject")).all()
    )
    same = "cause reason owner village_code participant_group funding_source status "
    _put(
        connection,
        "reconciliation.case_state",
        KEY + same + "subject_id change opened_period row_id row_side",
        ((*_case(r, version), subjects[code(n)], "new", PERIOD, r.row_id, r.side) for n, r in cases),
    )
    _put(
        connection,
        "mart.open_case",
        KEY + same + "case_code first_period age_days",
        ((*_case(r, version), code(n), PERIOD, (0, 0, 0, 31, 62, 92)[n % 6]) for n, r in cases),
    )
    ledger = Counter((row.outcome, row.village) for row in world.exceptions())
    _put(
        connection,
        "mart.case_ledger",
        KEY + "cause village_code opening new reopened resolved reclassified_in reclassified_out closing",
        ((PERIOD, version, *key, 1, count, 0, 1, 0, 0, count) for key, count in ledger.items()),
    )


def _case(row: Any, version: int) -> tuple[Any, ...]:
    where = (row.village, row.group, row.funder)
    return (PERIOD, version, row.outcome, row.reason, OWNERS[row.outcome], *where, "open")


def _write_bridge(connection: Connection, world: World, version: int) -> None:
    sums: dict[tuple[str, str, str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for (village, group, funder), lines in world.bridge().items():
        for level, area in (("village", village), ("district", village[:8]), ("regency", village[:5])):
            sums[level, area, group, funder].update(lines)
    whole: Counter[tuple[str, str]] = Counter()
    for (level, *_), lines in sums.items():
        if level == "regency":
            for what in ("persons", "rupiah"):
                lines["printed_total", what] = lines["covered_at_branch", what]
            whole.update(lines)
    _put(
        connection,
        "mart.gap_bridge",
        KEY + "level area_code participant_group funding_source line persons rupiah",
        (
            (PERIOD, version, *cell, line, lines[line, "persons"], lines[line, "rupiah"])
            for cell, lines in sums.items()
            for line in sorted({line for line, _ in lines})
        ),
    )
    people = [whole[name, "persons"] for name in TOTALS.split()]
    money = (whole["roster", "rupiah"], whole["rows_at_branch", "rupiah"])
    _put(
        connection,
        "mart.month_total",
        f"{KEY}{TOTALS} expected_rupiah billed_rupiah open_cases",
        [(PERIOD, version, *people, *money, len(list(world.exceptions())))],
    )
    _put(
        connection,
        "mart.coverage",
        KEY
        + "level area_code denominator denominator_date denominator_persons roster_persons covered_persons",
        (
            (PERIOD, version, "regency", "32.01", name, "2025-12-14", persons, people[1], people[6])
            for name, persons in DENOMINATORS
        ),
    )


def _write_statuses(connection: Connection, world: World, version: int) -> None:
    rows = Counter(row.village for row in world.rows if row.side == "village")
    held = Counter(row.village for row in world.rows if row.outcome == "rejected")
    old = Counter(row.village for row in world.rows if row.outcome == "superseded")
    _put(
        connection,
        "mart.submission_status",
        KEY
        + "village_code status files rows_submitted rows_accepted rows_rejected rows_superseded received_at",
        (
            (
                *(
                    PERIOD,
                    version,
                    v,
                    world.status[v],
                    int(world.status[v] not in ("missing", "carried_forward")),
                ),
                *(rows[v], rows[v] - held[v] - old[v], held[v], old[v]),
                _received(world.status[v], number),
            )
            for number, v in enumerate(world.villages)
        ),
    )


def _received(status: str, number: int) -> str | None:
    if status in ("carried_forward", "missing"):
        return None
    day = 26 + number % 4 if status == "late" else 3 + (number * number * 7) % 23
    return f"2026-01-{day:02d}T04:00:00Z"


def _write_quality(connection: Connection, world: World, version: int) -> None:
    _put(
        connection,
        "quality.rule",
        "rule_id feed severity owner message_id message_en position",
        ((*rule, rule[-1], place) for place, rule in enumerate(RULES)),
    )
    rows = Counter(row.village for row in world.rows if row.side == "village")
    _put(
        connection,
        "mart.quality_result",
        KEY + "feed rule_id severity village_code checked failed",
        (
            (
                PERIOD,
                version,
                feed,
                rule,
                severity,
                v,
                max(rows[v], 1),
                min(rows[v], n % (7 * k + 4) // (6 * k + 3)),
            )
            for k, (rule, feed, severity, *_) in enumerate(RULES)
            for n, v in enumerate(world.villages)
        ),
    )
