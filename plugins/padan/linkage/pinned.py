"""The pinned model: one file of settings, probabilities and word frequencies, and the levels it was trained with."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from padan.paths import INCLUDE

MODELS = INCLUDE / "models"
MODEL, LEVELS = "linkage.json", "levels.sql"


class ModelError(Exception):
    """The pinned model cannot be used; the message says what to do."""


@dataclass(frozen=True)
class Model:
    """The pinned model.

    Attributes:
        settings: of Splink, with trained m and u.
        word_share: share of people who bear a name's word, by word; words of few people are not in it.
        rare_word_share: share that stands for every other word.
        metadata: what it was trained from.
        levels: DuckDB macros that name the levels.
    """

    settings: dict[str, Any]
    word_share: dict[str, float]
    rare_word_share: float
    metadata: dict[str, Any]
    levels: str


def model_fingerprint(folder: Path = MODELS) -> dict[str, str]:
    """Return the SHA-256 of each file of the model: an input of every month."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.suffix in {".json", ".sql", ".yaml"}
    }


@lru_cache(maxsize=4)
def load_model(folder: Path = MODELS) -> Model:
    """Read the model.

    Raises:
        ModelError: the file is missing, damaged, or was trained with other levels.
    """
    levels = (folder / LEVELS).read_text("utf-8")
    try:
        held = json.loads((folder / MODEL).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(
            f"include/models/{MODEL} cannot be read: restore it, or run make train-model"
        ) from error
    if held["metadata"]["levels_sha256"] != hashlib.sha256(levels.encode()).hexdigest():
        raise ModelError(f"include/models/{LEVELS} changed since the model was trained: run make train-model")
    return Model(held["settings"], held["word_share"], held["rare_word_share"], held["metadata"], levels)
