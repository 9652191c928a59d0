"""A warehouse, a mail server and a web server on this machine, all real."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from sqlalchemy import Engine, text
from tests.conftest import Server
from tests.support import servers
from tests.support.servers import Mailbox, Posted

from padan.local.bootstrap import WAREHOUSE
from padan.warehouse.engine import engine


@pytest.fixture(scope="package")
def alerts_database(postgres_server: Server) -> Engine:
    """One copy of the warehouse for all tests here: they touch no table but audit.alert."""
    connection = psycopg2.connect(postgres_server.admin_uri)
    connection.autocommit = True
    with closing(connection), connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE alerts TEMPLATE {WAREHOUSE}")
    return engine(postgres_server.uris.loader.rpartition("/")[0] + "/alerts")


@pytest.fixture
def audit(alerts_database: Engine) -> Engine:
    """Where alerts are noted, with the role of the tasks; no alert is noted yet."""
    with alerts_database.begin() as connection:
        connection.execute(text("DELETE FROM audit.alert"))
    return alerts_database


@pytest.fixture
def mail_server() -> Iterator[Mailbox]:
    with servers.mail_server() as mailbox:
        yield mailbox


@pytest.fixture
def web_server() -> Iterator[Posted]:
    with servers.web_server() as posted:
        yield posted


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    return tmp_path / "outbox"
