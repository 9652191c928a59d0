"""A small month, reckoned and published, that two offices may sign."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection
from tests.conftest import Server, Warehouse, made_warehouse
from tests.support.months import Office

from padan.quality.rules import sync_rules
from padan.simulation import simulate

MONTHS = ("2026-01", "2026-02")


@pytest.fixture(scope="session")
def small_months(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two months of six villages, some twenty people each."""
    root = tmp_path_factory.mktemp("signed") / "sources"
    simulate(root, list(MONTHS), scale=0.2, seed=11, villages_limit=6)
    return root


@pytest.fixture(scope="session")
def made(postgres_server: Server) -> Iterator[Warehouse]:
    with made_warehouse(postgres_server) as warehouse:
        with warehouse.owner.begin() as connection:
            sync_rules(connection)
        yield warehouse


@pytest.fixture(scope="session")
def office(made: Warehouse, small_months: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Both months reckoned and published.

    The story of test_story.py signs the first; every other test takes the second and rolls back.
    """
    folder = tmp_path_factory.mktemp("office")
    shutil.copytree(small_months, folder / "sources")
    office = Office(made.loader_uri, folder / "home", folder / "sources")
    office.bring_in_all()
    for period in MONTHS:
        office.month(period)
    return office


@pytest.fixture
def connection(office: Office) -> Iterator[Connection]:
    """A connection of the tasks' role; whatever a test does is taken back."""
    with office.engine.connect() as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def owner(made: Warehouse, office: Office) -> Iterator[Connection]:
    """The same for the role that owns the warehouse: what even it may not do unseen."""
    with made.owner.connect() as connection:
        yield connection
        connection.rollback()
