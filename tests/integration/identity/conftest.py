"""One warehouse for all tables of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.conftest import Server, Warehouse, made_warehouse


@pytest.fixture(scope="module")
def niks(postgres_server: Server) -> Iterator[Warehouse]:
    """Asked only, never written to."""
    with made_warehouse(postgres_server) as made:
        yield made
