"""Nothing that decides an outcome or a product's bytes reads the clock: a version can be made again on any day."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from padan.paths import INCLUDE, PROJECT

LIBRARY = PROJECT / "plugins" / "padan"
CLOCK = re.compile(
    r"datetime\.(now|utcnow|today)|date\.today|timezone\.now|\btime\.(time|time_ns|localtime|gmtime|strftime|ctime)\("
    r"|\buuid[14]\(|\bgetlocale|\bsetlocale|\bastimezone\(\)"
)
SQL_CLOCK = re.compile(
    r"\bnow\(\)|\bcurrent_(date|time|timestamp)\b|\b(clock|statement)_timestamp\(|\blocaltime|\brandom\(\)|\bgen_random",
    re.I,
)

# Rooms that serve machines and people, not months.
NO_MONTH = {"local", "airflow", "alerts", "simulation", "workers"}
# When something was asked, answered, noted: kept beside the months, part of no product of a version.
NOTES = {
    "steps/land.py",
    "steps/load.py",
    "steps/publish.py",
    "warehouse/reference.py",
}
SQL_NOTES = {"reconciliation/readiness.sql"}


def modules() -> list[Path]:
    found = sorted(LIBRARY.rglob("*.py"))
    return [path for path in found if path.relative_to(LIBRARY).parts[0] not in NO_MONTH]


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(LIBRARY).as_posix())
def test_no_module_reads_the_clock(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not CLOCK.findall(text)
    if path.relative_to(LIBRARY).as_posix() not in NOTES:
        assert not SQL_CLOCK.findall(text)


def test_no_statement_reads_the_clock() -> None:
    """A column's default may: it notes when a row was written."""
    folder = INCLUDE / "sql"
    found = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.sql")
        if "migrations" not in path.parts and SQL_CLOCK.search(path.read_text("utf-8"))
    }
    assert found <= SQL_NOTES


def test_the_search_finds_what_it_looks_for() -> None:
    for text in ("datetime.now(UTC)", "date.today()", "time.time()", "uuid4()"):
        assert CLOCK.search(text)
    for text in ("SELECT now()", "current_date", "ORDER BY random()"):
        assert SQL_CLOCK.search(text)
