"""Publishing: one step, once, never half, never other bytes under the same version."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from tests.integration.products.world import PERIOD

from padan.products import ProductError
from padan.products.publish import publish


def everything_below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.name != ".lock")


def test_publishing_makes_the_folder_of_the_version(connection: Connection, tmp_path: Path) -> None:
    published = publish(connection, PERIOD, 1, tmp_path, "id", "32.01")
    assert published.changed
    assert published.folder == tmp_path / PERIOD / "v1"
    assert all(path.is_file() for path in published.products)
    assert stat.S_IMODE(published.folder.stat().st_mode) == 0o750
    assert {path.split("/")[1] for path in everything_below(tmp_path) if "/" in path} == {"v1"}


def test_publishing_again_changes_nothing(connection: Connection, tmp_path: Path) -> None:
    first = publish(connection, PERIOD, 1, tmp_path, "id", "32.01")
    before = {path: path.stat().st_mtime_ns for path in first.products}
    again = publish(connection, PERIOD, 1, tmp_path, "id", "32.01")
    assert not again.changed
    assert again.products == first.products
    assert {path: path.stat().st_mtime_ns for path in again.products} == before


def test_other_bytes_under_a_published_version_are_refused(connection: Connection, tmp_path: Path) -> None:
    first = publish(connection, PERIOD, 1, tmp_path, "id", "32.01")
    before = {path: path.read_bytes() for path in first.products}
    connection.execute(text("UPDATE mart.coverage SET denominator_persons = denominator_persons + 1"))
    with pytest.raises(ProductError, match="rekonsiliasi.html"):
        publish(connection, PERIOD, 1, tmp_path, "id", "32.01")
    assert {path: path.read_bytes() for path in first.products} == before
    assert len(everything_below(tmp_path / PERIOD)) == 1 + len(first.products)


def test_a_failure_leaves_nothing_behind(connection: Connection, tmp_path: Path) -> None:
    connection.execute(text("UPDATE mart.month_total SET open_cases = 0"))
    with pytest.raises(ProductError):
        publish(connection, PERIOD, 1, tmp_path, "id", "32.01")
    assert everything_below(tmp_path / PERIOD) == []


def test_what_an_interrupted_run_left_is_removed(connection: Connection, tmp_path: Path) -> None:
    left = tmp_path / PERIOD / ".v1.interrupted"
    left.mkdir(parents=True)
    (left / "rekonsiliasi.html").write_text("half")
    other = tmp_path / PERIOD / ".v2.running"
    other.mkdir()
    publish(connection, PERIOD, 1, tmp_path, "id", "32.01")
    assert not left.exists()
    assert other.exists()
