"""What a month's version stands on: the input part of its manifest, and its hash."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sqlalchemy import Connection

from padan.linkage import model_fingerprint
from padan.paths import INCLUDE
from padan.warehouse.reference import reference_hashes
from padan.warehouse.sql import run


def month_inputs(connection: Connection, period: str, *, now: str | None) -> dict[str, Any]:
    """Return everything that decides a month: files, decisions, reference data, contracts, model, the month before.

    Args:
        connection: to the warehouse.
        period: 'YYYY-MM'.
        now: PADAN_NOW as ISO text when it overrides the cut-off date.

    """
    files = [dict(row) for row in run(connection, "reconciliation/input_files.sql", period=period).mappings()]
    before = run(connection, "reconciliation/input_month_before.sql", period=period).mappings().first()
    decisions = run(connection, "reconciliation/input_decisions.sql", period=period).mappings()
    inputs = {
        "period": period,
        "files": files,
        "reference": reference_hashes(),
        "contracts": reference_hashes(INCLUDE / "contracts"),
        "model": model_fingerprint(),
        "month_before": dict(before) if before else None,
        "now": now,
    }
    # Only where there are any: a month that no decision concerns keeps the hash it had.
    if decided := [dict(row) for row in decisions]:
        inputs["decisions"] = decided
    return inputs


def inputs_sha256(inputs: dict[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON of a month's inputs."""
    canonical = json.dumps(inputs, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
