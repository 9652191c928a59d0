"""Two months, three versions: the third stands on a list sent again, on a decision, and on rules that were changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from tests.conftest import Server, Warehouse, made_warehouse
from tests.support.months import Office

from padan import steps
from padan.evidence.holdings import Holdings, from_home
from padan.evidence.pack import write_pack
from padan.paths import PROJECT
from padan.settings import Settings
from padan.simulation import simulate
from padan.verification.files import canonical, sha256_of
from padan.verification.report import REPORT

FIRST, SECOND = "2026-01", "2026-02"

# Under other rules, so in a process of its own: those of now are read once.
LATER = """
import sys
from pathlib import Path
from padan.quality import sync_rules
from padan.warehouse.engine import engine
from padan.warehouse.reference import load_reference
from tests.support.months import Office

loader, owner, home, sources = sys.argv[1:]
load_reference(owner)
with engine(owner).begin() as connection:
    sync_rules(connection)
office = Office(loader, Path(home), Path(sources))
office.bring_in("village_submissions")
office.month("2026-01")
"""


@dataclass(frozen=True)
class Archive:
    """A Padan that holds 2026-01 version 1 and 2, and 2026-02 version 1 that was made between them."""

    office: Office
    settings: Settings

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self.office.engine.connect() as connection:
            connection.execute(text("SET TRANSACTION READ ONLY"))
            yield connection

    def kept(self, period: str, version: int) -> Holdings:
        with self.reading() as connection:
            return from_home(connection, self.office.home, period, version)

    def report(self, period: str, version: int) -> Path:
        return self.office.home / "reports" / period / f"v{version}"

    def pack(self, period: str, version: int, target: Path, signed: Path | None = None) -> Path:
        with self.reading() as connection:
            return write_pack(connection, self.settings, period, version, target, signed=signed)


@pytest.fixture(scope="session")
def archive(postgres_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Read by all tests, changed by none."""
    root = tmp_path_factory.mktemp("archive")
    simulate(root / "sources", [FIRST, SECOND], scale=0.2, seed=7, villages_limit=3)
    with made_warehouse(postgres_server) as warehouse:
        office = Office(warehouse.loader_uri, root / "home", root / "sources")
        office.bring_in_all()
        office.month(FIRST)
        office.month(SECOND)
        lists = sorted((root / "sources" / "village_submissions" / FIRST).iterdir())
        withdraw(office, lists[0])
        send_again(lists[1], lists[2])
        under_other_rules(office, warehouse, root / "later")
        environ = {"PADAN_HOME": str(office.home), "PADAN_WAREHOUSE_URI": office.uri}
        yield Archive(office, Settings.from_environ(environ))


def withdraw(office: Office, path: Path) -> None:
    """A person takes a list back."""
    form = {"kind": "withdraw_submission", "reason": "berkas uji coba", "period": FIRST, "path": path.name}
    steps.record_decision(office.context(), form, decided_by="petugas", decided_on=date(2026, 6, 1))


def send_again(earlier: Path, other: Path) -> None:
    """A village's list comes once more, under another name, a day later."""
    target = earlier.with_name(f"perbaikan {earlier.name}")
    shutil.copy(earlier, target)
    with target.open("ab") as content:
        # Another file for its hash; a zip takes what follows it for no part of it, and a text for a blank line.
        content.write(b"\n")
    received = other.stat().st_mtime + 86_400
    os.utime(target, (received, received))


def under_other_rules(office: Office, warehouse: Warehouse, project: Path) -> None:
    """The office's words and limits change; then the first month is computed again."""
    ignored = shutil.ignore_patterns("__pycache__", ".*_cache")
    for folder in ("plugins", "include"):
        shutil.copytree(PROJECT / folder, project / folder, ignore=ignored)
    shutil.copy(PROJECT / "requirements.lock", project)
    change(project / "include" / "templates" / "id" / "workbook.yaml", "# Diubah kemudian.\n")
    change(project / "include" / "reference" / "words" / "titles.yaml", "# Diubah kemudian.\n")
    arguments = [warehouse.loader_uri, warehouse.owner_uri, str(office.home), str(office.sources)]
    environment = os.environ | {"PYTHONPATH": f"{project / 'plugins'}{os.pathsep}{PROJECT}"}
    subprocess.run([sys.executable, "-c", LATER, *arguments], env=environment, cwd=project, check=True)


def change(path: Path, line: str) -> None:
    """One more line: a change of a rule, though not of what comes of it."""
    path.write_text(path.read_text("utf-8") + line, "utf-8")


def sign(archive: Archive, report: Path) -> Path:
    """Adds to a copy of the first month's second version what signing adds, though nobody signed; returns the pack."""
    final = report / "final"
    final.mkdir()
    shutil.copy(report / REPORT, final / REPORT)
    with (final / REPORT).open("ab") as document:
        document.write(b"\n% signed\n")
    manifest = sha256_of(report / "manifest.json")
    told = {"manifest_sha256": manifest, "report_sha256": sha256_of(final / REPORT)}
    (final / "pengesahan.json").write_bytes(canonical(told))
    pack = archive.pack(FIRST, 2, final, signed=final)
    sealed = {path.name: sha256_of(path) for path in final.iterdir()} | {"../manifest.json": manifest}
    (final / "seal.json").write_bytes(canonical(sealed))
    return pack
