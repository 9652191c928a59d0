"""Whole numbers in words, as an official record writes its date: dua ribu dua puluh enam."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LARGEST = 9999


def spelled(number: int, words: Mapping[str, Any]) -> str:
    """Write a number from 0 to 9999 in Indonesian words.

    Args:
        number: from 0 to 9999.
        words: units (nol to sebelas), teen, ten, hundred, one_hundred, thousand, one_thousand.

    Raises:
        ValueError: the number is negative or larger.

    """
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number} is not written in words here: only 0 to {LARGEST} are")
    units: list[str] = words["units"]
    if number < len(units):
        return units[number]
    if number < 20:
        return f"{units[number - 10]} {words['teen']}"
    for size, name, single in (
        (1000, words["thousand"], words["one_thousand"]),
        (100, words["hundred"], words["one_hundred"]),
        (10, words["ten"], None),
    ):
        if number >= size:
            count, rest = divmod(number, size)
            head = single if single and count == 1 else f"{spelled(count, words)} {name}"
            return f"{head} {spelled(rest, words)}" if rest else head
    raise AssertionError(number)  # every number from 20 up has a ten
