"""The embedded PostgreSQL 18, started and ended for real."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from padan.local import bootstrap
from padan.local.errors import LocalError
from padan.local.paths import HomePaths
from padan.local.postgres import ADMIN, EmbeddedPostgres
from padan.local.processes import is_running, wait_until_gone
from padan.local.warehouse import embedded_uris

ROLES = (bootstrap.OWNER, bootstrap.LOADER, bootstrap.READER, bootstrap.METADATA_ROLE)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    made = EmbeddedPostgres(HomePaths(tmp_path_factory.mktemp("home")))
    made.start()
    admin_uri = made.uri(ADMIN, made.admin_password(), "postgres")
    passwords = made.passwords(ROLES)
    for _ in range(2):
        bootstrap.prepare_metadata(admin_uri, passwords[bootstrap.METADATA_ROLE])
        bootstrap.prepare_warehouse(admin_uri, passwords)
    yield made
    made.stop()


def answer(uri: str, question: str) -> object:
    with closing(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
        return None if row is None else row[0]


def test_it_is_postgresql_18_with_the_same_order_of_text_everywhere(server: EmbeddedPostgres) -> None:
    uri = embedded_uris(server).reader
    assert str(answer(uri, "SHOW server_version")).startswith("18.")
    assert answer(uri, "SHOW server_encoding") == "UTF8"
    assert answer(uri, "SELECT datcollate FROM pg_database WHERE datname = 'padan'") == "C"
    assert answer(uri, "SELECT 'Z' < 'a'") is True
    assert answer(uri, "SHOW timezone") == "UTC"


def test_the_extensions_are_there(server: EmbeddedPostgres) -> None:
    found = answer(
        embedded_uris(server).reader, "SELECT array_agg(extname ORDER BY extname) FROM pg_extension"
    )
    assert found == ["btree_gist", "fuzzystrmatch", "pg_trgm", "plpgsql", "unaccent"]


def test_a_second_start_finds_the_first(server: EmbeddedPostgres) -> None:
    assert server.start() == server.running()


@pytest.mark.parametrize("role", ["loader", "reader", "metadata"])
def test_only_the_owner_makes_schemas(server: EmbeddedPostgres, role: str) -> None:
    uri = str(getattr(embedded_uris(server), role)).rpartition("/")[0] + "/padan"
    with pytest.raises(psycopg2.Error, match="permission denied|read-only"):
        answer(uri, "CREATE SCHEMA mine")


@pytest.mark.parametrize("role", ["owner", "loader", "reader"])
def test_the_roles_of_the_warehouse_do_not_reach_airflows_tables(server: EmbeddedPostgres, role: str) -> None:
    uri = str(getattr(embedded_uris(server), role)).rpartition("/")[0] + "/airflow"
    with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
        answer(uri, "SELECT 1")


def test_nobody_comes_in_without_the_password(server: EmbeddedPostgres) -> None:
    right = server.uri("padan_reader", server.passwords(("padan_reader",))["padan_reader"], "padan")
    assert answer(right, "SELECT current_user") == "padan_reader"
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        answer(server.uri("padan_reader", "guess", "padan"), "SELECT 1")


def test_its_data_are_its_users_alone(server: EmbeddedPostgres, tmp_path: Path) -> None:
    found = server.running()
    assert found is not None
    data = Path(f"/proc/{found.pid}/cwd").resolve()
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert data.stat().st_uid != 0


def test_four_starts_at_once_make_one_server(tmp_path: Path) -> None:
    servers = [EmbeddedPostgres(HomePaths(tmp_path)) for _ in range(4)]
    try:
        with ThreadPoolExecutor(4) as pool:
            started = list(pool.map(EmbeddedPostgres.start, servers))
        assert len({one.pid for one in started}) == 1
    finally:
        for one in servers:
            one.stop()


def test_after_a_crash_it_starts_again_at_the_same_port(tmp_path: Path) -> None:
    server = EmbeddedPostgres(HomePaths(tmp_path))
    try:
        before = server.start()
        os.kill(before.pid, signal.SIGKILL)
        assert wait_until_gone(before.pid, 10)
        # Nobody has reaped it: the number still answers to signals, and the pid file still names it.
        assert (tmp_path / "postgres" / "postmaster.pid").exists()
        assert server.running() is None
        after = server.start()
        assert after.pid != before.pid
        assert after.port == before.port
    finally:
        assert server.stop()
    assert not is_running(after.pid)
    assert not server.stop()


def test_a_pid_file_with_another_programs_number_is_stale(tmp_path: Path) -> None:
    server = EmbeddedPostgres(HomePaths(tmp_path))
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "postmaster.pid").write_text(
        f"{os.getpid()}\n/x\n1\n5432\n\n127.0.0.1\n\nready\n"
    )
    assert server.running() is None


def test_lost_passwords_are_told_not_waited_for(tmp_path: Path) -> None:
    server = EmbeddedPostgres(HomePaths(tmp_path))
    server.start()
    try:
        (tmp_path / "secrets" / "postgres.json").unlink()
        with pytest.raises(LocalError, match="are not those of"):
            server.start()
    finally:
        server.stop()


AS_SOMEBODY_ELSE = """
import sys
from pathlib import Path
from padan.local.errors import LocalError
from padan.local.paths import HomePaths
from padan.local.postgres import EmbeddedPostgres
server = EmbeddedPostgres(HomePaths(Path(sys.argv[1])))
try:
    print(server.start().ready)
except LocalError as error:
    print(error)
finally:
    server.stop()
"""


@pytest.mark.skipif(
    os.geteuid() != 0, reason="only root can become an ordinary user; for others every test is one"
)
def test_an_ordinary_user_starts_it_without_any_help(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    os.chown(home, 1, 1)
    for folder in [tmp_path, *tmp_path.parents][:3]:
        folder.chmod(0o755)
    # Reading is all it keeps of root: the interpreter may lie in a folder that only root may enter.
    drop = ["setpriv", "--reuid=1", "--regid=1", "--clear-groups", "--inh-caps=-all,+dac_read_search"]
    done = subprocess.run(
        [*drop, "--ambient-caps=+dac_read_search", "--", sys.executable, "-c", AS_SOMEBODY_ELSE, str(home)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "True", done.stderr
    assert (home / "postgres").stat().st_uid == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has something to lose")
def test_root_without_the_capabilities_is_told_what_to_set(tmp_path: Path) -> None:
    drop = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override", "--no-new-privs"]
    done = subprocess.run(
        [*drop, "--", sys.executable, "-c", AS_SOMEBODY_ELSE, str(tmp_path)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "--cap-add DAC_OVERRIDE" in done.stdout, done.stderr
