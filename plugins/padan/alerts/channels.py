"""The ways a message leaves: mail, webhook, or a file in the outbox."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Protocol

import requests

from padan.alerts.message import Message

DEFAULT_SENDER = "padan@localhost"
DEFAULT_TIMEOUT = 30.0


class ChannelError(RuntimeError):
    """The message did not leave; the text names channel and remedy, never a password or address."""


class Channel(Protocol):
    """Somewhere a message can go."""

    @property
    def name(self) -> str:
        """Short and stable: remembered with an alert, so that a channel gets it once."""

    def send(self, message: Message) -> None:
        """Sends it, or raises ChannelError."""


def as_email(message: Message, sender: str, to: list[str]) -> EmailMessage:
    """The message as plain-text mail. Padan-Cause and Padan-Run are for filters."""
    mail = EmailMessage()
    mail["Subject"] = message.subject
    mail["From"] = sender
    mail["To"] = ", ".join(to)
    mail["Padan-Cause"] = message.cause
    mail["Padan-Run"] = message.run_ref
    mail.set_content(message.text, cte="base64" if not message.text.isascii() else "7bit")
    return mail


@dataclass(frozen=True)
class SmtpChannel:
    """A mail server.

    Attributes:
        security: 'ssl' from the first byte, 'starttls', or 'none' (a server on the same machine).
    """

    host: str
    port: int
    to: tuple[str, ...]
    sender: str = DEFAULT_SENDER
    security: str = "starttls"
    login: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout: float = DEFAULT_TIMEOUT
    name: str = "smtp"

    @classmethod
    def from_connection(cls, connection: Mapping[str, Any]) -> SmtpChannel:
        """From host, port, login, password and extra, with the keys of Airflow's smtp connections."""
        extra = connection["extra"]
        receivers = extra.get("to_email", [])
        to = receivers.split(",") if isinstance(receivers, str) else receivers
        security = "none" if extra.get("disable_tls") else "starttls"
        if not extra.get("disable_ssl", False):
            security = "ssl"
        return cls(
            host=connection["host"],
            port=int(connection["port"] or {"ssl": 465, "starttls": 587, "none": 25}[security]),
            to=tuple(address.strip() for address in to if address.strip()),
            sender=extra.get("from_email") or DEFAULT_SENDER,
            security=security,
            login=connection["login"] or None,
            password=connection["password"] or None,
            timeout=float(extra.get("timeout", DEFAULT_TIMEOUT)),
        )

    def send(self, message: Message) -> None:
        """Sends one mail to all receivers."""
        if not self.to:
            raise ChannelError("smtp: nobody to send to; set to_email in the connection's extra")
        try:
            with self._connect() as server:
                if self.security == "starttls":
                    server.starttls(context=ssl.create_default_context())
                if self.login:
                    server.login(self.login, self.password or "")
                server.send_message(as_email(message, self.sender, list(self.to)))
        except (OSError, smtplib.SMTPException) as error:
            # The server's own words may repeat an address: the kind of error is enough to look for.
            raise ChannelError(
                f"smtp: {self.host}:{self.port} ({self.security}) took no mail: {_kind(error)}; "
                "check the connection's host, port, login and disable_ssl/disable_tls"
            ) from None

    def _connect(self) -> smtplib.SMTP:
        if self.security == "ssl":
            return smtplib.SMTP_SSL(
                self.host, self.port, timeout=self.timeout, context=ssl.create_default_context()
            )
        return smtplib.SMTP(self.host, self.port, timeout=self.timeout)


@dataclass(frozen=True)
class WebhookChannel:
    """An HTTP endpoint that takes a JSON object by POST and answers 2xx."""

    # The address may carry a token, so it is shown nowhere.
    url: str = field(repr=False)
    login: str | None = None
    password: str | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    timeout: float = DEFAULT_TIMEOUT
    name: str = "webhook"

    @classmethod
    def from_connection(cls, connection: Mapping[str, Any]) -> WebhookChannel:
        """From host, port, schema, login, password and extra (endpoint, headers, timeout)."""
        extra, host = connection["extra"], connection["host"]
        base = host if "://" in host else f"{connection['schema'] or 'http'}://{host}"
        port = f":{connection['port']}" if connection["port"] else ""
        endpoint = str(extra.get("endpoint", "")).lstrip("/")
        return cls(
            url=f"{base.rstrip('/')}{port}/{endpoint}",
            login=connection["login"] or None,
            password=connection["password"] or None,
            headers=dict(extra.get("headers", {})),
            timeout=float(extra.get("timeout", DEFAULT_TIMEOUT)),
        )

    def send(self, message: Message) -> None:
        """Posts cause, run_ref, subject, text and url."""
        body = {
            "cause": message.cause,
            "run_ref": message.run_ref,
            "subject": message.subject,
            "text": message.text,
            "url": message.url,
        }
        try:
            answer = requests.post(
                self.url,
                json=body,
                headers=dict(self.headers),
                auth=(self.login, self.password or "") if self.login else None,
                timeout=self.timeout,
                # A redirected POST becomes a GET: it would look sent and be lost.
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise ChannelError(
                f"webhook: not reached: {_kind(error)}; check host, port and schema of the connection"
            ) from None
        if not 200 <= answer.status_code < 300:
            raise ChannelError(
                f"webhook: answered {answer.status_code}; check endpoint, login and headers of the connection"
            )


@dataclass(frozen=True)
class Outbox:
    """A folder of .eml files, which any mail program opens: for when no connection is configured."""

    folder: Path
    name: str = "outbox"

    def send(self, message: Message) -> None:
        """Writes one file, named by time, cause and run."""
        data = bytes(as_email(message, DEFAULT_SENDER, ["outbox@localhost"]))
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        stem = f"{stamp}-{message.cause}-{re.sub(r'[^A-Za-z0-9_]+', '-', message.run_ref)}"
        draft = self.folder / f".{stem}.part"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(data)
            draft.replace(self.folder / f"{stem}.eml")
        except OSError as error:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            raise ChannelError(f"outbox: {self.folder} cannot be written: {_kind(error)}") from None


def _kind(error: Exception) -> str:
    reason = getattr(error, "strerror", None)
    return f"{type(error).__name__}{f' ({reason})' if isinstance(reason, str) else ''}"
