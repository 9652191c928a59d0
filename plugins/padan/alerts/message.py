"""The words of an alert, from include/templates/<language>/alerts.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from padan.texts import read_texts


@dataclass(frozen=True)
class Alert:
    """One row of audit.alert, without its state."""

    run_ref: str
    cause: str
    period: str | None
    subject: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Message:
    """What is sent about one cause of one run.

    Attributes:
        subject: one line.
        text: what, how many, what is normal, who acts, next step, link: one block a month.
        cause: the cause's id, for machines.
        run_ref: '<dag_id>/<run_id>'.
        url: page of the run, '' if Airflow's address is not known.
    """

    subject: str
    text: str
    cause: str
    run_ref: str
    url: str


def render(
    alerts: Sequence[Alert], language: str, run_url: str, place_names: Mapping[str, str] | None = None
) -> Message:
    """One message for the alerts of one cause and run: there may be one for each of several months.

    Args:
        alerts: at least one; in the order in which the months are told.
        language: 'id' or 'en'.
        run_url: link to the run, or ''.
        place_names: code of a village or district → its name; a code without one stands alone.
    """
    words = load_templates(language)
    first = alerts[0]
    cause = words["causes"][first.cause]
    total = sum(_count(alert) for alert in alerts)
    subject = "[Padan] " + cause["headline"].format(count=number(total, words))
    if periods := [alert.period for alert in alerts if alert.period]:
        subject += f" ({', '.join(periods)})"
    blocks = ["\n".join(_lines(alert, words, place_names or {})) for alert in alerts]
    link = f"{words['labels']['run']}: {run_url or first.run_ref}"
    text = "\n\n".join([cause["what"], *blocks, link, words["footer"]]) + "\n"
    return Message(subject, text, first.cause, first.run_ref, run_url)


def run_url(run_ref: str, base_url: str) -> str:
    """Page of a run in Airflow's UI; '' without Airflow's address."""
    dag_id, _, run_id = run_ref.partition("/")
    if not base_url or not run_id:
        return ""
    return f"{base_url.rstrip('/')}/dags/{quote(dag_id, safe='')}/runs/{quote(run_id, safe='')}"


def load_templates(language: str) -> dict[str, Any]:
    """The texts of a language."""
    return read_texts(language, "alerts")


def number(value: float, words: Mapping[str, Any]) -> str:
    """A figure as the language writes it: 47.840 and 0,6 in Indonesian."""
    text = f"{value:,}"
    return text.replace(",", " ").replace(".", words["decimal"]).replace(" ", words["thousands"])


def _lines(alert: Alert, words: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    cause, labels, details = words["causes"][alert.cause], words["labels"], alert.details
    who = words["roles"].get(details.get("who")) or words["roles"][cause["who"]]
    step = words["next_steps"].get(details.get("next_step")) or words["next_steps"][cause["next_step"]]
    values = {
        "period": alert.period,
        "about": alert.subject,
        "count": cause["count"].format(count=number(_count(alert), words)),
        "files": number(details["files"], words) if "files" in details else None,
        "rules": _rules(details.get("rules", {}), words),
        "normal": _normal(details.get("normal"), words) or cause["normal"],
        "places": _places(details, words, names),
        "who": who,
        "next": step,
    }
    lines = [f"{labels[key]}: {value}" for key, value in values.items() if value]
    return lines + [f"  - {message}" for message in details.get("messages", [])]


def _count(alert: Alert) -> int:
    return int(alert.details.get("count", 1))


def _normal(value: Any, words: Mapping[str, Any]) -> str | None:
    """What is normal: a figure, the two ends of a range, or words."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return number(value, words)
    if isinstance(value, list | tuple):
        return "–".join(_normal(end, words) or "" for end in value)
    return str(value)


def _rules(rules: Mapping[str, Any], words: Mapping[str, Any]) -> str:
    return ", ".join(f"{rule} ({_normal(rows, words)})" for rule, rows in sorted(rules.items()))


def _places(details: Mapping[str, Any], words: Mapping[str, Any], names: Mapping[str, str]) -> str:
    shown = [f"{code} {names[code]}" if code in names else code for code in details.get("places", [])]
    if more := details.get("places_more"):
        shown.append(words["more_places"].format(count=number(more, words)))
    return ", ".join(shown)
