"""A warehouse, a mail server and a web server on this machine, all real."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message as Mail
from email.policy import default as mail_policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import Engine, text
from tests.conftest import Server

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


@dataclass
class MailServer:
    """Keeps the mails it takes; refuses every mail while `refuses` is set."""

    port: int = 0
    mails: list[Mail] = field(default_factory=list)
    receivers: list[list[str]] = field(default_factory=list)
    refuses: bool = False

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.refuses:
            return "451 try later"
        assert isinstance(envelope.content, bytes)
        self.mails.append(message_from_bytes(envelope.content, policy=mail_policy))
        self.receivers.append(list(envelope.rcpt_tos))
        return "250 OK"


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    handler = MailServer()
    controller = AnyPort(handler, hostname="127.0.0.1", port=0)
    controller.start()
    handler.port = controller.port
    yield handler
    controller.stop()


class AnyPort(Controller):
    """Listens where there is room: the controller itself would knock at port 0 to see whether it is up."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@dataclass
class WebServer:
    """Keeps the JSON objects posted to it; answers with `status`."""

    port: int = 0
    status: int = 204
    bodies: list[dict[str, Any]] = field(default_factory=list)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)


@pytest.fixture
def web_server() -> Iterator[WebServer]:
    kept = WebServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.bodies.append(json.loads(body))
            kept.requests.append((self.path, dict(self.headers)))
            self.send_response(kept.status)
            self.send_header("Location", f"http://127.0.0.1:{kept.port}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        kept.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield kept
        server.shutdown()
        thread.join()


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    return tmp_path / "outbox"
