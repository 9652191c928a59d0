"""Randomness with an address: every draw depends on the seed and on what it is for, on nothing else.

A village's file therefore stays the same when another village, a later month or another purpose changes.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping, Sequence


def number_for(*keys: object) -> int:
    """A 64-bit number that belongs to these keys."""
    text = "\x1f".join(str(key) for key in keys)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def draws(*keys: object) -> random.Random:
    """A generator that belongs to these keys."""
    return random.Random(number_for(*keys))


def share(*keys: object) -> float:
    """A number from 0 to below 1 that belongs to these keys."""
    return number_for(*keys) / 2**64


def pick_kind(rates: Mapping[str, float], draw: float) -> str:
    """The kind into whose share of 0..1 the draw falls; '' where it falls into none."""
    for kind, rate in rates.items():
        draw -= rate
        if draw < 0:
            return kind
    return ""


def whole(expected: float, generator: random.Random) -> int:
    """A whole number whose mean is `expected`."""
    return int(expected + generator.random())


def apportion(total: int, weights: Sequence[float], least: int = 0) -> list[int]:
    """Divide `total` by weights into whole numbers of at least `least`, by largest remainder."""
    spare = total - least * len(weights)
    if spare < 0:
        raise ValueError(f"{total} cannot be divided into {len(weights)} parts of at least {least}")
    exact = [spare * weight / sum(weights) for weight in weights]
    parts = [int(part) for part in exact]
    order = sorted(range(len(weights)), key=lambda index: (parts[index] - exact[index], index))
    for index in order[: spare - sum(parts)]:
        parts[index] += 1
    return [part + least for part in parts]
