"""What tests of every kind share: a real PostgreSQL, and a migrated warehouse of its own for each test."""

from __future__ import annotations

import itertools
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import pytest
from psycopg2 import sql
from sqlalchemy import Engine

from padan.local import bootstrap
from padan.local.paths import HomePaths
from padan.local.postgres import ADMIN, EmbeddedPostgres
from padan.local.warehouse import DatabaseUris, embedded_databases
from padan.warehouse.engine import engine


def pytest_configure() -> None:
    """Takes Ctrl-C again where a background job was started without it: tests send it to their own processes."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@dataclass(frozen=True)
class Warehouse:
    """A warehouse of one test: migrated, with reference data, otherwise empty."""

    owner_uri: str
    loader_uri: str
    reader_uri: str
    admin_uri: str

    @property
    def engine(self) -> Engine:
        """Engine with the role of the tasks."""
        return engine(self.loader_uri)

    @property
    def owner(self) -> Engine:
        """Engine with the role that owns the warehouse."""
        return engine(self.owner_uri)


@dataclass(frozen=True)
class Server:
    """The embedded server of the test session; its database `padan` is the template of every warehouse."""

    uris: DatabaseUris
    admin_uri: str


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The embedded PostgreSQL, started once, stopped at the end."""
    paths = HomePaths(tmp_path_factory.mktemp("home"))
    server = EmbeddedPostgres(paths)
    uris = embedded_databases(paths)
    yield Server(uris, server.uri(ADMIN, server.admin_password(), "postgres"))
    server.stop()


_numbers = itertools.count(1)


@pytest.fixture
def warehouse(postgres_server: Server) -> Iterator[Warehouse]:
    """A fresh warehouse, copied from the template."""
    with made_warehouse(postgres_server) as made:
        yield made


@contextmanager
def made_warehouse(server: Server) -> Iterator[Warehouse]:
    """The same for as long as the context lasts: for fixtures of a module, or two warehouses in one test."""
    name = f"warehouse_{next(_numbers)}"
    _execute(server.admin_uri, "CREATE DATABASE {} TEMPLATE {}", name, bootstrap.WAREHOUSE)
    uris = server.uris
    yield Warehouse(*(_named(uri, name) for uri in (uris.owner, uris.loader, uris.reader, server.admin_uri)))
    _execute(server.admin_uri, "DROP DATABASE {} WITH (FORCE)", name)


def _execute(admin_uri: str, statement: str, *names: str) -> None:
    connection = psycopg2.connect(admin_uri)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))
    finally:
        connection.close()


def _named(uri: str, database: str) -> str:
    return uri.rpartition("/")[0] + "/" + database


@pytest.fixture
def project() -> Path:
    """The checkout."""
    return Path(__file__).resolve().parents[1]
