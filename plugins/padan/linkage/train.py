"""Trains the model: what agreement by chance is like (u), what it is like between two rows of one person (m)."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import padan
from padan.linkage.comparisons import FIELDS, REST, Field, settings
from padan.linkage.engine import linking
from padan.linkage.features import Features, features
from padan.linkage.frequency import FEWEST_BEARERS, word_shares
from padan.linkage.pinned import LEVELS, MODEL, MODELS, Model
from padan.linkage.source import SourceRows, read_source

Row = TypeVar("Row")
BELIEF = 20_000
"""Pairs that the expected shares count for. Many: rows with a good NIK on both lists are the careful clerks' rows."""
SAMPLED_PAIRS = 4_000_000
THINNED_TO = 60_000
NIK = "nik"


def train(
    source: Path, regency: str, seed: int, folder: Path = MODELS, *, sampled_pairs: int = SAMPLED_PAIRS
) -> dict[str, Any]:
    """Train on a folder of sources, write include/models/linkage.json and return its metadata.

    1. Shares of name words, among the branch's and the registry's people.
    2. u of every field but NIK and patronym: Splink's random sampling of pairs, with the seed.
    3. m of every field but the NIK: among pairs of village and branch rows with the same usable NIK (unless name and
       birth date both differ), counted level by level, added to the expected shares as BELIEF pairs.

    Same folder, seed and library versions: the same file to the byte.
    """
    rows = read_source(source, regency)
    levels = (folder / LEVELS).read_text("utf-8")
    right = [features(row) for row in rows.branch + _thinned(rows.registry)]
    word_share, rare = word_shares(row.name_sorted for row in right if row.name_sorted)
    shape = settings()
    model = Model(shape, word_share, rare, {}, levels)
    left = [features(row) for row in rows.villages]
    _learn_chance(left, right, model, seed, sampled_pairs)
    same_nik = _learn_agreement(left, rows, model)
    metadata = {
        "trained_from": "a folder of village lists, a branch export and poverty registries",
        "seed": seed,
        "village_rows": len(rows.villages),
        "branch_rows": len(rows.branch),
        "registry_rows": len(rows.registry),
        "pairs_with_same_nik": same_nik,
        "sampled_pairs": sampled_pairs,
        "belief_pairs": BELIEF,
        "word_bearers_at_least": FEWEST_BEARERS,
        "levels_sha256": hashlib.sha256(levels.encode()).hexdigest(),
        "splink": _version("splink"),
        "duckdb": _version("duckdb"),
        "padan": padan.__version__,
    }
    held = {"metadata": metadata, "settings": shape, "rare_word_share": rare, "word_share": word_share}
    (folder / MODEL).write_text(json.dumps(held, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return metadata


def _learn_chance(
    left: list[Features], right: list[Features], model: Model, seed: int, sampled_pairs: int
) -> None:
    """u of the fields for which chance is not believed beforehand."""
    asked = [
        (field, shape) for field, shape in _shapes(model) if None in [level.other for level in field.levels]
    ]
    fewer = model.settings | {"comparisons": [shape for _, shape in asked]}
    with linking(_thinned(left), _thinned(right), fewer, model) as linker:
        # One thread, or the sample would depend on who comes first.
        linker._db_api.duckdb_con.execute("SET threads = 1")
        linker.training.estimate_u_using_random_sampling(
            max_pairs=sampled_pairs, seed=seed, min_count_per_level=None, num_chunks=1
        )
        trained = linker._settings_obj.comparisons
        for (_, shape), comparison in zip(asked, trained, strict=True):
            shares = [
                level.u_probability for level in comparison.comparison_levels if not level.is_null_level
            ]
            _set(
                shape,
                "u_probability",
                _floored([one if isinstance(one, float) else 0.0 for one in shares], sampled_pairs),
            )


def _thinned(rows: list[Row]) -> list[Row]:
    """Every so many-th row: more than so many make the sample no better."""
    return rows[:: len(rows) // THINNED_TO + 1]


def _floored(shares: Sequence[float], pairs: int) -> list[float]:
    """Return shares of which none is nought: a level that the sample missed happens half as often as one pair of it."""
    least = [max(share, 0.5 / pairs) for share in shares]
    return [share / sum(least) for share in least]


def _learn_agreement(left: Sequence[Features], rows: SourceRows, model: Model) -> int:
    by_nik = {rows.usable_nik[row.ref]: row for row in rows.branch if row.ref in rows.usable_nik}
    pairs = [
        (one, features(by_nik[rows.usable_nik[one.unique_id]]))
        for one in left
        if rows.usable_nik.get(one.unique_id) in by_nik
    ]
    found = [level for level in levels_of(pairs, model) if not _contradicts(level)]
    for field, shape in _shapes(model):
        if field.name != NIK:
            _believe_and_count(field, shape, Counter(levels[field.name] for levels in found))
    return len(found)


def _contradicts(levels: dict[str, str | None]) -> bool:
    """Two people with one NIK: name and birth date both differ."""
    return levels["name"] in ("different", "a_word", "first_word") and levels["birth_date"] in (
        "different",
        "same_year",
    )


def levels_of(pairs: Sequence[tuple[Features, Features]], model: Model) -> list[dict[str, str | None]]:
    """Return the level of every field for given pairs; None where a field says nothing."""
    import duckdb

    from padan.linkage.engine import load

    connection = duckdb.connect(":memory:")
    try:
        connection.execute(model.levels)
        load(connection, "one", (row._replace(unique_id=at) for at, (row, _) in enumerate(pairs)))
        load(connection, "other", (row._replace(unique_id=at) for at, (_, row) in enumerate(pairs)))
        sided = ", ".join(f"one.{name} AS {name}_l, other.{name} AS {name}_r" for name in Features._fields)
        asked = ", ".join(f"CASE WHEN {field.null} THEN NULL {_whens(field)} END" for field in FIELDS)
        told = connection.execute(
            f"WITH pair AS (SELECT {sided} FROM one INNER JOIN other USING (unique_id)) "
            f"SELECT {asked} FROM pair ORDER BY unique_id_l"
        ).fetchall()
    finally:
        connection.close()
    return [dict(zip((field.name for field in FIELDS), row, strict=True)) for row in told]


def _whens(field: Field) -> str:
    return " ".join(
        f"ELSE '{level.name}'" if level.when == REST else f"WHEN {level.when} THEN '{level.name}'"
        for level in field.levels
    )


def _believe_and_count(field: Field, shape: dict[str, Any], counts: Counter[str | None]) -> None:
    """m = expected shares as BELIEF pairs, plus the counted ones."""
    believed = sum(level.same for level in field.levels)
    total = sum(counts[level.name] for level in field.levels) + BELIEF
    _set(
        shape,
        "m_probability",
        [(level.same / believed * BELIEF + counts[level.name]) / total for level in field.levels],
    )


def _shapes(model: Model) -> Iterable[tuple[Field, dict[str, Any]]]:
    return zip(FIELDS, model.settings["comparisons"], strict=True)


def _set(shape: dict[str, Any], key: str, shares: Sequence[float]) -> None:
    for level, share in zip(shape["comparison_levels"][1:], shares, strict=True):
        level[key] = float(f"{share:.6g}")


def _version(package: str) -> str:
    from importlib.metadata import version

    return version(package)
