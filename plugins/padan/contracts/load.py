"""Reads include/contracts: one YAML a layout; common.yaml holds what all share, `extends` names a parent."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from padan.contracts.model import Breaker, Contract, Rule

CONTRACTS = Path(__file__).resolve().parents[3] / "include" / "contracts"
NAMES = ("village_submissions", "bpjs_branch_export", "p3ke", "dtsen", "exclusion_lists", "case_verdicts")
_COMMON = "common"
# libyaml reads the contracts ten times as fast; PyYAML is built without it where the library is missing.
_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class ContractError(Exception):
    """A contract file is missing or wrong; the message names the file and the key."""


@lru_cache(maxsize=16)
def _read(name: str) -> dict[str, Any]:
    path = CONTRACTS / f"{name}.yaml"
    if not path.is_file():
        raise ContractError(f"there is no contract include/contracts/{name}.yaml; known: {', '.join(NAMES)}")
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader
    if not isinstance(content, dict):
        raise ContractError(f"include/contracts/{name}.yaml holds no mapping")
    return content


def _merge(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Lists follow one another, mappings are merged, anything else is replaced by the layout's own."""
    merged = dict(base)
    for name, value in own.items():
        before = merged.get(name)
        if isinstance(before, list) and isinstance(value, list):
            merged[name] = before + value
        elif isinstance(before, dict) and isinstance(value, dict):
            merged[name] = _merge(before, value)
        else:
            merged[name] = value
    return merged


def _assemble(name: str) -> dict[str, Any]:
    own = dict(_read(name))
    parent = own.pop("extends", None)
    base = _assemble(parent) if parent else _read(_COMMON)
    return _merge(base, own)


def _number(checks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A rule's place in its file is its position: the order in which a row's first reason is chosen."""
    return [{**check, "position": position} for position, check in enumerate(checks, start=1)]


@lru_cache(maxsize=16)
def load_contract(name: str) -> Contract:
    """Return the contract of one layout (village_submissions, bpjs_branch_export, p3ke, dtsen,
    exclusion_lists, case_verdicts).

    Raises:
        ContractError: the file is missing or does not have a contract's shape.
    """
    content = _assemble(name)
    checks = _number([*content.get("rules", []), *content.get("breakers", [])])
    rules = len(content.get("rules", []))
    try:
        return Contract.model_validate(
            {**content, "name": name, "rules": checks[:rules], "breakers": checks[rules:]}
        )
    except ValidationError as error:
        raise ContractError(f"include/contracts/{name}.yaml: {error}") from error


def load_all() -> dict[str, Contract]:
    """Return every contract by name, in a fixed order."""
    return {name: load_contract(name) for name in NAMES}


def file_contract(feed: str) -> Contract:
    """Return the contract that speaks for any file of a feed: its refusals, and the words by which it is read.

    The registries' layouts share both, so the first layout of the feed serves.

    Raises:
        ContractError: no layout belongs to the feed.
    """
    for name in NAMES:
        contract = load_contract(name)
        if contract.feed == feed:
            return contract
    raise ContractError(f"no contract belongs to the feed '{feed}'")


def feed_rules(feed: str) -> tuple[str, tuple[Rule, ...], tuple[Breaker, ...]]:
    """Return the staging table, rules and breakers of a feed: the same for each of its layouts."""
    contract = file_contract(feed)
    return contract.table, contract.rules, contract.breakers
