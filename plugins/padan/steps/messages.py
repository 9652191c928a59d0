"""What is said about a file that did not come in: file, sheet, row, column, what was found, who mends it how."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from typing import Any

from padan.contracts import feed_rules, file_contract

MESSAGES_SHOWN = 10


def refusal_message(feed: str, code: str, details: Mapping[str, Any], language: str) -> str:
    """Return the message of a refused file and its remedy, from the contract's catalogue.

    A placeholder that the reader had nothing for is shown as a dash; details hold masked values only.
    """
    known = {rule.id: rule for rule in feed_rules(feed)[1]}
    if code in known:
        return rule_message(feed, code, details, language)
    message = file_contract(feed).refusal(code)
    text = message.en if language == "en" else message.id
    remedy = message.remedy_en if language == "en" else message.remedy_id
    return f"{_fill(text, details)} {_fill(remedy, details)}"


def rule_message(feed: str, rule_id: str, place: Mapping[str, Any], language: str) -> str:
    """Return what a rule says about a file, with the place: path, sheet, row_numbers, column."""
    rule = next(rule for rule in feed_rules(feed)[1] if rule.id == rule_id)
    rows = ", ".join(map(str, place.get("row_numbers") or []))
    where = " · ".join(
        str(part) for part in (place.get("path"), place.get("sheet"), rows, place.get("column")) if part
    )
    return f"{where}: {rule.message.in_language(language)} {rule.remedy.in_language(language)} ({rule_id})"


def shown(messages: Iterable[str]) -> list[str]:
    """Return the messages that an alert carries: the first few, each once."""
    return list(dict.fromkeys(messages))[:MESSAGES_SHOWN]


def _fill(text: str, details: Mapping[str, Any]) -> str:
    return _Dashes().vformat(text, (), {key: _said(value) for key, value in details.items()})


def _said(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


class _Dashes(string.Formatter):
    """Fills a text; what is not told becomes a dash."""

    def get_value(self, key: int | str, args: Any, kwargs: Mapping[str, Any]) -> str:
        return str(kwargs.get(str(key)) or "–")
