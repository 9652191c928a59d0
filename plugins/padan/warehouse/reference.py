"""Reference data: the files of include/reference, loaded into core whenever one of them changed."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from padan.paths import INCLUDE
from padan.warehouse.copy import copy_rows
from padan.warehouse.engine import engine

REFERENCE = INCLUDE / "reference"


def status_word_key(word: str) -> str:
    """Return a branch status word as it is looked up: upper case, letters and digits only."""
    return re.sub(r"[^A-Z0-9]", "", word.upper())


@dataclass(frozen=True)
class _Target:
    """Where a reference file goes: its table, and how a column's text is changed on the way."""

    file_name: str
    table: str
    has_dependents: bool = False
    convert: Mapping[str, Callable[[str], str]] = field(default_factory=dict)


_TARGETS = (
    _Target("districts.csv", "core.district", has_dependents=True),
    _Target("villages.csv", "core.village", has_dependents=True),
    _Target("funders.csv", "core.funder", has_dependents=True),
    _Target("programmes.csv", "core.programme"),
    _Target("tariffs.csv", "core.tariff"),
    _Target("parameters.csv", "core.parameter"),
    _Target("calendar.csv", "core.calendar"),
    _Target("status_words.csv", "core.status_word", convert={"word": status_word_key}),
    _Target("denominators.csv", "core.denominator"),
    _Target("targets.csv", "core.target"),
    _Target("eligible_desils.csv", "core.eligible_desil"),
    _Target("other_budgets.csv", "core.other_budget"),
    _Target("branch_form_changes.csv", "core.branch_form_change"),
    _Target("verdict_words.csv", "core.verdict_word"),
)


def load_reference(uri: str) -> list[str]:
    """Load the reference files that differ from what the warehouse holds; return their names.

    All in one transaction. A row that vanished from a file others point to (a village, a funder) is refused by
    the database rather than lost.
    """
    return load_reference_with(engine(uri))


def load_reference_with(warehouse: Engine) -> list[str]:
    """Load the changed reference files through an engine of the role that owns the warehouse."""
    changed: list[str] = []
    with warehouse.begin() as connection:
        connection.execute(text("LOCK TABLE audit.reference_load IN EXCLUSIVE MODE"))
        known = {
            row.file_name: row.sha256
            for row in connection.execute(text("SELECT file_name, sha256 FROM audit.reference_load"))
        }
        for target in _TARGETS:
            sha256 = hashlib.sha256((REFERENCE / target.file_name).read_bytes()).hexdigest()
            if known.get(target.file_name) != sha256:
                _load(connection, target, sha256)
                changed.append(target.file_name)
    return changed


def reference_hashes(root: Path = REFERENCE) -> dict[str, str]:
    """Return the SHA-256 of every reference file by its path below root: part of every month's inputs."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.suffix in {".csv", ".yaml"}
    }


def _load(connection: Connection, target: _Target, sha256: str) -> None:
    columns, rows = _read(connection, target)
    connection.execute(text("DROP TABLE IF EXISTS pg_temp.incoming"))
    connection.execute(
        text(f"CREATE TEMP TABLE incoming (LIKE {target.table} INCLUDING INDEXES) ON COMMIT DROP")  # noqa: S608
    )
    copy_rows(connection, "pg_temp.incoming", columns, rows)
    if target.has_dependents:
        _merge(connection, target.table, columns)
    else:
        names = ", ".join(columns)
        connection.execute(text(f"DELETE FROM {target.table}"))  # noqa: S608
        connection.execute(text(f"INSERT INTO {target.table} ({names}) SELECT {names} FROM pg_temp.incoming"))  # noqa: S608
    connection.execute(
        text(
            "INSERT INTO audit.reference_load (file_name, sha256, rows) VALUES (:file_name, :sha256, :rows) "
            "ON CONFLICT (file_name) DO UPDATE SET sha256 = excluded.sha256, rows = excluded.rows, loaded_at = now()"
        ),
        {"file_name": target.file_name, "sha256": sha256, "rows": len(rows)},
    )


def _read(connection: Connection, target: _Target) -> tuple[list[str], list[list[str | None]]]:
    wanted = set(
        connection.execute(
            text("SELECT attname FROM pg_attribute WHERE attrelid = CAST(:table AS regclass) AND attnum > 0"),
            {"table": target.table},
        ).scalars()
    )
    with (REFERENCE / target.file_name).open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        columns = [name for name in reader.fieldnames or [] if name in wanted]
        rows = [[_value(row[name], target.convert.get(name)) for name in columns] for row in reader]
    return columns, rows


def _value(cell: str, convert: Callable[[str], str] | None) -> str | None:
    if cell == "":
        return None
    return convert(cell) if convert else cell


def _merge(connection: Connection, table: str, columns: list[str]) -> None:
    key, rest = columns[0], columns[1:]
    connection.execute(
        text(
            f"MERGE INTO {table} AS held USING pg_temp.incoming AS new ON held.{key} = new.{key} "  # noqa: S608
            f"WHEN MATCHED THEN UPDATE SET {', '.join(f'{name} = new.{name}' for name in rest)} "
            f"WHEN NOT MATCHED THEN INSERT ({', '.join(columns)}) VALUES ({', '.join(f'new.{n}' for n in columns)}) "
            "WHEN NOT MATCHED BY SOURCE THEN DELETE"
        )
    )
