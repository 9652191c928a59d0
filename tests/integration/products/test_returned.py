"""What goes back to the villages is published with the rest: at once, in the manifest, never other bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Connection
from tests.integration.products.world import PERIOD

from padan.products import ProductError
from padan.products.publish import Published, publish


@dataclass(frozen=True)
class File:
    sha256: str
    bytes: int
    rows: int


def published(connection: Connection, reports: Path, content: bytes = b"list") -> Published:
    def returned(folder: Path) -> Mapping[str, Mapping[str, File]]:
        (folder / "koreksi").mkdir()
        (folder / "koreksi" / "32.01.05.2003.xlsx").write_bytes(content)
        return {"koreksi": {"32.01.05.2003.xlsx": File("0" * 64, len(content), 3)}}

    return publish(connection, PERIOD, 1, reports, "id", "32.01", returned)


def test_the_manifest_names_every_workbook(connection: Connection, tmp_path: Path) -> None:
    folder = published(connection, tmp_path).folder
    assert (folder / "koreksi" / "32.01.05.2003.xlsx").read_bytes() == b"list"
    assert json.loads((folder / "manifest.json").read_text("utf-8"))["returned"] == {
        "koreksi": {"files": 1, "bytes": 4, "rows": 3, "sha256": {"32.01.05.2003.xlsx": "0" * 64}}
    }


def test_publishing_again_changes_nothing(connection: Connection, tmp_path: Path) -> None:
    assert published(connection, tmp_path).changed
    assert not published(connection, tmp_path).changed


def test_another_workbook_under_a_published_version_is_refused(
    connection: Connection, tmp_path: Path
) -> None:
    published(connection, tmp_path)
    with pytest.raises(ProductError, match="koreksi/32.01.05.2003.xlsx"):
        published(connection, tmp_path, b"other")
