"""Registry files: what a decision settles, and that rows are streamed."""

from __future__ import annotations

from datetime import date
from itertools import islice
from pathlib import Path

import pytest

from padan.contracts.headers import key
from padan.intake import SourceRef, read_file, tools_for
from padan.intake.records import ColumnMapping
from padan.intake.registers.dtsen import whole_code

HEADS = ["ID Keluarga P3KE", "Desa/Kelurahan", "Peringkat", "ID Individu", "Nama", "NIK", "Tanggal Lahir"]
SOURCE = SourceRef("p3ke.csv", "p3ke/2025-1", None)


def p3ke(folder: Path, people: int = 1) -> Path:
    path = folder / "bytes"
    rows = [f"F,CINANGKA,4,P{number},SITI,{3201155205800001 + number},1980-05-12" for number in range(people)]
    path.write_text("\n".join([",".join(HEADS), *rows]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(("village", "outcome"), [(None, "read"), ("32.01.15.2002", "refused")])
def test_a_decision_names_a_column_of_a_registry(tmp_path: Path, village: str | None, outcome: str) -> None:
    mapping = ColumnMapping(village, tuple(map(key, HEADS)), {"PERINGKAT": "desil"})
    tools = tools_for("poverty_registry", "32.01", date(2026, 1, 31), (mapping,))
    reading = read_file("poverty_registry", p3ke(tmp_path), SOURCE, tools)
    assert reading.outcome == outcome
    if outcome == "read":
        held = reading.tables["staging.registry_row"]
        assert [row[held.columns.index("desil")] for row in held.rows] == ["4"]


def test_rows_are_read_while_they_are_consumed(tmp_path: Path) -> None:
    mapping = ColumnMapping(None, tuple(map(key, HEADS)), {"PERINGKAT": "desil"})
    tools = tools_for("poverty_registry", "32.01", date(2026, 1, 31), (mapping,))
    reading = read_file("poverty_registry", p3ke(tmp_path, 2500), SOURCE, tools)
    rows = iter(reading.tables["staging.registry_row"].rows)
    assert len(list(islice(rows, 1001))) == 1001
    assert reading.rows == 1000
    assert len(list(rows)) == 1499
    assert reading.rows == 2500


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (["32", "3201", "320115", "3201152002"], "3201152002"),
        ([None, None, None, "32.01.15.2002"], "3201152002"),
        (["32", "1", "15", "2002"], "3201152002"),
        (["32", "3201", "15", "2002"], "3201152002"),
        ([None, None, "320115", "2002"], "3201152002"),
        # BPS counts districts and villages with three digits each.
        ([None, None, "3201010", "001"], "3201010001"),
        (["32", "3201", "320115", None], "320115"),
        ([None, None, None, None], None),
    ],
)
def test_a_village_code_out_of_its_parts(parts: list[str | None], code: str | None) -> None:
    assert whole_code(parts) == code
