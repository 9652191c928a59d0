"""The data dictionary: every schema, table and column of the warehouse with its comment, as Markdown."""

from __future__ import annotations

from itertools import groupby

from sqlalchemy import Connection

from padan.warehouse.sql import run

_HEAD = """# Data dictionary

Made from the comments in the warehouse by `make docs`; a test compares the two.
"""


def markdown(connection: Connection) -> str:
    """Return the dictionary of the warehouse's tables and views, schemas in the order in which data flows."""
    parts = [_HEAD]
    rows = run(connection, "warehouse/dictionary.sql").all()
    for (schema, about), of_schema in groupby(rows, key=lambda row: (row.schema_name, row.schema_comment)):
        parts.append(f"\n## {schema}\n\n{about}\n")
        for (table, kind, comment), columns in groupby(
            of_schema, key=lambda row: (row.table_name, row.kind, row.table_comment)
        ):
            parts.append(f"\n### {schema}.{table}{' (view)' if kind == 'v' else ''}\n\n{comment}\n")
            parts.append("\n| column | type | |\n|---|---|---|\n")
            parts += [
                f"| `{column.column_name}` | {column.type} | {_cell(column.column_comment)} |\n"
                for column in columns
            ]
    return "".join(parts)


def _cell(comment: str | None) -> str:
    return (comment or "").replace("|", "\\|")
