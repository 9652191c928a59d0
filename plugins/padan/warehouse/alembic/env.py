"""How Alembic reaches the warehouse: one transaction for all pending migrations, one migrator at a time."""

from alembic import context
from sqlalchemy import text

from padan.warehouse.engine import engine

_LOCK = 32010001

with engine(context.config.attributes["uri"]).begin() as connection:
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    context.configure(connection=connection, version_table="padan_migration")
    with context.begin_transaction():
        context.run_migrations()
