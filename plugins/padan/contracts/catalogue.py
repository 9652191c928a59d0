"""docs/reference/messages.md, written from the contracts: what Padan says to people, in Indonesian."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from padan.contracts.load import load_all
from padan.contracts.model import Breaker, Contract, Message, Rule
from padan.texts import read_texts


def words() -> dict[str, Any]:
    """The page's own words; those of severities are stable, because offices quote them."""
    return read_texts("id", "message_catalogue")


def markdown() -> str:
    """Return the page as text, the same for the same contracts."""
    contracts = list(load_all().values())
    shared = [code for code in contracts[0].refusals if all(code in other.refusals for other in contracts)]
    titles = words()["titles"]
    parts = [words()["introduction"], f"## {titles['files']}\n", _refusals(shared)]
    ruled: set[str] = set()
    told = list(shared)
    for contract in contracts:
        own = [message for message in contract.refusals if message not in told]
        told += own
        rules = () if contract.feed in ruled else contract.rules
        breakers = () if contract.feed in ruled else contract.breakers
        if contract.feed not in ruled:
            parts.append(f"## {words()['feeds'][contract.feed]}\n")
            ruled.add(contract.feed)
        parts += _part(contract, own, rules, breakers)
    return "\n".join(parts)


def _part(
    contract: Contract, refusals: list[Message], rules: tuple[Rule, ...], breakers: tuple[Breaker, ...]
) -> list[str]:
    titles = words()["titles"]
    own = titles["own_files"].format(title=contract.title.id)
    parts = [f"### {own}\n", _refusals(refusals)] if refusals else []
    if rules:
        parts += [f"### {titles['rows']}\n", _rules(rules)]
    if breakers:
        parts += [f"### {titles['lists']}\n", _breakers(breakers)]
    return parts


def _refusals(messages: list[Message]) -> str:
    owners = words()["owners"]
    return _table(
        ("code", "wrong", "why", "remedy", "example", "owner"),
        (
            (
                f"`{message.code}`",
                *map(_said, (message.id, message.why_id, message.remedy_id, message.example)),
                owners[message.owner],
            )
            for message in messages
        ),
    )


def _rules(rules: tuple[Rule, ...]) -> str:
    severities, owners = words()["severities"], words()["owners"]
    return _table(
        ("code", "severity", "wrong", "why", "remedy", "example", "owner"),
        (
            (
                rule.id,
                severities[rule.severity],
                *map(_said, (rule.message.id, rule.why.id, rule.remedy.id, rule.example)),
                owners[rule.owner],
            )
            for rule in rules
        ),
    )


def _breakers(breakers: tuple[Breaker, ...]) -> str:
    severities, owners = words()["severities"], words()["owners"]
    return _table(
        ("code", "severity", "wrong", "why", "remedy", "owner"),
        (
            (
                breaker.id,
                severities[breaker.severity],
                *map(_said, (breaker.message.id, breaker.why.id, breaker.remedy.id)),
                owners[breaker.owner],
            )
            for breaker in breakers
        ),
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    titles = [words()["heads"][head] for head in heads]
    lines = [titles, ["---"] * len(titles), *rows]
    first, rule, *rest = (f"| {' | '.join(line)} |\n" for line in lines)
    return first + rule.replace(" ", "") + "".join(rest)


def _said(text: str) -> str:
    """Return a text with its placeholders in words, fit for a table."""
    for name, word in words()["placeholders"].items():
        text = text.replace(f"{{{name}}}", f"‹{word}›")
    return text.replace("|", "\\|")
