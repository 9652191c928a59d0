"""Shapes of a village's table, whatever container it came in: heads, body, whose list, decisions about layouts.

The YAML documents beside this file: `sheets` are drawn as in the folder above (a name may be `member!/sheet`),
`merges` names merged areas as a spreadsheet does, `decisions` are layouts that a person decided about.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl.utils import range_boundaries
from tests.spec.intake.drawn import cells, table

from padan.contracts import load_contract
from padan.intake import FileReading, SourceRef, tools_for
from padan.intake.cells import cell_text, number_text
from padan.intake.containers.sheet import Merge, Sheet
from padan.intake.records import ColumnMapping, Refusal
from padan.intake.villages.village import read_village_file

HERE = Path(__file__).parent
CUT_OFF = date(2026, 1, 31)


def shapes() -> list[Any]:
    return [
        pytest.param(shape, id=f"{path.stem}: {shape['shape']}")
        for path in sorted(HERE.glob("*.yaml"))
        for shape in yaml.safe_load_all(path.read_text(encoding="utf-8"))
    ]


def drawn_row(line: str) -> list[str]:
    return [
        number_text(float(cell))
        if isinstance(cell, int)
        else cell_text(cell.date() if isinstance(cell, datetime) else cell)
        for cell in cells(line)
    ]


def drawn_sheet(name: str, drawing: str, merges: list[str]) -> Sheet:
    member, _, sheet = name.rpartition("!/")
    areas = tuple(
        Merge(top, left - 1, bottom, right - 1) for left, top, right, bottom in map(range_boundaries, merges)
    )
    return Sheet(sheet, False, [drawn_row(line) for line in drawing.splitlines()], member, areas)


def read(shape: dict[str, Any]) -> FileReading:
    decisions = tuple(
        ColumnMapping(one.get("village"), tuple(one["heads"]), one["columns"])
        for one in shape.get("decisions", [])
    )
    tools = replace(tools_for("village_submissions", "32.01", CUT_OFF), mappings=decisions)
    merges = shape.get("merges", {})
    sheets = [drawn_sheet(name, drawing, merges.get(name, [])) for name, drawing in shape["sheets"].items()]
    reading = FileReading()
    try:
        read_village_file(sheets, SourceRef(shape["path"], "2026-01", "2026-01"), tools, reading)
    except Refusal as refusal:
        reading.refuse(refusal)
    if reading.outcome == "refused":
        reading.refusal_details["file"] = shape["path"]
    return reading


def shown(value: object) -> str:
    if isinstance(value, list):
        return " ".join(str(item) for item in value)
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


@pytest.mark.parametrize("shape", shapes())
def test_shape(shape: dict[str, Any]) -> None:
    reading = read(shape)

    said = shape["said"]
    assert (reading.outcome, reading.refusal_code) == (said["outcome"], said.get("refusal")), (
        reading.refusal_details
    )
    if "read" in shape:
        held = reading.tables["staging.village_row"]
        expected = table(shape["read"])
        got = [dict(zip(held.columns, map(shown, row), strict=True)) for row in held.rows]
        assert [{name: row[name] for name in expected[0]} for row in got] == expected
    for layout, wanted in zip(reading.layout, shape.get("layout", []), strict=False):
        assert {name: layout[name] for name in wanted} == wanted
    for name, wanted in said.get("names", {}).items():
        assert all(str(word) in str(reading.refusal_details[name]) for word in [wanted] if wanted)
    for name in ("villages", "furniture"):
        if name in said:
            assert (reading.village_codes if name == "villages" else reading.furniture) == said[name]
    if reading.refusal_code:
        message = load_contract("village_submissions").refusal(reading.refusal_code)
        assert (message.id + message.en + message.remedy_id + message.remedy_en).format(
            **reading.refusal_details
        )
    if "entry" in said:
        assert yaml.safe_load(reading.refusal_details["entry"])[0]["columns"] == said["entry"]
