"""Every shape of sources.md that is read today: what the file looks like, what is read, what is said.

The shapes are the YAML documents beside this file; a programme officer can add one.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.spec.intake.drawn import table, text_file, workbook
from tests.spec.intake.packed import content

from padan.contracts import load_contract
from padan.intake import FileReading, SourceRef, read_file, tools_for

HERE = Path(__file__).parent
CUT_OFF = date(2026, 1, 31)


def shapes() -> list[Any]:
    found = []
    for path in sorted(HERE.glob("*.yaml")):
        for shape in yaml.safe_load_all(path.read_text(encoding="utf-8")):
            found.append(pytest.param(shape, id=f"{path.stem}: {shape['shape']}"))
    return found


def write(folder: Path, shape: dict[str, Any]) -> Path:
    local = folder / "bytes"
    if shape.keys() & {"container", "zip", "changes"}:
        local.write_bytes(content(shape))
        return local
    if "sheets" in shape:
        return workbook(local, shape["sheets"])
    if "file" in shape:
        return text_file(local, shape["file"], shape.get("delimiter", ","), shape.get("encoding", "utf-8"))
    local.write_bytes(shape["lines"].encode(shape.get("encoding", "utf-8")))
    return local


def shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(str(item) for item in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def rows(reading: FileReading, name: str) -> list[dict[str, str]]:
    held = reading.tables.get(f"staging.{name}")
    return [
        {column: shown(value) for column, value in zip(held.columns, row, strict=True)}
        for row in (held.rows if held else ())
    ]


@pytest.mark.parametrize("shape", shapes())
def test_shape(shape: dict[str, Any], tmp_path: Path) -> None:
    feed = shape.get("feed", "village_submissions")
    period = "2026-01" if feed in ("village_submissions", "bpjs_branch_export") else None
    source = SourceRef(shape["path"], shape.get("collection", "2026-01"), period)

    reading = read_file(feed, write(tmp_path, shape), source, tools_for(feed, "32.01", CUT_OFF))

    kept = ""
    for name, drawing in shape.get("read", {}).items():
        expected = table(drawing)
        got = rows(reading, name)
        kept += str(got)
        assert [{column: row[column] for column in expected[0]} for row in got] == expected
    for value in shape.get("never", []):
        assert value not in f"{kept}{reading}", "nothing of it may be kept anywhere"
    said = shape["said"]
    assert reading.outcome == said["outcome"], (reading.refusal_code, reading.refusal_details)
    assert reading.refusal_code == said.get("refusal")
    if reading.refusal_code:
        message = load_contract("p3ke" if feed == "poverty_registry" else feed).refusal(reading.refusal_code)
        assert (message.id + message.en + message.remedy_id).format(**reading.refusal_details)
    for key, words in said.get("names", {}).items():
        assert str(words) in str(reading.refusal_details[key])
    if "villages" in said:
        assert reading.village_codes == said["villages"]
    if "furniture" in said:
        assert reading.furniture == said["furniture"]
    if "form" in said:
        [form] = [layout["form"] for layout in reading.layout if "form" in layout]
        assert {part: form[part] for part in said["form"]} == said["form"]
    if "unknown_columns" in said:
        assert [column for layout in reading.layout for column in layout["unknown"]] == said[
            "unknown_columns"
        ]
    assert reading.declared_period == said.get("month")
