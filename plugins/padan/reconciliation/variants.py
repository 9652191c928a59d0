"""Tells apart the people who share one NIK: records that contradict each other are of different people. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Observation:
    """One way in which a NIK was written; variant is known where the person already has a key."""

    observation_id: int
    variant: int | None


def assign_variants(
    observations: Iterable[Observation], contradictions: Iterable[tuple[int, int]]
) -> dict[int, int]:
    """Return the variant of every observation of one NIK.

    In the given order, an observation joins the first variant none of whose members it contradicts, else it begins
    a new one. People already known keep theirs.
    """
    apart: dict[int, set[int]] = {}
    for one, other in contradictions:
        apart.setdefault(one, set()).add(other)
        apart.setdefault(other, set()).add(one)
    members: dict[int, set[int]] = {}
    assigned: dict[int, int] = {}
    for observation in observations:
        enemies = apart.get(observation.observation_id, set())
        free = (variant for variant in sorted(members) if not members[variant] & enemies)
        variant = observation.variant or next(free, max(members, default=0) + 1)
        members.setdefault(variant, set()).add(observation.observation_id)
        assigned[observation.observation_id] = variant
    return assigned
