"""Products need a warehouse with a month in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine
from tests.integration.products.world_tables import build_world


@pytest.fixture(scope="package")
def month_connection(warehouse: Engine) -> Iterator[Connection]:
    """A connection inside a transaction that holds one made-up month and is rolled back at the end."""
    with warehouse.connect() as connection:
        transaction = connection.begin()
        build_world(connection)
        yield connection
        transaction.rollback()
