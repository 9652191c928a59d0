"""Every world of worlds/*.md goes through the real steps, from files to the bridge, and ends as typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Row, text
from tests.conftest import Warehouse
from tests.spec.reconciliation.adds_up import assert_adds_up
from tests.spec.reconciliation.world import Expected, World, read_world, write_sources

from padan import steps
from padan.sources import FolderSource

WORLDS = sorted((Path(__file__).parent / "worlds").glob("*.md"))
LEDGER = (
    *("cause", "village_code", "opening", "new", "reopened"),
    *("resolved", "reclassified_in", "reclassified_out", "closing"),
)
Key = tuple[str, str, str, int]
FEEDS = ("exclusion_lists", "poverty_registry", "village_submissions", "bpjs_branch_export")


@pytest.mark.parametrize("path", WORLDS, ids=[path.stem for path in WORLDS])
def test_world(path: Path, warehouse: Warehouse, tmp_path: Path) -> None:
    world = read_world(path)
    expected = write_sources(world, tmp_path / "sources")
    ctx = steps.open_context(
        "local/spec", {"PADAN_HOME": str(tmp_path / "home"), "PADAN_WAREHOUSE_URI": warehouse.loader_uri}
    )
    run_feeds(ctx, tmp_path / "sources")
    for period in world.months:
        confirm(warehouse, period, world)
        assert steps.reconcile(ctx, period)["version"] == 1
    with ctx.warehouse.connect() as connection:
        assert_outcomes(connection, expected)
        for period in world.months:
            assert_bridge(connection, period, world)
            assert_status(connection, period, world)
            assert_cases(connection, period, world)
            assert_adds_up(connection, period)


def run_feeds(ctx: steps.StepContext, sources: Path) -> None:
    """Lands, reads, checks and loads whatever is new at the source."""
    for feed in FEEDS:
        landed = steps.land(ctx, feed, FolderSource(sources))
        if landed["load_id"] is not None:
            for batch in landed["batches"]:
                steps.read(ctx, landed["load_id"], batch)
            steps.check(ctx, landed["load_id"])
            steps.load(ctx, landed["load_id"])


def confirm(warehouse: Warehouse, period: str, world: World) -> None:
    """Writes down what the offices found of rows of earlier months."""
    for row in world.table(f"{period} confirmed"):
        with warehouse.owner.begin() as connection:
            connection.execute(
                text(
                    "INSERT INTO core.confirmed_link (village_key, target_kind, target, same, registry_sha256, "
                    "confirmed_period, first_period, case_code, verdict_ids) "
                    "SELECT core.link_key(v.nik_raw, v.name_words, v.birth_date, v.village_code), :kind, :target, "
                    ":same, core.registry_record_sha256(g.registry_version_id, :target), :of, :period, "
                    "(SELECT min(s.case_code) FROM reconciliation.subject AS s), ARRAY[:row] "
                    "FROM core.village_row AS v INNER JOIN landing.file AS f ON v.file_id = f.file_id "
                    "LEFT JOIN core.registry_in_force AS g ON true "
                    "WHERE f.path = :file AND f.period = :of AND v.row_number = :row"
                ),
                {**row, "row": int(row["row"]), "same": row["same"] == "yes", "period": period},
            )


def assert_outcomes(connection: Connection, expected: list[Expected]) -> None:
    """Every row of both sides is typed, and ends as typed."""
    found = outcomes(connection)
    wanted = {(e.period, e.side, e.file_name, e.row_number): e for e in expected}
    told = {
        key: (r.outcome, r.reason if key not in wanted or wanted[key].tells_reason else None)
        for key, r in found.items()
    }
    assert told == {
        key: (told[key][0] if key in told and told[key][0] in e.outcomes else e.outcome, e.reason)
        for key, e in wanted.items()
    }
    areas = {key: found[key].village_code for key, e in wanted.items() if e.area}
    assert areas == {key: e.area for key, e in wanted.items() if e.area}
    assert_pairs(found, wanted)
    assert_people(connection, found, wanted)


def assert_people(connection: Connection, found: dict[Key, Row[Any]], wanted: dict[Key, Expected]) -> None:
    """Rows with the same letter are one person, in every month; the method and the evidence are the typed ones."""
    letters = {key: e.who for key, e in wanted.items() if e.who}
    first: dict[int, str] = {}
    for key, letter in sorted(letters.items()):
        if found[key].person_key is not None and letter not in first.values():
            first.setdefault(found[key].person_key, letter)
    told = {
        key: "-" if found[key].person_key is None else first.get(found[key].person_key, "somebody else")
        for key in letters
    }
    assert told == letters
    methods = {key: e.method for key, e in wanted.items() if e.method}
    assert {key: found[key].match_method or "-" for key in methods} == methods
    evidence = {key: e.evidence for key, e in wanted.items() if e.evidence}
    if evidence:
        assert {key: _evidence(connection, key) for key in evidence} == evidence


def assert_pairs(found: dict[Key, Row[Any]], wanted: dict[Key, Expected]) -> None:
    """Rows with the same letter have one pair_id of their own, all others none."""
    letters = {key: e.pair for key, e in wanted.items()}
    for key, letter in letters.items():
        if letter is not None and letter.endswith("?") and found[key].pair_id is None:
            letters[key] = None
    first = {
        (key[0], found[key].pair_id): letter for key, letter in sorted(letters.items()) if letter is not None
    }
    paired = {key: first.get((key[0], r.pair_id)) for key, r in found.items() if r.pair_id is not None}
    assert paired == {key: letter for key, letter in letters.items() if letter is not None}


def _evidence(connection: Connection, key: Key) -> str:
    rows = connection.execute(
        text(
            "SELECT e.decision FROM reconciliation.link_evidence AS e "
            "INNER JOIN reconciliation.current_version AS c ON e.period = c.period AND e.version = c.version "
            "LEFT JOIN core.village_row AS v ON e.side = 'village' AND e.row_id = v.row_id "
            "LEFT JOIN core.branch_row AS b ON e.side = 'branch' AND e.row_id = b.row_id "
            "INNER JOIN landing.file AS f ON f.file_id = coalesce(v.file_id, b.file_id) "
            "WHERE e.period = :period AND e.side = :side AND f.path = :path "
            "AND coalesce(v.row_number, b.row_number) = :number ORDER BY e.rank"
        ),
        dict(zip(("period", "side", "path", "number"), key, strict=True)),
    )
    return " ".join(row.decision for row in rows) or "-"


def outcomes(connection: Connection) -> dict[Key, Row[Any]]:
    """The newest version's outcome of every row, by month, side, path and row number."""
    rows = connection.execute(
        text(
            "SELECT o.* FROM reconciliation.row_outcome AS o "
            "INNER JOIN reconciliation.current_version AS c ON o.period = c.period AND o.version = c.version"
        )
    ).all()
    found = {(r.period, r.side, r.file_name, r.row_number): r for r in rows}
    assert len(found) == len(rows), "a row has two outcomes"
    return found


