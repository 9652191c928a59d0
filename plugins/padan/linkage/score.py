"""The month's scores: temporary tables out of the warehouse, through the model, and back."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from threading import Thread
from typing import Any

from sqlalchemy import Connection, text

from padan.linkage.engine import Scored, import_engine, linking, pairs_above
from padan.linkage.features import Features, LinkRow, features
from padan.linkage.pinned import load_model
from padan.warehouse.copy import copy_rows

_NOTHING_LEFT = "SELECT NOT EXISTS (SELECT FROM link_left)"
_LOWEST = """
SELECT CASE
    WHEN CAST(:period AS text) IS NOT NULL THEN core.parameter_of('link_review_weight', CAST(:period AS text))
    ELSE (SELECT value FROM core.parameter WHERE name = 'link_review_weight' ORDER BY valid_from DESC LIMIT 1)
END
"""


def make_ready() -> None:
    """Import the engine in a thread of its own: it takes seconds, while a caller waits for the warehouse anyway.

    `score` needs no such call; whoever ends before the import is over waits for it.
    """
    Thread(target=import_engine, name="linkage engine").start()


def score(connection: Connection, period: str | None = None) -> None:
    """Fill the temporary table link_score(left_ref, right_ref, weight, contributions) from link_left and link_right.

    One row is a pair that weighs `link_review_weight` or more. contributions is a list of {field, level, weight} that
    adds up to the weight and names no value. Same rows in any order, same scores.

    period: 'YYYY-MM' whose threshold holds; without it the newest.
    """
    connection.execute(
        text(
            "CREATE TEMP TABLE IF NOT EXISTS link_score "
            "(left_ref bigint, right_ref bigint, weight numeric(6, 2), contributions jsonb) ON COMMIT DROP"
        )
    )
    connection.execute(text("DELETE FROM pg_temp.link_score"))
    if connection.execute(text(_NOTHING_LEFT)).scalar_one():
        return
    model = load_model()
    lowest = Decimal(str(connection.execute(text(_LOWEST), {"period": period}).scalar_one()))
    left, right = _read(connection, "link_left"), _read(connection, "link_right")
    with linking(left, right, model.settings, model) as linker:
        copy_rows(
            connection,
            "pg_temp.link_score",
            ("left_ref", "right_ref", "weight", "contributions"),
            (
                (pair.left, pair.right, str(pair.weight), as_json(pair))
                for pair in pairs_above(linker, lowest)
            ),
        )


def as_json(pair: Scored) -> str:
    """Return a pair's contributions as the warehouse keeps them."""
    return json.dumps(
        [
            {"field": field, "level": level, "weight": float(weight)}
            for field, level, weight in pair.contributions
        ],
        separators=(",", ":"),
    )


def _read(connection: Connection, table: str) -> Iterator[Features]:
    columns = ", ".join(LinkRow._fields)
    stream = io.BytesIO()
    with closing(connection.connection.cursor()) as made:
        cursor: Any = made  # psycopg2's own, which SQLAlchemy types as any driver's
        cursor.copy_expert(
            f"COPY (SELECT {columns} FROM {table} ORDER BY ref) TO STDOUT (NULL E'\\v', ENCODING 'UTF8')",  # noqa: S608
            stream,
        )
    stream.seek(0)
    for line in io.TextIOWrapper(stream, encoding="utf-8", newline="\n"):
        yield features(_row(line[:-1].split("\t")))


def _row(fields: list[str]) -> LinkRow:
    ref, name, words, *rest = [None if field == "\v" else _plain(field) for field in fields]
    assert ref is not None, "a row without ref"
    return LinkRow(int(ref), name, _array(words), *rest)


def _plain(field: str) -> str:
    """Undo COPY's escapes; hardly any field has one."""
    if "\\" not in field:
        return field
    return (
        field.replace("\\\\", "\0")
        .replace("\\t", "\t")
        .replace("\\n", "\n")
        .replace("\\r", "\r")
        .replace("\0", "\\")
    )


def _array(words: str | None) -> list[str]:
    """Read a text[] of words for comparing, which are letters only."""
    return words[1:-1].split(",") if words and words != "{}" else []
