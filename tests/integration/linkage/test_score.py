"""Scores through the warehouse's temporary tables: a village's rows, the records they may be, weights and reasons."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection, text
from tests.conftest import Warehouse

from padan.linkage import model_fingerprint, score
from padan.linkage.words import explain

COLUMNS = (
    "ref bigint, name text, name_words text[], birth_date date, sex text, nik_written text, nik_fault text, "
    "village_code text, rt text, rw text"
)
# Twins 21 and 22; 23 bears the name of 24; 25 lives elsewhere.
RIGHT = """
21 | HASAN HIDAYAT  | 1980-05-12 | L | 3201051205800001 | 32.01.05.2003
22 | HUSEN HIDAYAT  | 1980-05-12 | L | 3201051205800002 | 32.01.05.2003
23 | SITI NURJANAH  | 1975-02-03 | P | 3201054302750001 | 32.01.05.2003
24 | SITI NURJANAH  | 1991-11-20 | P | 3201056011910001 | 32.01.05.2003
25 | OTONG SUBAGJA  | 1968-07-09 | L | 3201150907680003 | 32.01.15.2012
"""
LEFT = """
 1 | HASAN HIDAYAT       | 1980-05-12 | L | 3201051205800000 | excel_cut     | 32.01.05.2003
 2 | HUSEN HIDAYAT       | 1980-05-12 | L | -                | empty         | 32.01.05.2003
 3 | SITI NURJANAH       | 1975-03-02 | P | -                | empty         | 32.01.05.2003
 4 | SITI NURJANNAH      | 1991-11-20 | P | 320105601191001  | missing_digit | 32.01.05.2003
 5 | OTONG SUBAGJO       | 1968-07-09 | L | -                | empty         | 32.01.15.2012
 6 | KOSASIH WIRATMA     | 1970-01-01 | L | -                | empty         | 32.01.05.2003
"""
BEST = {1: 21, 2: 22, 3: 23, 4: 24, 5: 25}


def table(lines: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in lines.strip().splitlines()]


def fill(connection: Connection, left: list[list[str]], right: list[list[str]]) -> None:
    connection.execute(text("DROP TABLE IF EXISTS link_left, link_right"))
    connection.execute(text(f"CREATE TEMP TABLE link_left ({COLUMNS}) ON COMMIT DROP"))
    connection.execute(text(f"CREATE TEMP TABLE link_right ({COLUMNS}, kind text) ON COMMIT DROP"))
    # Words for comparing are left to the model where the record has none, as the registry's have.
    into = text(
        "INSERT INTO link_left (ref, name, birth_date, sex, nik_written, nik_fault, village_code) "
        "VALUES (:a, :b, CAST(:c AS date), :d, :e, :f, :g)"
    )
    for row in left:
        connection.execute(into, dict(zip("abcdefg", row, strict=True)))
    into = text(
        "INSERT INTO link_right (ref, name, birth_date, sex, nik_written, village_code, kind) "
        "VALUES (:a, :b, CAST(:c AS date), :d, :e, :f, 'branch')"
    )
    for row in right:
        connection.execute(into, dict(zip("abcdef", row, strict=True)))


def scores(connection: Connection) -> list[tuple[int, int, Decimal, list[dict[str, Any]]]]:
    score(connection)
    asked = text("SELECT left_ref, right_ref, weight, contributions FROM link_score ORDER BY 1, 3 DESC, 2")
    return [tuple(row) for row in connection.execute(asked)]  # type: ignore[misc]


@pytest.fixture
def connection(warehouse: Warehouse) -> Iterator[Connection]:
    with warehouse.engine.begin() as opened:
        yield opened


def test_nothing_left_is_nothing_to_do(connection: Connection) -> None:
    fill(connection, [], table(RIGHT))
    assert scores(connection) == []


def test_everybody_finds_their_own_and_the_reasons_add_up(connection: Connection) -> None:
    fill(connection, table(LEFT), table(RIGHT))
    found = scores(connection)
    best: dict[int, int] = {}
    for left, right, weight, contributions in found:
        best.setdefault(left, right)
        assert sum(Decimal(str(part["weight"])) for part in contributions) == weight
        assert set(contributions[0]) == {"field", "level", "weight"}
    assert best == BEST
    told = {
        left: explain(contributions, "id") for left, right, _, contributions in found if BEST[left] == right
    }
    assert "tanggal dan bulan lahir tertukar" in told[3]
    assert "NIK beda satu angka" in told[4]
    assert "nama beda satu huruf" in told[5]


def test_order_of_the_rows_changes_nothing(connection: Connection) -> None:
    left, right = table(LEFT), table(RIGHT)
    fill(connection, left, right)
    before = scores(connection)
    draw = random.Random(5)
    draw.shuffle(left)
    draw.shuffle(right)
    fill(connection, left, right)
    assert scores(connection) == before != []


def test_the_engine_says_nothing(connection: Connection, caplog: pytest.LogCaptureFixture) -> None:
    """Its statements, and how they were read, are no news to whoever reads a task's log."""
    fill(connection, table(LEFT), table(RIGHT))
    with caplog.at_level(logging.INFO):
        assert scores(connection)
    assert [f"{record.name}: {record.getMessage()}" for record in caplog.records] == []


def test_the_fingerprint_names_each_file_of_the_model() -> None:
    assert set(model_fingerprint()) == {"linkage.json", "levels.sql"}
    assert all(len(digest) == 64 for digest in model_fingerprint().values())
