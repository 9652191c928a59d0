"""Splink on DuckDB: two sets of features in, weights and levels of pairs out."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from padan.linkage.comparisons import FREQUENCY_OF
from padan.linkage.features import Features
from padan.linkage.frequency import share_of

if TYPE_CHECKING:
    from padan.linkage.pinned import Model

_LISTS = ("name_words",)
_NUMBERS = ("unique_id",)
_CENT = Decimal("0.01")


class Scored(NamedTuple):
    """A pair: its weight and what each field adds to it, as (field, level, weight); they add up."""

    left: int
    right: int
    weight: Decimal
    contributions: tuple[tuple[str, str, Decimal], ...]


def import_engine() -> None:
    """Import what `linking` needs and nothing else does."""
    import duckdb  # noqa: F401
    import pyarrow  # noqa: F401
    import splink  # noqa: F401


@contextmanager
def linking(
    left: Iterable[Features], right: Iterable[Features], settings: dict[str, Any], model: Model
) -> Iterator[Any]:
    """Give a Splink linker over two sets of features, its database in memory; it is gone afterwards."""
    import duckdb
    from splink import DuckDBAPI, Linker

    # Splink's log names tables and counts only, and says at each call what it lacks; that of sqlglot, which writes its
    # statements, how it read them: not news to an operator.
    for name in ("splink", "sqlglot"):
        logging.getLogger(name).setLevel(logging.ERROR)
    connection = duckdb.connect(":memory:")
    try:
        connection.execute(model.levels)
        api = DuckDBAPI(connection=connection)
        tables = [load(connection, "side_left", left), load(connection, "side_right", right)]
        sides = [api.register(table, dataset_display_name=table) for table in tables]
        linker = Linker(sides, settings, log_level=None, validate_settings=False)
        _register_frequency(connection, api, linker, model)
        yield linker
    finally:
        connection.close()


def pairs_above(linker: Any, lowest: Decimal) -> Iterator[Scored]:
    """Yield every pair that weighs `lowest` or more, best first for each left row.

    The weight is the sum of the contributions, each rounded first: neither threads nor the order of rows nor of the
    sum can change it, and whoever adds up what is printed gets the same.
    """
    settings = linker._settings_obj
    fields = [comparison.output_column_name for comparison in settings.comparisons]
    names = {
        comparison.output_column_name: {
            level.comparison_vector_value: level.label_for_charts for level in comparison.comparison_levels
        }
        for comparison in settings.comparisons
    }
    # A little below, because what is compared here is not yet rounded.
    found = linker.inference.predict(threshold_match_weight=float(lowest) - 0.1)
    parts = ", ".join(f"gamma_{field}, {_weight_of(field, settings)}" for field in fields)
    rows = found.as_duckdbpyrelation().project(f"unique_id_l, unique_id_r, {parts}").fetchall()
    scored = []
    for row in rows:
        contributions = tuple(
            (field, names[field][level], Decimal(repr(weight)).quantize(_CENT))
            for field, level, weight in zip(fields, row[2::2], row[3::2], strict=True)
            if level >= 0
        )
        weight = sum((part[2] for part in contributions), Decimal("0.00"))
        if weight >= lowest:
            scored.append(Scored(row[0], row[1], weight, contributions))
    scored.sort(key=lambda pair: (pair.left, -pair.weight, pair.right))
    yield from scored


def _weight_of(field: str, settings: Any) -> str:
    adjusted = next(
        one for one in settings.comparisons if one.output_column_name == field
    )._has_tf_adjustments
    return f"round(mw_{field} + mw_tf_adj_{field}, 2)" if adjusted else f"round(mw_{field}, 2)"


def load(connection: Any, table: str, rows: Iterable[Features]) -> str:
    """Make a DuckDB table of features and return its name."""
    import pyarrow as pa

    columns: list[list[Any]] = [[] for _ in Features._fields]
    for row in rows:
        for column, value in zip(columns, row, strict=True):
            column.append(value)
    types = [
        pa.list_(pa.string()) if name in _LISTS else pa.int64() if name in _NUMBERS else pa.string()
        for name in Features._fields
    ]
    arrow = pa.table(
        [pa.array(column, kind) for column, kind in zip(columns, types, strict=True)],
        names=list(Features._fields),
    )
    connection.register("incoming", arrow)
    connection.execute(f"CREATE TABLE {table} AS SELECT * FROM incoming")
    connection.unregister("incoming")
    return table


def _register_frequency(connection: Any, api: Any, linker: Any, model: Model) -> None:
    import pyarrow as pa

    names = [
        row[0]
        for row in connection.execute(
            f"SELECT {FREQUENCY_OF} FROM side_left WHERE {FREQUENCY_OF} IS NOT NULL "
            f"UNION SELECT {FREQUENCY_OF} FROM side_right WHERE {FREQUENCY_OF} IS NOT NULL"
        ).fetchall()
    ]
    shares = [share_of(name, model.word_share, model.rare_word_share) for name in names]
    table = pa.table(
        {FREQUENCY_OF: pa.array(names, pa.string()), f"tf_{FREQUENCY_OF}": pa.array(shares, pa.float64())}
    )
    connection.register("incoming", table)
    connection.execute("CREATE TABLE name_frequency AS SELECT * FROM incoming")
    connection.unregister("incoming")
    linker.table_management.register_term_frequency_lookup(api.register("name_frequency"), FREQUENCY_OF)
