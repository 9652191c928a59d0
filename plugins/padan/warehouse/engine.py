"""Connections to the warehouse, always through psycopg2."""

from __future__ import annotations

from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.pool import NullPool

from padan.warehouse.errors import hide_values_of

# Times are shown in UTC, so that no machine's zone leaks into a result. A month's temporary tables hold some hundred
# thousand rows: they get the memory to stay in it.
_SESSION = ("timezone=UTC", "client_min_messages=warning", "temp_buffers=128MB", "work_mem=64MB")


def engine(uri: str) -> Engine:
    """Return an engine on the warehouse, whose errors tell no value.

    The driver is psycopg2, whatever the URI names, because COPY is written for it; no connection is pooled, since
    every task is a process of its own.
    """
    made = create_engine(
        make_url(uri).set(drivername="postgresql+psycopg2"),
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={
            "application_name": "padan",
            "options": " ".join(f"-c {setting}" for setting in _SESSION),
        },
    )
    hide_values_of(made)
    return made
