"""Contributions of a pair in the words of include/templates/<language>/linkage.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

import yaml

from padan.paths import INCLUDE


def explain(contributions: Sequence[Mapping[str, Any]], language: str) -> str:
    """Return contributions as a reader adds them up: 'nama mirip +6,2; tanggal lahir sama +9,1; desa berbeda -2,0'.

    One without a weight, as those of a repaired NIK are, is told by its words alone. A level that nobody has given
    words yet is told by its name: that is a fault of ours, which tests find, and no reason to hold a month back.

    Raises:
        ValueError: the language has no words.
    """
    words = _words(language)
    told = (_part(part["field"], part["level"], part.get("weight"), words) for part in contributions)
    return str(words["between"]).join(told)


def _part(field: str, level: str, weight: float | str | Decimal | None, words: Mapping[str, Any]) -> str:
    text = str(words["levels"].get(field, {}).get(level) or f"{field} {level}".replace("_", " "))
    return text if weight is None else f"{text} {_signed(weight, words)}"


def _signed(weight: float | str | Decimal, words: Mapping[str, Any]) -> str:
    figure = f"{Decimal(str(weight)):+.1f}".replace("-0.0", "+0.0")
    return figure.replace("-", words["minus"]).replace(".", words["decimal"])


@cache
def _words(language: str) -> dict[str, Any]:
    name = f"include/templates/{language}/linkage.yaml"
    try:
        words: dict[str, Any] = yaml.safe_load((INCLUDE.parent / name).read_text("utf-8"))
    except FileNotFoundError:
        raise ValueError(f"no words for linkage in language {language!r}: add {name}") from None
    return words
