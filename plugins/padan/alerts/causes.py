"""The causes somebody is told about, and which of a run's failed steps each explains."""

from __future__ import annotations

from collections.abc import Iterable

RUN_FAILED = "run_failed"

CAUSES: dict[str, frozenset[str]] = {
    "breaker_tripped": frozenset({"verdict"}),
    "submission_refused": frozenset(),
    "submission_missing": frozenset(),
    "volume_unusual": frozenset(),
    "branch_file_blocked": frozenset({"read", "check", "load", "verdict"}),
    "branch_form_changed": frozenset(),
    "registry_refused": frozenset(),
    "exclusion_refused": frozenset(),
    "verdicts_refused": frozenset(),
    "verdicts_not_taken": frozenset(),
    "verdicts_early": frozenset(),
    "bridge_open": frozenset({"reconcile"}),
    "signature_awaited": frozenset(),
    "sign_off_rejected": frozenset(),
    RUN_FAILED: frozenset(),
}
"""Cause → the steps whose failure it explains. A cause without steps leaves its run green."""


def unexplained(failed_steps: Iterable[str], causes: Iterable[str]) -> list[str]:
    """The failed steps that none of the run's causes explains, sorted.

    A tripped breaker explains a red verdict, not a database that went away while loading.
    """
    explained = frozenset[str]().union(*(CAUSES[cause] for cause in causes))
    return sorted(set(failed_steps) - explained)
