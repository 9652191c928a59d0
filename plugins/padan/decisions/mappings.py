"""Column mappings in force, as reading takes them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from padan.decisions.ledger import in_force
from padan.decisions.model import ColumnMappingEntry, Entry
from padan.intake.records import ColumnMapping


def mappings(connection: Connection) -> tuple[ColumnMapping, ...]:
    """Return the column mappings in force, in the order taken: where two fit a table, the later one holds."""
    return mappings_of(in_force(connection))


def mappings_of(entries: Sequence[Entry]) -> tuple[ColumnMapping, ...]:
    """The same of entries at hand."""
    return tuple(
        ColumnMapping(entry.village_code, entry.heads, entry.columns)
        for entry in entries
        if isinstance(entry, ColumnMappingEntry)
    )
