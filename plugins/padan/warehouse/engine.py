"""Connections to the warehouse, always through psycopg2."""

from __future__ import annotations

from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.pool import NullPool


def engine(uri: str) -> Engine:
    """Return an engine on the warehouse.

    The driver is psycopg2, whatever the URI names, because COPY is written for it; no connection is pooled, since
    every task is a process of its own. Times are shown in UTC so that no machine's zone leaks into a result.
    """
    url = make_url(uri).set(drivername="postgresql+psycopg2")
    return create_engine(
        url,
        poolclass=NullPool,
        connect_args={
            "application_name": "padan",
            "options": "-c timezone=UTC -c client_min_messages=warning -c temp_buffers=128MB -c work_mem=64MB",
        },
    )
