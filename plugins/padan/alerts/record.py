"""Notes in audit.alert what somebody must be told; deliver.py sends it later."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from padan.alerts.causes import CAUSES, RUN_FAILED, unexplained

if TYPE_CHECKING:
    from sqlalchemy import Connection

PLACES_SHOWN = 10
DETAIL_KEYS = frozenset({"count", "normal", "places", "who", "next_step", "files", "rules", "messages"})
_CARD_OR_NIK = re.compile(r"\d{11,}")
KEPT_DIGITS = 6
_PLACE = re.compile(r"\d\d\.\d\d(\.\d\d(\.(\d{4}|unknown))?|\.unknown(\.unknown)?)?")

# NULL is no conflict for a unique key, so rows without a period are looked up as well.
_INSERT = """
INSERT INTO audit.alert (run_ref, cause, period, subject, details)
SELECT :run_ref, :cause, :period, :subject, CAST(:details AS jsonb)
WHERE NOT EXISTS (
    SELECT FROM audit.alert
    WHERE run_ref = :run_ref AND cause = :cause AND period IS NOT DISTINCT FROM CAST(:period AS text)
)
ON CONFLICT DO NOTHING
"""


def record(
    connection: Connection,
    run_ref: str,
    cause: str,
    period: str | None,
    subject: str,
    details: Mapping[str, Any],
) -> None:
    """Notes one alert; of several for the same run, cause and month the first stays.

    Args:
        connection: inside the caller's transaction: an alert about work that was rolled back goes with it,
            so record a stop in a transaction of its own.
        run_ref: '<dag_id>/<run_id>'.
        cause: one of padan.alerts.causes.CAUSES.
        period: coverage month, or None.
        subject: what it is about in a few words, such as the file's or the rule's name. Long numbers in
            it (a file may be named by a NIK) are masked, here and in the details.
        details: count; normal (a number, a range [low, high] or words); places (codes; more than ten are
            cut to ten and counted); who (a role of the templates); next_step (a key of the templates);
            files; rules ({rule id: rows}); messages (what is said about each file, ready to read).

    Raises:
        ValueError: an unknown cause or detail, or a place that is no code.
    """
    if cause not in CAUSES:
        raise ValueError(f"{cause!r} is no cause of alerts; there are {', '.join(CAUSES)}")
    if unknown := sorted(set(details) - DETAIL_KEYS):
        raise ValueError(f"no such detail of an alert: {', '.join(unknown)}")
    stored = json.dumps(_masked(_with_few_places(details)), ensure_ascii=False, sort_keys=True)
    from sqlalchemy import text

    values = {"run_ref": run_ref, "cause": cause, "period": period, "details": stored}
    connection.execute(text(_INSERT), {**values, "subject": _masked(subject)})


def record_failure(
    connection: Connection, run_ref: str, failed_steps: Iterable[str], *, period: str | None = None
) -> bool:
    """Notes `run_failed` unless the causes noted for the run explain every failed step.

    Returns:
        whether the run is one that nothing else explains.
    """
    from sqlalchemy import text

    noted = connection.execute(
        text("SELECT DISTINCT cause FROM audit.alert WHERE run_ref = :run_ref ORDER BY cause"),
        {"run_ref": run_ref},
    )
    steps = unexplained(failed_steps, noted.scalars())
    if not steps:
        return False
    record(connection, run_ref, RUN_FAILED, period, ", ".join(steps), {"count": len(steps)})
    return True


def _with_few_places(details: Mapping[str, Any]) -> dict[str, Any]:
    places = sorted(set(details.get("places", [])))
    if odd := [place for place in places if not _PLACE.fullmatch(place)]:
        raise ValueError(f"{len(odd)} of an alert's places are no codes such as 32.01.05.2003")
    shown = {"places": places[:PLACES_SHOWN], "places_more": max(0, len(places) - PLACES_SHOWN)}
    return {**details, **shown} if places else {k: v for k, v in details.items() if k != "places"}


def _masked(value: Any) -> Any:
    """The same with every run of eleven or more digits cut to its first six: a NIK, a No KK, a KPJ."""
    if isinstance(value, str):
        return _CARD_OR_NIK.sub(lambda m: m[0][:KEPT_DIGITS] + "•" * (len(m[0]) - KEPT_DIGITS), value)
    if isinstance(value, Mapping):
        return {_masked(key): _masked(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(part) for part in value]
    return value
