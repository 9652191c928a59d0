"""The databases as the local commands use them: the embedded server started, migrated, ready."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType

from psycopg2 import extensions

from padan.local import bootstrap
from padan.local.errors import LocalError
from padan.local.locking import file_lock
from padan.local.paths import HomePaths
from padan.local.postgres import ADMIN, EmbeddedPostgres

MIGRATE_SECONDS = 300.0
_ROLES = (bootstrap.OWNER, bootstrap.LOADER, bootstrap.READER, bootstrap.METADATA_ROLE, bootstrap.DESK)
_ADMIN_URI = "WAREHOUSE_ADMIN_URI"
_PASSWORDS = {
    bootstrap.OWNER: "WAREHOUSE_OWNER_PASSWORD",
    bootstrap.LOADER: "WAREHOUSE_LOADER_PASSWORD",
    bootstrap.READER: "WAREHOUSE_READER_PASSWORD",
}


@dataclass(frozen=True)
class DatabaseUris:
    """URIs of the embedded server, one a role; each holds a password and belongs into no log."""

    owner: str
    loader: str
    reader: str
    metadata: str
    desk: str


def embedded_databases(paths: HomePaths) -> DatabaseUris:
    """Starts the embedded server if needed; brings roles, databases, migrations, reference up to date."""
    server = EmbeddedPostgres(paths)
    server.start()
    passwords = server.passwords(_ROLES)
    admin_uri = server.uri(ADMIN, server.admin_password(), "postgres")
    with file_lock(paths.locks / "migrate.lock", MIGRATE_SECONDS, "migrating the warehouse"):
        bootstrap.prepare_metadata(admin_uri, passwords[bootstrap.METADATA_ROLE])
        bootstrap.prepare_warehouse(admin_uri, passwords)
        bootstrap.prepare_desk(admin_uri, passwords[bootstrap.DESK])
        uris = embedded_uris(server)
        migrate_warehouse(uris.owner)
    return uris


def embedded_metadata(paths: HomePaths) -> str:
    """Starts the embedded server for Airflow's own database alone: the warehouse is elsewhere."""
    server = EmbeddedPostgres(paths)
    server.start()
    admin_uri = server.uri(ADMIN, server.admin_password(), "postgres")
    with file_lock(paths.locks / "migrate.lock", MIGRATE_SECONDS, "migrating the databases"):
        bootstrap.prepare_metadata(admin_uri, server.passwords(_ROLES)[bootstrap.METADATA_ROLE])
    return embedded_uris(server).metadata


def embedded_uris(server: EmbeddedPostgres) -> DatabaseUris:
    """The URIs of the server that runs already."""
    passwords = server.passwords(_ROLES)

    def uri(role: str, database: str) -> str:
        return server.uri(role, passwords[role], database)

    return DatabaseUris(
        owner=uri(bootstrap.OWNER, bootstrap.WAREHOUSE),
        loader=uri(bootstrap.LOADER, bootstrap.WAREHOUSE),
        reader=uri(bootstrap.READER, bootstrap.WAREHOUSE),
        metadata=uri(bootstrap.METADATA_ROLE, bootstrap.METADATA),
        desk=uri(bootstrap.DESK, bootstrap.WAREHOUSE),
    )


def prepare_own_server(environ: Mapping[str, str]) -> None:
    """Makes a PostgreSQL server that is not the embedded one ready, or brings it up to date.

    Raises:
        LocalError: lists the variables that are missing.
    """
    missing = [name for name in (_ADMIN_URI, *_PASSWORDS.values()) if not environ.get(name)]
    if missing:
        raise LocalError(f"set {', '.join(missing)}; docs/settings.md says what each is for")
    passwords = {role: environ[name] for role, name in _PASSWORDS.items()}
    admin_uri = environ[_ADMIN_URI]
    bootstrap.prepare_warehouse(admin_uri, passwords)
    address = extensions.parse_dsn(admin_uri)
    migrate_warehouse(
        f"postgresql://{bootstrap.OWNER}:{passwords[bootstrap.OWNER]}"
        f"@{address['host']}:{address.get('port', '5432')}/{bootstrap.WAREHOUSE}"
    )


def migrate_warehouse(owner_uri: str) -> None:
    """Runs the migrations that are still missing, then loads include/reference into core."""
    _module("padan.warehouse.migrations").migrate(owner_uri)
    _module("padan.warehouse.reference").load_reference(owner_uri)


def _module(name: str) -> ModuleType:
    # Imported late: `psql` and `down` need neither SQLAlchemy nor Alembic.
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or not name.startswith(error.name):
            raise
        raise LocalError(
            f"this checkout is not complete: the module {name} is missing; fetch it again"
        ) from None
