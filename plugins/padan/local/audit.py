"""The commands for auditors: reproduce, evidence, verify."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import Connection, text

from padan.evidence.errors import EvidenceError
from padan.evidence.holdings import from_home, from_pack
from padan.evidence.pack import pack_name, write_pack
from padan.local.errors import LocalError
from padan.local.paths import HomePaths
from padan.local.postgres import EmbeddedPostgres
from padan.local.reproduce import reproduce
from padan.local.supervisor import ending_signals
from padan.local.warehouse import embedded_uris
from padan.settings import Settings
from padan.verification.__main__ import verify
from padan.warehouse.engine import engine


def reproduce_version(settings: Settings, which: Which, pack: Path | None, out: Path | None) -> bool:
    """Makes a version again, from this Padan's own evidence or from a pack; returns whether all products are equal."""
    # Ended from outside, too, the temporary server must not stay.
    with ending_signals(), ExitStack() as stack:
        if pack is not None:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="padan-pack-"))
            kept = from_pack(pack, Path(folder))
            which.require(kept.period, kept.version, pack)
        else:
            period, version = which.told()
            with warehouse_read_only(settings) as connection:
                kept = from_home(connection, settings.home, period, version)
        kept.require_inputs()
        return reproduce(kept, settings.language, out)


def write_evidence(settings: Settings, which: Which, out: Path | None) -> Path:
    """Writes the evidence pack of a version; returns its path."""
    period, version = which.told()
    target = (out or settings.home / "evidence") / pack_name(period, version)
    with warehouse_read_only(settings) as connection:
        return write_pack(connection, settings, period, version, target)


def verify_evidence(settings: Settings, which: Which, evidence: Path | None, pdf: Path | None) -> int:
    """Says what was touched in a pack or a folder, by default the version's own; returns the exit code."""
    if evidence is None:
        period, version = which.told()
        evidence = settings.home / "reports" / period / f"v{version}"
    return verify(evidence, pdf, settings.language)


class Which:
    """The version that was asked for; a pack says itself which it holds."""

    def __init__(self, period: str, version: str) -> None:
        """Takes what was typed; '' is nothing."""
        if period and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", period):
            raise LocalError(f"PERIOD={period}: write the month as PERIOD=2026-01")
        if version and not re.fullmatch(r"[1-9]\d*", version):
            raise LocalError(f"VERSION={version}: write the version as VERSION=1")
        self._period, self._version = period, int(version) if version else None

    def told(self) -> tuple[str, int]:
        """Month and version.

        Raises:
            LocalError: one of them was not told.
        """
        if not self._period or self._version is None:
            raise LocalError("say which version: PERIOD=2026-01 VERSION=1")
        return self._period, self._version

    def require(self, period: str, version: int, pack: Path) -> None:
        """Raises if something else was asked for than what a pack holds."""
        if (self._period or period, self._version or version) != (period, version):
            raise LocalError(
                f"{pack} holds {period} version {version}, and nothing else of what was asked for"
            )


@contextmanager
def warehouse_read_only(settings: Settings) -> Iterator[Connection]:
    """A connection that can change nothing; an embedded server that was not running is stopped afterwards."""
    with ExitStack() as afterwards:
        uri = settings.warehouse_uri
        if uri is None:
            paths = HomePaths(settings.home)
            if not paths.postgres_data.exists():
                raise LocalError(
                    f"there is no warehouse in {settings.home}: name its folder with PADAN_HOME, or an evidence pack "
                    "with PACK=bukti.zip"
                )
            server = EmbeddedPostgres(paths)
            if server.running() is None:
                afterwards.callback(server.stop)
                server.start()
            uri = embedded_uris(server).loader
        with engine(uri).connect() as connection:
            connection.execute(text("SET TRANSACTION READ ONLY"))
            _require_evidence(connection)
            yield connection


def _require_evidence(connection: Connection) -> None:
    known = connection.execute(
        text(
            "SELECT to_regclass('reconciliation.version') IS NOT NULL AND EXISTS (SELECT FROM pg_attribute "
            "WHERE attrelid = to_regclass('reconciliation.version') AND attname = 'rules_sha256')"
        )
    ).scalar_one()
    if not known:
        raise EvidenceError(
            "the warehouse is older than the evidence it should hold: run 'make up' or 'make month' once"
        )
