"""A mail server and a web server on this machine, both real, that keep what they are sent."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as mail_policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Mailbox:
    """The mails that came, as they came and parsed, and to whom; refuses every mail while `refuses` is set."""

    port: int = 0
    raw: list[bytes] = field(default_factory=list)
    receivers: list[list[str]] = field(default_factory=list)
    refuses: bool = False

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(mail, policy=mail_policy) for mail in self.raw]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.refuses:
            return "451 try later"
        assert isinstance(envelope.content, bytes)
        self.raw.append(envelope.content)
        self.receivers.append(list(envelope.rcpt_tos))
        return "250 OK"


class _AnyPort(Controller):
    """Listens where there is room: the controller itself would knock at port 0 to see whether it is up."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """Takes mails."""
    mailbox = Mailbox()
    controller = _AnyPort(mailbox, hostname="127.0.0.1", port=0)
    controller.start()
    mailbox.port = controller.port
    try:
        yield mailbox
    finally:
        controller.stop()


@dataclass
class Posted:
    """The JSON objects that were posted, with path and headers; every POST is answered with `status`."""

    port: int = 0
    status: int = 204
    bodies: list[dict[str, Any]] = field(default_factory=list)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.requests]


@contextmanager
def web_server() -> Iterator[Posted]:
    """Takes every POST of JSON."""
    posted = Posted()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802
            posted.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            posted.requests.append((self.path, dict(self.headers)))
            self.send_response(posted.status)
            self.send_header("Location", f"http://127.0.0.1:{posted.port}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Keeps the tests' output to themselves."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        posted.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield posted
        finally:
            server.shutdown()
            thread.join()
