"""DTSEN comes as a pair of files: one half alone is refused and waits for the other."""

from __future__ import annotations

from sqlalchemy import Connection

from padan.contracts import file_contract
from padan.warehouse.sql import run


def refuse_halves(connection: Connection, load_id: int) -> None:
    """Refuse every DTSEN file of a load whose companion is in no file of its version, by the name people know."""
    called = file_contract("poverty_registry").words["pair"]
    run(
        connection,
        "staging/refuse_halves.sql",
        load_id=load_id,
        members_called=called["rows"][0],
        families_called=called["families"][0],
    )
