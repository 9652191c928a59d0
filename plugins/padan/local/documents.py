"""Writes the reference pages that are made from the contracts and from the warehouse itself."""

from __future__ import annotations

from pathlib import Path

from padan.local.warehouse import DatabaseUris
from padan.paths import PROJECT


def write_documents(where: DatabaseUris) -> list[Path]:
    """Write contracts.md, messages.md and data-dictionary.md of docs/reference; return their paths. A test finds
    them stale.
    """
    # Imported here: the other commands need neither contracts nor SQLAlchemy.
    from padan.contracts.catalogue import markdown as messages
    from padan.contracts.documentation import markdown as contracts
    from padan.warehouse.dictionary import markdown as dictionary
    from padan.warehouse.engine import engine

    with engine(where.owner).connect() as connection:
        pages = {
            "contracts.md": contracts(),
            "messages.md": messages(),
            "data-dictionary.md": dictionary(connection),
        }
    folder = PROJECT / "docs" / "reference"
    for name, page in pages.items():
        (folder / name).write_text(page, encoding="utf-8")
    return [folder / name for name in pages]
