"""Makes the roles, databases and extensions of a PostgreSQL server ready for Padan.

Running it again changes nothing. The embedded server and the init job of docker-compose.yaml both do.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing

import psycopg2
from psycopg2 import extensions, sql

from padan.paths import INCLUDE

OWNER = "padan_owner"
LOADER = "padan_loader"
READER = "padan_reader"
DESK_GROUP = "padan_desk"
AUDITORS = "padan_auditor"
DESK = "padan_desk_local"
"""Login of the complaint desk on one machine; elsewhere each clerk has one of their own in padan_desk."""
WAREHOUSE = "padan"
METADATA = "airflow"
METADATA_ROLE = "airflow"
EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent", "fuzzystrmatch")
ROLES_FILE = INCLUDE / "sql" / "roles" / "roles.sql"


def prepare_warehouse(admin_uri: str, passwords: Mapping[str, str]) -> None:
    """Warehouse roles with their passwords, the database `padan`, its extensions.

    Args:
        admin_uri: a superuser's URI of any database of the server.
        passwords: one for each of padan_owner, padan_loader and padan_reader.
    """
    with closing(_connect(admin_uri)) as server, server.cursor() as cursor:
        cursor.execute(ROLES_FILE.read_text("utf-8"))
        for role in (OWNER, LOADER, READER):
            _set_password(server, role, passwords[role])
        _create_database(server, WAREHOUSE, OWNER)
    with closing(_connect(admin_uri, WAREHOUSE)) as warehouse, warehouse.cursor() as cursor:
        for extension in EXTENSIONS:
            cursor.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))


def prepare_desk(admin_uri: str, password: str) -> None:
    """The local login of the complaint desk, which may ask for histories and read no table."""
    with closing(_connect(admin_uri)) as server, server.cursor() as cursor:
        cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", (DESK,))
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(DESK)))
            cursor.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(DESK_GROUP), sql.Identifier(DESK)))
        _set_password(server, DESK, password)


def prepare_metadata(admin_uri: str, password: str) -> None:
    """Airflow's own role and database, in which the warehouse's roles have no business."""
    with closing(_connect(admin_uri)) as server, server.cursor() as cursor:
        cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", (METADATA_ROLE,))
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(METADATA_ROLE)))
        _set_password(server, METADATA_ROLE, password)
        _create_database(server, METADATA, METADATA_ROLE)
        # A power cut may cost Airflow its last half second of bookkeeping (a task runs again, which every
        # task allows), never its consistency; the scheduler's many small commits become several times
        # cheaper. The warehouse keeps synchronous commits.
        cursor.execute("ALTER DATABASE airflow SET synchronous_commit = off")


def _connect(admin_uri: str, database: str | None = None) -> extensions.connection:
    """A connection in which every statement is its own transaction: CREATE DATABASE allows no other."""
    made = psycopg2.connect(admin_uri, dbname=database) if database else psycopg2.connect(admin_uri)
    made.autocommit = True
    return made


def _set_password(server: extensions.connection, role: str, password: str) -> None:
    with server.cursor() as cursor:
        cursor.execute(sql.SQL("ALTER ROLE {} PASSWORD %s").format(sql.Identifier(role)), (password,))


def _create_database(server: extensions.connection, name: str, owner: str) -> None:
    identifier, owned_by = sql.Identifier(name), sql.Identifier(owner)
    with server.cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", (name,))
        if cursor.fetchone() is None:
            # Locale C: the same order of text on every machine.
            cursor.execute(
                sql.SQL(
                    "CREATE DATABASE {} OWNER {} TEMPLATE template0"
                    " ENCODING 'UTF8' LOCALE_PROVIDER libc LOCALE 'C'"
                ).format(identifier, owned_by)
            )
        cursor.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(identifier))
        if name == WAREHOUSE:
            for role in (LOADER, READER, DESK_GROUP, AUDITORS):
                cursor.execute(
                    sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}").format(
                        identifier, sql.Identifier(role)
                    )
                )
