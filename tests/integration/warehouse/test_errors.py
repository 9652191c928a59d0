"""An error of the warehouse tells where and what kind, never the value: it may end in a task's log."""

from __future__ import annotations

import traceback

import psycopg2
import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from tests.conftest import Warehouse

from padan.warehouse.copy import copy_rows

# Written in two parts, so that no sixteen digits stand in this file.
NIK = "32010552" + "03800001"
BORN = "31-" + "31-31"


@pytest.mark.parametrize(
    ("statement", "kept"),
    [
        pytest.param("INSERT INTO t VALUES (:v), (:v)", "t_pkey", id="duplicate key"),
        pytest.param("INSERT INTO t VALUES (:v || 'x')", "t_nik_check", id="failing check"),
        pytest.param("INSERT INTO t VALUES (NULL)", "column nik", id="missing value"),
        pytest.param("SELECT cast(:v AS date)", "22", id="no such date"),
        pytest.param(
            "SELECT nothing FROM t WHERE nik = :v", "nothing", id="wrong statement keeps its message"
        ),
    ],
)
def test_a_statement(warehouse: Warehouse, statement: str, kept: str) -> None:
    with warehouse.engine.connect() as connection:
        connection.execute(text("CREATE TEMP TABLE t (nik text PRIMARY KEY CHECK (length(nik) = 16))"))
        with pytest.raises(SQLAlchemyError) as caught:
            connection.execute(text(statement), {"v": NIK})
    told = "".join(traceback.format_exception(caught.value))
    assert NIK not in told
    assert kept in told


def test_a_copy(warehouse: Warehouse) -> None:
    with warehouse.engine.connect() as connection:
        connection.execute(text("CREATE TEMP TABLE t (nik text PRIMARY KEY, born date)"))
        with pytest.raises(psycopg2.Error) as caught:
            copy_rows(connection, "pg_temp.t", ("nik", "born"), [(NIK, BORN)])
    told = "".join(traceback.format_exception(caught.value))
    assert NIK not in told and BORN not in told
    assert "SQLSTATE 22" in told


def test_what_the_rows_raise_is_raised(warehouse: Warehouse) -> None:
    def rows() -> object:
        yield ("a",)
        raise LookupError("the sheet ended")

    with warehouse.engine.connect() as connection:
        connection.execute(text("CREATE TEMP TABLE t (a text)"))
        with pytest.raises(LookupError, match="the sheet ended"):
            copy_rows(connection, "pg_temp.t", ("a",), rows())  # type: ignore[arg-type]
