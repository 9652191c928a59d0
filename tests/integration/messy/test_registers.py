"""The messy registry: P3KE under its titles and DTSEN's pair, bad bytes and stray quotes and all."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from padan.intake import read_file, tools_for
from padan.intake.records import FileReading, SourceRef

PERSONS, FAMILIES = "staging.registry_row", "staging.registry_family"


def read(messy: Path, collection: str, start: str) -> tuple[FileReading, dict[str, list[dict[str, Any]]]]:
    """One file of a version, and its rows by table."""
    tools = tools_for("poverty_registry", "32.01", date(2026, 1, 31))
    (path,) = (messy / "registry" / collection).glob(f"{start}*")
    reading = read_file("poverty_registry", path, SourceRef(path.name, collection, None), tools)
    tables = {
        table: [dict(zip(rows.columns, values, strict=True)) for values in rows.rows]
        for table, rows in reading.tables.items()
    }
    return reading, tables


@pytest.fixture(scope="module")
def truth(messy: Path) -> dict[str, int]:
    found: dict[str, int] = json.loads((messy / "truth" / "registers.json").read_text(encoding="utf-8"))
    return found


def test_the_files_are_as_messy_as_they_should_be(truth: dict[str, int]) -> None:
    assert truth["header_row"] in {4, 12}
    assert truth["bad_bytes"] > 0
    assert truth["unbalanced"] > 0
    assert truth["suffixed"] > 0
    assert truth["dtsen_without_family"] > 0
    assert truth["p3ke_adults"] < truth["p3ke_rows"]


def test_every_adult_of_p3ke_is_read(messy: Path, truth: dict[str, int]) -> None:
    reading, tables = read(messy, "p3ke/2025-1", "individu")
    assert reading.outcome == "read"
    assert len(tables[PERSONS]) == truth["p3ke_adults"]
    assert not [row for row in tables[PERSONS] if row["nik"] is None or row["nik_fault"]]
    assert len({row["nik"] for row in tables[PERSONS]}) == truth["p3ke_adults"]


def test_every_adult_of_dtsen_is_read(messy: Path, truth: dict[str, int]) -> None:
    reading, tables = read(messy, "dtsen/2026-1", "anggota")
    assert reading.outcome == "read"
    assert len(tables[PERSONS]) == truth["dtsen_adults"]
    assert not [row for row in tables[PERSONS] if row["nik"] is None]


def test_every_family_of_dtsen_is_read(messy: Path, truth: dict[str, int]) -> None:
    reading, tables = read(messy, "dtsen/2026-1", "keluarga")
    assert reading.outcome == "read"
    assert len(tables[FAMILIES]) == truth["dtsen_families"]
    assert {row["desil"] for row in tables[FAMILIES]} <= {str(desil) for desil in range(1, 11)} | set(
        range(1, 11)
    )


def test_members_and_families_meet_on_the_family_card(messy: Path, truth: dict[str, int]) -> None:
    _, members = read(messy, "dtsen/2026-1", "anggota")
    _, families = read(messy, "dtsen/2026-1", "keluarga")
    known = {row["family_ref"] for row in families[FAMILIES]}
    assert len(known) == truth["dtsen_families"]
    alone = [row for row in members[PERSONS] if row["family_ref"] not in known]
    assert 0 < len(alone) <= truth["dtsen_without_family"]
