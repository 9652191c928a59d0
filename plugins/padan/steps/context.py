"""What every step needs: the settings, the warehouse, and the run it works for."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text

from padan.settings import Settings, SettingsError
from padan.warehouse.engine import engine


@dataclass(frozen=True)
class StepContext:
    """Settings, warehouse and run of a step.

    Attributes:
        settings: what the operator chose.
        warehouse: engine with the role of the tasks.
        run_ref: '<dag_id>/<run_id>', or 'local/<anything>' outside Airflow.
    """

    settings: Settings
    warehouse: Engine
    run_ref: str

    @property
    def landing(self) -> Path:
        """Folder of the landed bytes."""
        return self.settings.home / "landing"

    @property
    def reports(self) -> Path:
        """Folder of the published months."""
        return self.settings.home / "reports"


def open_context(run_ref: str, environ: Mapping[str, str] | None = None) -> StepContext:
    """Return the context of a run, from the environment.

    Raises:
        SettingsError: a setting cannot be used, or no warehouse is told.

    """
    settings = Settings.from_environ(os.environ if environ is None else environ)
    if settings.warehouse_uri is None:
        raise SettingsError(
            "PADAN_WAREHOUSE_URI is not set, so this process knows no warehouse: start Padan with make, "
            "which hands it to every process, or set it yourself"
        )
    return StepContext(settings, engine(settings.warehouse_uri), run_ref)


def note(
    connection: Connection,
    ctx: StepContext,
    step: str,
    unit: str,
    outcome: str,
    counts: Mapping[str, Any] | None = None,
    message: str | None = None,
) -> None:
    """Keep one outcome of a step in audit.step_outcome. No personal data in unit or message."""
    connection.execute(
        text(
            "INSERT INTO audit.step_outcome (run_ref, step, unit, outcome, counts, message) "
            "VALUES (:run_ref, :step, :unit, :outcome, CAST(:counts AS jsonb), :message)"
        ),
        {
            "run_ref": ctx.run_ref,
            "step": step,
            "unit": unit,
            "outcome": outcome,
            "counts": json.dumps(counts or {}),
            "message": message,
        },
    )
