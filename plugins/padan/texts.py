"""The words that people read: the YAML files below include/templates, a folder for each language.

Products, alerts, workbooks given back and forms all take them from here. Light to import: DAG files do.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from padan.errors import DataProblem
from padan.paths import INCLUDE, PROJECT
from padan.settings import LANGUAGES

TEMPLATES = INCLUDE / "templates"
"""Layouts that serve every language; their words are in a folder for each language below it."""


class TextsMissing(DataProblem):
    """Padan has no words for something, or not in that language."""


@lru_cache(maxsize=64)
def read_texts(language: str, name: str) -> dict[str, Any]:
    """The content of include/templates/<language>/<name>.yaml.

    Raises:
        TextsMissing: Padan has no words in that language, or the file is not a mapping.
    """
    if language not in LANGUAGES:
        raise TextsMissing(f"no words in language {language!r}; use one of {', '.join(LANGUAGES)}")
    return read_mapping(TEMPLATES / language / f"{name}.yaml")


def read_mapping(path: Path) -> dict[str, Any]:
    """The content of a YAML file of the project that is a mapping.

    Raises:
        TextsMissing: it is not there, or no mapping.
    """
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError:
        raise TextsMissing(f"{path.relative_to(PROJECT)} is missing; restore it") from None
    if not isinstance(content, dict):
        raise TextsMissing(f"{path.relative_to(PROJECT)} must hold a mapping")
    return content
