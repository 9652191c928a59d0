"""What is said in the workbooks given back: always in Indonesian, the language of the villages."""

from __future__ import annotations

import string
from collections.abc import Mapping
from functools import cache
from typing import Any

from padan.contracts import Rule, load_contract
from padan.products.numbers import Numbers, numbers
from padan.texts import read_texts

LANGUAGE = "id"
FEED = "village_submissions"


def texts(name: str) -> dict[str, Any]:
    """The words of one workbook: include/templates/id/<name>.yaml."""
    return read_texts(LANGUAGE, name)


def figures() -> Numbers:
    """How figures and dates are written."""
    return numbers(LANGUAGE)


@cache
def rules() -> dict[str, Rule]:
    """The rules of village lists by id, in the contract's order."""
    return {rule.id: rule for rule in load_contract(FEED).rules}


@cache
def column_titles() -> dict[str, str]:
    """Canonical field → what it is called."""
    return {column.name: column.title.id for column in load_contract(FEED).columns}


def severity_of(rule: Rule, rejected: bool) -> str:
    """How loud a mark is: what did not keep the row out is not blocking any more."""
    return "correctable" if rule.severity == "blocking" and not rejected else rule.severity


def place_title(words: dict[str, Any], name: str, kind: str, district: str, code: str) -> str:
    """'Desa Sukamaju, Kecamatan Jonggol (32.01.06.2001)'."""
    pattern = words["place"] if name else words["place_unknown"]
    title: str = pattern.format(
        kind=words["kinds"].get(kind, ""), name=name, district=district or words["unknown"], code=code
    )
    return title


def owner_title(words: dict[str, Any], owner: str) -> str:
    """Who mends it."""
    title: str = words["owners"][owner]
    return title


def refusal_message(code: str, details: Mapping[str, Any]) -> tuple[str, str]:
    """Why a file was refused, and what its sender does next."""
    if code in rules():
        return rules()[code].message.id, rules()[code].remedy.id
    message = load_contract(FEED).refusal(code)
    return fill(message.id, details), fill(message.remedy_id, details)


def breaker_message(breaker_id: str) -> tuple[str, str]:
    """Why a whole file is held, and what its sender does next."""
    for breaker in load_contract(FEED).breakers:
        if breaker.id == breaker_id:
            return f"{breaker.message.id} {breaker.why.id}", breaker.remedy.id
    return breaker_id, ""


def fill(text: str, details: Mapping[str, Any]) -> str:
    """A message with its details; what is not told becomes a dash."""
    told = {
        name: ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in details.items()
    }
    return _Dashes().vformat(text, (), told)


class _Dashes(string.Formatter):
    """Fills a text; what is not told becomes a dash."""

    def get_value(self, key: int | str, args: Any, kwargs: Mapping[str, Any]) -> str:
        return str(kwargs.get(str(key)) or "–")
