"""Products need a warehouse with a month in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection
from tests.conftest import Warehouse
from tests.integration.products.world import World
from tests.integration.products.world_tables import build_world


@pytest.fixture
def world(warehouse: Warehouse) -> World:
    """One made-up month in a warehouse of its own: 435 villages, about six rows each."""
    with warehouse.engine.begin() as connection:
        return build_world(connection)


@pytest.fixture
def connection(warehouse: Warehouse, world: World) -> Iterator[Connection]:
    """A connection of the tasks' role to the warehouse that holds the month."""
    with warehouse.engine.connect() as connection:
        yield connection
