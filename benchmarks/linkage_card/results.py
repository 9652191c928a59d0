"""What a run of the card measured, as plain figures that can be kept and printed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.linkage_card.measure import (
    AS_OF,
    Tally,
    Trial,
    order_of,
    sequence_of,
    tally,
    total,
    weights_of,
)
from padan.intake.parameters import parameter
from padan.linkage.pinned import load_model

BAND = Decimal(6)
"""Width of the review band below each automatic threshold tried."""


@dataclass(frozen=True)
class Thresholds:
    """The two weights in force."""

    automatic: Decimal
    review: Decimal


def in_force() -> Thresholds:
    """The thresholds of include/reference/parameters.csv on the card's day."""
    return Thresholds(
        Decimal(str(parameter("link_automatic_weight", AS_OF))),
        Decimal(str(parameter("link_review_weight", AS_OF))),
    )


def linkage_figures(trial: Trial, seed: int, scale: float) -> dict[str, Any]:
    """Figures of linkage alone."""
    limits = in_force()
    classes = tally(trial, limits.automatic, limits.review)
    same, other = weights_of(trial)
    return {
        "seed": seed,
        "scale": scale,
        "left": trial.compared[0],
        "right": trial.compared[1],
        "present": len(trial.present),
        "pairs": len(trial.pairs),
        "seconds": round(trial.seconds, 1),
        "automatic": str(limits.automatic),
        "review": str(limits.review),
        "classes": {name: asdict(classes[name]) for name in order_of(classes)},
        "trade_off": [
            [int(one), asdict(total(tally(trial, one, one - BAND).values()))] for one in sequence_of(14, 44)
        ],
        "weights": {"same": sorted(same.items()), "other": sorted(other.items())},
        "model": load_model().metadata,
    }


def whole_figures(tallies: dict[str, Tally], seed: int, scale: float, seconds: float) -> dict[str, Any]:
    """Figures of step 1 as a whole."""
    return {
        "seed": seed,
        "scale": scale,
        "seconds": round(seconds, 1),
        "classes": {name: asdict(one) for name, one in sorted(tallies.items())},
    }


def keep(folder: Path, part: str, figures: dict[str, Any]) -> None:
    """Write a part's figures."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{part}.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def kept(folder: Path, part: str) -> dict[str, Any] | None:
    """A part's figures, if it was ever run."""
    path = folder / f"{part}.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else None


def tallies_of(figures: dict[str, Any]) -> dict[str, Tally]:
    """Tallies by class."""
    return {name: Tally(**one) for name, one in figures["classes"].items()}
