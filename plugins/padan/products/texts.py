"""The words of the products, their type, and the offices that sign."""

from __future__ import annotations

from typing import Any

from padan.paths import INCLUDE
from padan.products.errors import ProductError
from padan.texts import TEMPLATES, read_mapping, read_texts

__all__ = ["FONTS", "TEMPLATES", "read_office", "read_texts"]

FONTS = INCLUDE / "fonts"


def read_office(regency: str) -> dict[str, Any]:
    """The offices that sign for a regency, from include/reference/offices.yaml.

    Raises:
        ProductError: the regency is not in the file.
    """
    offices = read_mapping(INCLUDE / "reference" / "offices.yaml")
    if regency not in offices:
        raise ProductError(
            f"include/reference/offices.yaml names no offices for {regency}; add an entry for it"
        )
    office: dict[str, Any] = offices[regency]
    return office
