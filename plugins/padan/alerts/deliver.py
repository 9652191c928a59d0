"""Sends what audit.alert holds: each message once a channel, none lost."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from padan.alerts.channels import Channel, ChannelError
from padan.alerts.message import Alert, Message, render, run_url

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Row

log = logging.getLogger(__name__)

DELIVERED = "delivered"
"""Key in an alert's details: channels that took it while another one did not."""

# The run's own messages first; then those that a channel did not take earlier.
_WAITING = """
SELECT run_ref, cause
FROM audit.alert
WHERE sent_at IS NULL
GROUP BY run_ref, cause
ORDER BY run_ref <> :run_ref, min(alert_id)
"""
# Two runs that end together must not both send a message: the second passes over the locked rows.
_CLAIM = """
SELECT alert_id, run_ref, cause, period, subject, details
FROM audit.alert
WHERE run_ref = :run_ref AND cause = :cause AND sent_at IS NULL
ORDER BY period COLLATE "C" NULLS FIRST, alert_id
FOR UPDATE SKIP LOCKED
"""
_SENT = "UPDATE audit.alert SET sent_at = now() WHERE alert_id = ANY(:ids)"
_PARTLY = """
UPDATE audit.alert
SET details = jsonb_set(details, '{delivered}', to_jsonb(CAST(:channels AS text[])))
WHERE alert_id = ANY(:ids)
"""
_NAMES = """
SELECT district_code AS code, district_name AS name FROM core.district WHERE district_code = ANY(:codes)
UNION ALL
SELECT village_code, village_name || ' (' || district_name || ')'
FROM core.village WHERE village_code = ANY(:codes)
"""


@dataclass(frozen=True)
class Delivered:
    """How many messages left, and how many wait for the next run."""

    sent: int
    waiting: int


def deliver_run(
    engine: Engine,
    run_ref: str,
    channels: Callable[[], Sequence[Channel]],
    *,
    language: str,
    base_url: str,
) -> Delivered:
    """Sends the unsent messages of a run, then those that earlier runs could not send.

    A message is sent once it left by every channel; one that a channel did not take waits for the next
    call, and the channels that took it do not get it again. A failing channel is logged, never raised.

    Args:
        engine: the warehouse, with the tasks' role.
        run_ref: the run that ends now.
        channels: called only if there is something to send.
        language: 'id' or 'en'.
        base_url: Airflow's address for links, or ''.
    """
    from sqlalchemy import text

    with engine.connect() as connection:
        waiting = connection.execute(text(_WAITING), {"run_ref": run_ref}).all()
    if not waiting:
        return Delivered(0, 0)
    ways = channels()
    outcomes: list[bool] = []
    for group in waiting:
        with engine.begin() as connection:
            outcome = _deliver_group(connection, group, ways, language, base_url)
        if outcome is not None:
            outcomes.append(outcome)
    return Delivered(sent=outcomes.count(True), waiting=outcomes.count(False))


def _deliver_group(
    connection: Connection, group: Row[Any], ways: Sequence[Channel], language: str, base_url: str
) -> bool | None:
    """Whether one cause of one run left by every channel; None if somebody else is sending it."""
    from sqlalchemy import text

    rows = connection.execute(text(_CLAIM), {"run_ref": group.run_ref, "cause": group.cause}).all()
    if not rows:
        return None
    alerts = [Alert(r.run_ref, r.cause, r.period, r.subject, r.details) for r in rows]
    url = run_url(group.run_ref, base_url)
    message = render(alerts, language, url, _place_names(connection, alerts))
    done = set(alerts[0].details.get(DELIVERED, []))
    done |= {way.name for way in ways if way.name not in done and _sent(way, message)}
    ids = [row.alert_id for row in rows]
    if all(way.name in done for way in ways):
        connection.execute(text(_SENT), {"ids": ids})
        return True
    connection.execute(text(_PARTLY), {"ids": ids, "channels": sorted(done)})
    return False


def _sent(way: Channel, message: Message) -> bool:
    try:
        way.send(message)
    except ChannelError as error:
        log.error("The alert %s of %s waits: %s", message.cause, message.run_ref, error)
        return False
    log.info("The alert %s of %s left by %s", message.cause, message.run_ref, way.name)
    return True


def _place_names(connection: Connection, alerts: Sequence[Alert]) -> Mapping[str, str]:
    from sqlalchemy import text

    codes = sorted({code for alert in alerts for code in alert.details.get("places", [])})
    if not codes:
        return {}
    return {row.code: row.name for row in connection.execute(text(_NAMES), {"codes": codes})}
