"""Errors of the warehouse without the values that caused them: a task's log may not hold a NIK."""

from __future__ import annotations

import psycopg2
from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

_QUOTES_VALUES = ("22", "23")
"""Classes of SQLSTATE whose text quotes data: data exceptions and violated constraints."""


def hide_values(error: psycopg2.Error) -> str:
    """Cut an error's own text down to what names no value; return that text.

    PostgreSQL adds the failing row, the key and the line of a COPY to what it says. What stays: the SQLSTATE, the
    table, column and constraint, and the message where its class quotes no data.
    """
    diag = error.diag
    if error.pgcode is None:
        return str(error)
    named = {
        "table": diag.table_name,
        "column": diag.column_name,
        "constraint": diag.constraint_name,
        "message": None if error.pgcode.startswith(_QUOTES_VALUES) else diag.message_primary,
    }
    told = ", ".join(f"{key} {value}" for key, value in named.items() if value)
    text = f"{type(error).__name__} (SQLSTATE {error.pgcode}){': ' if told else ''}{told}"
    error.args = (text,)
    return text


def hide_values_of(engine: Engine) -> None:
    """Make every error that statements of an engine raise tell no value."""

    @event.listens_for(engine, "handle_error")
    def hide(context: ExceptionContext) -> None:
        if isinstance(context.original_exception, psycopg2.Error):
            text = hide_values(context.original_exception)
            if context.sqlalchemy_exception is not None:
                context.sqlalchemy_exception.args = (text,)