def assert_bridge(connection: Connection, period: str, world: World) -> None:
    """Every typed area has exactly the typed lines, whatever their group and funder."""
    typed = world.table(f"{period} bridge")
    for area in sorted({row["area"] for row in typed}):
        rows = connection.execute(
            text(
                "SELECT * FROM mart.gap_bridge WHERE period = :p AND version = 1 AND area_code = :a "
                "AND (persons <> 0 OR rupiah <> 0)"
            ),
            {"p": period, "a": area},
        )
        found = {(r.participant_group, r.funding_source, r.line): (r.persons, r.rupiah) for r in rows}
        expected = {
            (row["group"], row["funder"], row["line"]): (int(row["persons"]), int(row["rupiah"]))
            for row in typed
            if row["area"] == area
        }
        assert found == expected, f"{period} {area}"


def assert_status(connection: Connection, period: str, world: World, version: int = 1) -> None:
    """The typed villages have the typed columns of mart.submission_status."""
    for row in world.table(f"{period} status"):
        found = connection.execute(
            text(
                "SELECT * FROM mart.submission_status "
                "WHERE period = :p AND version = :n AND village_code = :v"
            ),
            {"p": period, "n": version, "v": row["village"]},
        ).one()
        for column, value in row.items():
            if column != "village":
                assert str(getattr(found, column) if getattr(found, column) is not None else "") == value, (
                    row,
                    column,
                )


def assert_cases(connection: Connection, period: str, world: World) -> None:
    """Where they are typed, the ledger and the open cases are the typed ones."""
    for heading, table, columns in (
        ("ledger", "mart.case_ledger", LEDGER),
        ("cases", "mart.open_case", ("cause", "village_code", "owner", "first_period")),
    ):
        if typed := world.table(f"{period} {heading}"):
            rows = connection.execute(
                text(f"SELECT {', '.join(columns)} FROM {table} WHERE period = :p AND version = 1"),  # noqa: S608
                {"p": period},
            )
            found = sorted(tuple(map(str, row)) for row in rows)
            assert found == sorted(tuple(row.values()) for row in typed), f"{period} {heading}"
