"""COPY brings every value to the warehouse as it was, whatever is in it."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text
from tests.conftest import Warehouse

from padan.warehouse.copy import copy_rows

TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=20)
ROW = st.tuples(
    st.none() | TEXT,
    st.none() | st.integers(-(2**31), 2**31),
    st.none() | st.booleans(),
    st.none() | st.dates(date(1, 1, 1)),
    st.none() | st.lists(st.none() | TEXT, max_size=4),
)


def test_any_value_comes_back(warehouse: Warehouse) -> None:
    with warehouse.engine.connect() as connection:
        connection.execute(
            text("CREATE TEMP TABLE t (n serial, a text, b bigint, c boolean, d date, e text[])")
        )

        @settings(max_examples=60, deadline=None)
        @given(st.lists(ROW, max_size=5))
        def check(rows: list[tuple[object, ...]]) -> None:
            _round_trip(connection, rows)

        check()


def _round_trip(connection: Connection, rows: list[tuple[object, ...]]) -> None:
    connection.execute(text("TRUNCATE t"))
    assert copy_rows(connection, "pg_temp.t", ("a", "b", "c", "d", "e"), rows) == len(rows)
    found = connection.execute(text("SELECT a, b, c, d, e FROM t ORDER BY n")).all()
    assert [tuple(row) for row in found] == [tuple(row) for row in rows]


def test_a_nul_is_dropped_and_many_rows_stream(warehouse: Warehouse) -> None:
    with warehouse.engine.connect() as connection:
        connection.execute(text("CREATE TEMP TABLE t (a text)"))
        assert copy_rows(connection, "pg_temp.t", ("a",), ((f"x\x00{n}",) for n in range(10_001))) == 10_001
        assert connection.execute(text("SELECT count(*) FROM t WHERE a LIKE 'x%'")).scalar_one() == 10_001
