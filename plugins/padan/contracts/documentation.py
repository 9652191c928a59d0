"""docs/reference/contracts.md, written from the contracts: columns, words, refusals, rules."""

from padan.contracts.catalogue import words
from padan.contracts.load import load_all
from padan.contracts.model import Breaker, Column, Contract, Message, Rule

_INTRODUCTION = """# Contracts

<!-- Written by `make docs` from include/contracts/*.yaml: change those, not this page. -->

What each feed must look like, which words it may use, why a file is refused, which rules judge its rows.
Headers and words are compared without regard to case, punctuation and spaces. Rule ids are for ever.

| severity | shown as | what becomes of the row |
|---|---|---|
| blocking | BLOKIR | it is held until it is mended |
| correctable | PERBAIKI | it goes on, and its sender is asked to mend it |
| notice | CATATAN | it is counted |
"""


def markdown() -> str:
    """Return the page as text, the same for the same contracts."""
    contracts = list(load_all().values())
    parts = [_INTRODUCTION, _refusals("Refusals of every feed", _shared_refusals(contracts))]
    ruled: set[str] = set()
    for contract in contracts:
        parts.append(_contract(contract, _shared_refusals(contracts), with_rules=contract.feed not in ruled))
        ruled.add(contract.feed)
    return "\n".join(parts)


def _shared_refusals(contracts: list[Contract]) -> list[Message]:
    """Return the refusals that every contract has."""
    return [
        message for message in contracts[0].refusals if all(message in other.refusals for other in contracts)
    ]


def _contract(contract: Contract, shared: list[Message], *, with_rules: bool) -> str:
    lines = [
        f"## {contract.title.en} (`{contract.name}`)\n",
        f"{contract.description.en} Feed `{contract.feed}`, rows in `{contract.table}`.\n",
    ]
    lines += [_columns(part, contract.columns_of(part)) for part in contract.parts]
    own = [message for message in contract.refusals if message not in shared]
    if own:
        lines.append(_refusals("Further refusals", own, level=3))
    if with_rules:
        lines.append(_rules(contract.rules, contract.breakers))
    else:
        lines.append("### Rules\n\nThose of the same feed above.\n")
    return "\n".join(lines)


def _columns(part: str, columns: tuple[Column, ...]) -> str:
    head = f"### Columns: {part}\n\n| column | kind | needed | sensitive | what | headers |\n"
    head += "|---|---|---|---|---|---|\n"
    return head + "".join(
        f"| `{column.name}` | {column.kind} | {'yes' if column.required_header else ''} "
        f"| {'yes' if column.sensitive else ''} | {_cell(column.description.en)}"
        f"{' Dropped while reading.' if column.dropped else ''} | {_cell(', '.join(column.aliases))} |\n"
        for column in columns
    )


def _refusals(title: str, messages: list[Message], level: int = 2) -> str:
    head = f"{'#' * level} {title}\n\n| code | message | remedy | who |\n|---|---|---|---|\n"
    return head + "".join(
        f"| `{message.code}` | {_cell(message.id)}<br>*{_cell(message.en)}* "
        f"| {_cell(message.remedy_id)}<br>*{_cell(message.remedy_en)}* | {message.owner} |\n"
        for message in messages
    )


def _rules(rules: tuple[Rule, ...], breakers: tuple[Breaker, ...]) -> str:
    head = "### Rules\n\n| id | severity | column | who | message | why | right example | remedy |\n"
    lines = [head, "|---|---|---|---|---|---|---|---|\n"]
    lines += [
        f"| {rule.id} | {words()['severities'][rule.severity]} | `{rule.column}` | {rule.owner} "
        f"| {_both(rule.message.id, rule.message.en)} | {_both(rule.why.id, rule.why.en)} "
        f"| {_cell(rule.example)} | {_both(rule.remedy.id, rule.remedy.en)} |\n"
        for rule in rules
    ]
    lines += [
        f"| {breaker.id} | {words()['severities'][breaker.severity]} "
        f"| {'file' if breaker.trips else 'list'} | {breaker.owner} "
        f"| {_both(breaker.message.id, breaker.message.en)} | {_both(breaker.why.id, breaker.why.en)} "
        f"| {f'`{breaker.parameter}`' if breaker.parameter else ''} "
        f"| {_both(breaker.remedy.id, breaker.remedy.en)} |\n"
        for breaker in breakers
    ]
    return "".join(lines)


def _both(indonesian: str, english: str) -> str:
    return f"{_cell(indonesian)}<br>*{_cell(english)}*"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<7", "&lt;7").replace("*", "\\*")
