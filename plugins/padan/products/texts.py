"""The words of the products: the YAML files and layouts below include/templates."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from padan.paths import INCLUDE, PROJECT
from padan.products.errors import ProductError
from padan.settings import LANGUAGES

TEMPLATES = INCLUDE / "templates"
"""Layouts that serve every language; their words are in a folder for each language below it."""

FONTS = INCLUDE / "fonts"


@lru_cache(maxsize=32)
def read_texts(language: str, name: str) -> dict[str, Any]:
    """The content of include/templates/<language>/<name>.yaml.

    Raises:
        ProductError: Padan has no words in that language, or the file is not a mapping.
    """
    if language not in LANGUAGES:
        raise ProductError(f"no products in language {language!r}; use one of {', '.join(LANGUAGES)}")
    return _mapping(TEMPLATES / language / f"{name}.yaml")


def read_office(regency: str) -> dict[str, Any]:
    """The offices that sign for a regency, from include/reference/offices.yaml.

    Raises:
        ProductError: the regency is not in the file.
    """
    offices = _mapping(INCLUDE / "reference" / "offices.yaml")
    if regency not in offices:
        raise ProductError(
            f"include/reference/offices.yaml names no offices for {regency}; add an entry for it"
        )
    office: dict[str, Any] = offices[regency]
    return office


def _mapping(path: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ProductError(f"{path.relative_to(PROJECT)} is missing; restore it") from None
    if not isinstance(content, dict):
        raise ProductError(f"{path.relative_to(PROJECT)} must hold a mapping")
    return content
