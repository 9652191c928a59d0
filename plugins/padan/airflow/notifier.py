"""PadanNotifier: sends what the warehouse's audit.alert holds to the connections that are configured."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from airflow.sdk import BaseHook, BaseNotifier
from airflow.sdk.exceptions import AirflowNotFoundException

from padan.airflow.period import run_ref_of

if TYPE_CHECKING:
    from pathlib import Path

    import jinja2
    from airflow.sdk import DAG, Connection
    from airflow.sdk.definitions.context import Context

    from padan.alerts.channels import Channel

SMTP_CONNECTION = "padan_smtp"
WEBHOOK_CONNECTION = "padan_webhook"
TIMED_OUT = "timed_out"


class PadanNotifier(BaseNotifier):
    """Tells people about a run: one message a cause, once.

    Serves as a DAG's or task's callback, and is called by the closing task of every run.

    Attributes:
        failed_steps: ids of the run's failed tasks; None if the caller does not know them (a callback).
        smtp_conn_id: connection of type smtp; extra: from_email, to_email (one, or a list), disable_tls,
            disable_ssl, timeout.
        webhook_conn_id: connection of type http; extra: endpoint, headers, timeout.
    """

    template_fields: Sequence[str] = ("smtp_conn_id", "webhook_conn_id")

    def __init__(
        self,
        *,
        failed_steps: Sequence[str] | None = None,
        smtp_conn_id: str = SMTP_CONNECTION,
        webhook_conn_id: str = WEBHOOK_CONNECTION,
    ) -> None:
        """Only keeps its arguments: connections are looked up when there is something to send."""
        super().__init__()
        self.failed_steps = failed_steps
        self.smtp_conn_id = smtp_conn_id
        self.webhook_conn_id = webhook_conn_id

    def notify(self, context: Context) -> None:
        """Sends the run's alerts. A channel that fails leaves them unsent for the next run."""
        from padan import steps
        from padan.alerts.deliver import deliver_run
        from padan.alerts.record import record_failure

        run_ref = run_ref_of(context)
        ctx = steps.open_context(run_ref)
        failed = self._failed(context)
        if TIMED_OUT in failed:
            steps.abandon(ctx)
        if failed:
            with ctx.warehouse.begin() as connection:
                record_failure(connection, run_ref, failed, period=context.get("partition_key"))
        sent = deliver_run(
            ctx.warehouse,
            run_ref,
            lambda: self._channels(ctx.settings.home / "outbox"),
            language=ctx.settings.language,
            base_url=_base_url(),
        )
        self.log.info("Alerts of %s: %d sent, %d left waiting", run_ref, sent.sent, sent.waiting)

    async def async_notify(self, context: Context) -> None:
        """The same from the triggerer, without holding up its other work."""
        await asyncio.to_thread(self.notify, context)

    def get_template_env(self, dag: DAG | None = None) -> jinja2.Environment:
        """Airflow's, also where a DAG callback is given a stored DAG that has none, as `dag.test()` does."""
        return super().get_template_env(dag if hasattr(dag, "get_template_env") else None)

    def _failed(self, context: Context) -> list[str]:
        """The closing task knows which tasks failed. A callback only adds the runs that had no closing."""
        if self.failed_steps is not None:
            return list(self.failed_steps)
        return [TIMED_OUT] if _reason(context) == TIMED_OUT else []

    def _channels(self, outbox: Path) -> list[Channel]:
        from padan.alerts.channels import Outbox, SmtpChannel, WebhookChannel

        channels: list[Channel] = []
        if smtp := _connection(self.smtp_conn_id):
            channels.append(SmtpChannel.from_connection(_plain(smtp)))
        if webhook := _connection(self.webhook_conn_id):
            channels.append(WebhookChannel.from_connection(_plain(webhook)))
        return channels or [Outbox(outbox)]


def _connection(conn_id: str) -> Connection | None:
    try:
        return BaseHook.get_connection(conn_id)
    except AirflowNotFoundException:
        return None


def _plain(connection: Connection) -> dict[str, Any]:
    """The connection's parts, so that padan.alerts need not know Airflow."""
    return {
        "host": connection.host or "",
        "port": connection.port,
        "schema": connection.schema or "",
        "login": connection.login,
        "password": connection.password,
        "extra": connection.extra_dejson,
    }


def _reason(context: Mapping[str, Any]) -> str | None:
    return context.get("reason")


def _base_url() -> str:
    from airflow.sdk.configuration import conf

    return str(conf.get("api", "base_url", fallback="") or "")
