"""A confirmed link holds while the registry says of its target what it said when both offices confirmed it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from tests.conftest import Server, made_warehouse
from tests.spec.reconciliation.test_worlds import confirm
from tests.spec.reconciliation.world import WIB, read_world, write_sources
from tests.support.months import Office

from padan import steps

WORLD = Path(__file__).with_name("registry_change.md")
AT = "registry/p3ke/{}/individu_p3ke_3201.csv"
LATER = (
    # version, what is written otherwise, by what, outcome, method
    ("2025-2", "TUTI HERAWATI", "TUTI HERAWATY", "matched_by_inference", "confirmed_link"),
    ("2025-3", "KOKOM KOMARIAH", "KOKOM ROHAETI", "ambiguous", None),
    ("2025-4", "KOKOM ROHAETI", "KOKOM KOMARIAH", "matched_by_inference", "confirmed_link"),
    ("2025-5", "01-07-1977", "10-07-1977", "ambiguous", None),
)
"""Versions as they come, each written out of the one before: another's record, the target's, the target's as it was."""


@pytest.fixture(scope="module")
def office(postgres_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """January reckoned, its row confirmed, February reckoned with it."""
    root = tmp_path_factory.mktemp("registry-change")
    world = read_world(WORLD)
    write_sources(world, root / "sources")
    with made_warehouse(postgres_server) as warehouse:
        made = Office(warehouse.loader_uri, root / "home", root / "sources")
        made.bring_in_all()
        for period in world.months:
            confirm(warehouse, period, world)
            steps.reconcile(made.context(), period)
        yield made


def test_it_is_dropped_when_the_registry_changes_and_only_then(office: Office) -> None:
    assert row_of_february(office) == ("matched_by_inference", "confirmed_link")
    before = "2025-1"
    for number, (version, old, new, outcome, method) in enumerate(LATER, 1):
        bring_registry(office, before, version, old, new, number)
        made = steps.reconcile(office.context(), "2026-02")
        assert (made["version"], made["changed"]) == (number + 1, True)
        assert row_of_february(office) == (outcome, method), version
        before = version


def row_of_february(office: Office) -> tuple[str, str | None]:
    """Outcome and method of the village's row in the newest version."""
    (row,) = office.rows(
        "SELECT o.outcome, o.match_method FROM reconciliation.row_outcome AS o "
        "JOIN reconciliation.current_version AS c ON o.period = c.period AND o.version = c.version "
        "WHERE o.period = '2026-02' AND o.side = 'village'"
    )
    return row.outcome, row.match_method


def bring_registry(office: Office, before: str, version: str, old: str, new: str, day: int) -> None:
    """The version before with one word written otherwise, received in March."""
    text = (office.sources / AT.format(before)).read_text(encoding="utf-8")
    assert old in text
    path = office.sources / AT.format(version)
    path.parent.mkdir(parents=True)
    path.write_text(text.replace(old, new), encoding="utf-8")
    moment = datetime(2026, 3, day, 8, tzinfo=WIB).timestamp()
    os.utime(path, (moment, moment))
    assert office.bring_in("poverty_registry").files == 1
