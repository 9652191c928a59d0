"""Puts rows into staging as the intake would, and reads back what a check found."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, text

RECEIVED = "2026-01-20 09:00:00+07"

GOOD_ROWS: dict[str, dict[str, Any]] = {
    "village_submissions": {
        "sheet": "Sheet1", "village_code": "32.01.05.2003", "cells": [],
        "nik_raw": "3201050101800001", "nik": "3201050101800001", "nik_district_known": True,
        "nik_birth_date": date(1980, 1, 1), "nik_sex": "L", "name": "BUDI SANTOSO",
        "birth_date_raw": "01-01-1980", "birth_date": date(1980, 1, 1), "sex_raw": "L", "sex": "L",
        "participant_group": "pekerja_rentan", "group_origin": "default",
        "funding_source": "apbd_provinsi", "funder_origin": "default", "filled": 4,
    },
    "bpjs_branch_export": {
        "sheet": "BNBA", "cells": [], "kpj_raw": "25000000001", "kpj": "25000000001",
        "nik_raw": "3201050101800001", "nik": "3201050101800001", "nik_district_known": True,
        "nik_birth_date": date(1980, 1, 1), "nik_sex": "L", "name": "BUDI SANTOSO",
        "birth_date_raw": "01-01-1980", "birth_date": date(1980, 1, 1), "sex_raw": "L", "sex": "L",
        "village_code": "32.01.05.2003",
        "participant_group": "pekerja_rentan", "funding_source": "apbd_provinsi",
        "programme_raw": "JKK,JKM", "member_since_raw": "01-12-2025", "member_since": date(2025, 12, 1),
        "status_raw": "AKTIF", "status_word": "AKTIF", "paid_raw": "JAN 2026", "paid_from": "2026-01",
        "paid_to": "2026-01", "contribution_raw": "16.800", "contribution": 16800,
        "paid_on_raw": "05-01-2026", "paid_on": date(2026, 1, 5), "filled": 12,
    },
    "poverty_registry": {
        "sheet": "", "nik_raw": "3201050101800001", "nik": "3201050101800001", "dukcapil_matched": True,
        "name": "BUDI SANTOSO", "birth_date": date(1980, 1, 1), "sex": "L", "village_code": "32.01.05.2003",
        "desil": "4+",
    },
    "exclusion_lists": {
        "sheet": "", "nik_raw": "3201050101800001", "nik": "3201050101800001", "name": "BUDI SANTOSO",
        "valid_from_raw": "01-01-2026", "valid_from": date(2026, 1, 1),
    },
}  # fmt: skip

_TABLES = {
    "village_submissions": "village_row",
    "bpjs_branch_export": "branch_row",
    "poverty_registry": "registry_row",
    "exclusion_lists": "exclusion_row",
}
_COLLECTIONS = {"poverty_registry": "p3ke/2025-1", "exclusion_lists": "deceased"}


def start_load(connection: Connection, feed: str) -> int:
    """Begin a load and return its number."""
    statement = (
        "INSERT INTO audit.load (feed, run_ref, code_version) VALUES (:feed, 'test', '0') RETURNING load_id"
    )
    return int(connection.execute(text(statement), {"feed": feed}).scalar_one())


def land_file(
    connection: Connection,
    load_id: int,
    feed: str,
    path: str,
    *,
    period: str = "2026-01",
    content: str | None = None,
    collection: str | None = None,
) -> int:
    """Note a file and that it was read; return its number. The same content gives the same SHA-256."""
    sha256 = hashlib.sha256((content or path + period).encode()).hexdigest()
    month = None if feed in _COLLECTIONS else period
    file_id = connection.execute(
        text(
            "INSERT INTO landing.file (feed, collection, period, path, sha256, bytes, received_at, seen_at) "
            "VALUES (:feed, :collection, :period, :path, :sha256, 1, :received, :received) RETURNING file_id"
        ),
        {
            "feed": feed,
            "collection": collection or _COLLECTIONS.get(feed, period),
            "period": month,
            "path": path,
            "sha256": sha256,
            "received": RECEIVED,
        },
    ).scalar_one()
    connection.execute(
        text("INSERT INTO staging.reading (file_id, load_id, outcome) VALUES (:file_id, :load_id, 'read')"),
        {"file_id": file_id, "load_id": load_id},
    )
    return int(file_id)


def stage(connection: Connection, file_id: int, feed: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Stage rows that differ from the feed's good row as each mapping says; row numbers are 1, 2, ..."""
    for number, differing in enumerate(rows, start=1):
        record = {**GOOD_ROWS[feed], **differing, "file_id": file_id, "row_number": number}
        names = ", ".join(record)
        binds = ", ".join(f":{name}" for name in record)
        connection.execute(text(f"INSERT INTO staging.{_TABLES[feed]} ({names}) VALUES ({binds})"), record)


def person(number: int) -> dict[str, str]:
    """Return a NIK (and KPJ) of one's own for the good row, same birth date."""
    return {"nik": f"320105010180{number:04d}", "nik_raw": f"320105010180{number:04d}"}


def rules_by_row(engine: Engine, file_id: int, feed: str) -> dict[int, set[str]]:
    """Return the ids of the rules that each row of a file broke, by row number."""
    with engine.connect() as connection:
        found = connection.execute(
            text(
                f"SELECT r.row_number, v.rule_id FROM staging.{_TABLES[feed]} AS r "
                "LEFT JOIN quality.violation AS v ON r.row_id = v.row_id AND r.file_id = v.file_id "
                "WHERE r.file_id = :file_id"
            ),
            {"file_id": file_id},
        ).all()
    broken: dict[int, set[str]] = {}
    for row_number, rule_id in found:
        broken.setdefault(row_number, set()).update({rule_id} - {None})
    return broken
