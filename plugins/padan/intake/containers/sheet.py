"""A sheet of text cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    Attributes:
        name: its title; '' for a text file.
        hidden: whether a person opening the file would not see it.
        rows: its rows from row 1, blank and leading empty rows included; may be an iterator, read once.
    """

    name: str
    hidden: bool
    rows: Iterable[list[str]]
