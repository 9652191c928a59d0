"""The evidence pack: the same bytes each time, whole, readable without Padan."""

from __future__ import annotations

import hashlib
import json
import shutil
import stat
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from tests.integration.evidence.conftest import FIRST, Archive, sign

from padan.evidence.errors import EvidenceError
from padan.evidence.pack import write_pack
from padan.evidence.rules import keep_rules, rule_hashes, rules_folder, rules_of
from padan.verification.__main__ import examine

# Made again three times over, each in processes of its own: slow where other work is going on.
pytestmark = pytest.mark.timeout(1200)


@pytest.fixture(scope="module")
def pack(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive.pack(FIRST, 2, tmp_path_factory.mktemp("pack"))


def test_it_is_named_private_and_the_same_each_time(archive: Archive, pack: Path, tmp_path: Path) -> None:
    assert pack.name == "bukti-2026-01-v2.zip"
    assert stat.S_IMODE(pack.stat().st_mode) == 0o600
    assert archive.pack(FIRST, 2, tmp_path / "again.zip").read_bytes() == pack.read_bytes()


def test_it_holds_products_inputs_rules_and_decisions(archive: Archive, pack: Path) -> None:
    report = archive.report(FIRST, 2)
    with zipfile.ZipFile(pack) as held:
        names = set(held.namelist())
        index = json.loads(held.read("index.json"))
        readme = held.read("README.md").decode()
    assert {f"products/{p.relative_to(report).as_posix()}" for p in report.rglob("*") if p.is_file()} <= names
    inputs = {file["sha256"] for load in index["history"]["loads"] for file in load["files"]}
    assert {f"inputs/{sha256}" for sha256 in inputs} == {name for name in names if name.startswith("inputs/")}
    manifest = json.loads((report / "manifest.json").read_bytes())
    assert {f"rules/{sha256}" for sha256 in manifest["rules"].values()} <= names
    assert [one["reason"] for one in index["history"]["decisions"]] == ["berkas uji coba"]
    assert "petugas: withdraw_submission" in readme
    assert "{" not in readme


def test_it_verifies_itself_with_nothing_but_python(pack: Path, tmp_path: Path) -> None:
    shutil.unpack_archive(pack, tmp_path / "unpacked")
    command = [sys.executable, "-S", "-E", "verify.py"]
    for _ in range(2):
        done = subprocess.run(command, cwd=tmp_path / "unpacked", capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "UTUH" in done.stdout
        assert "perlu pypdf" in done.stdout
    (tmp_path / "unpacked" / "README.md").write_text("lain", "utf-8")
    done = subprocess.run(command, cwd=tmp_path / "unpacked", capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "README.md: isinya bukan lagi isi aslinya" in done.stdout


def test_a_pack_is_refused_where_a_product_or_an_input_was_touched(archive: Archive, tmp_path: Path) -> None:
    home = tmp_path / "home"
    for folder in ("reports", "landing", "rules"):
        shutil.copytree(archive.office.home / folder, home / folder)
    elsewhere = replace(archive.settings, home=home)
    page = home / "reports" / FIRST / "v2" / "rekonsiliasi.html"
    page.write_bytes(page.read_bytes() + b" ")
    with archive.reading() as connection, pytest.raises(EvidenceError, match="rekonsiliasi.html"):
        write_pack(connection, elsewhere, FIRST, 2, tmp_path / "bukti.zip")
    assert not list(tmp_path.glob("*.zip"))


def test_the_signed_documents_are_in_the_pack_that_is_sealed_with_them(
    archive: Archive, pack: Path, tmp_path: Path
) -> None:
    """Written again later it has the same bytes; written before the signatures it has none of them."""
    home = tmp_path / "home"
    for folder in ("reports", "landing", "rules"):
        shutil.copytree(archive.office.home / folder, home / folder)
    report = home / "reports" / FIRST / "v2"
    sealed = sign(archive, report)
    (report / ".final.broken-off").mkdir()
    (report / ".final.broken-off" / "seal.json").write_bytes(b"{")
    with archive.reading() as connection:
        again = write_pack(connection, replace(archive.settings, home=home), FIRST, 2, tmp_path / "again.zip")
    assert again.read_bytes() == sealed.read_bytes()
    assert final_in(again) == {"products/final/berita-acara.pdf", "products/final/pengesahan.json"}
    assert final_in(pack) == set()


def final_in(pack: Path) -> set[str]:
    with zipfile.ZipFile(pack) as held:
        return {name for name in held.namelist() if "final" in name}


def test_rules_are_kept_by_hash_and_written_once(archive: Archive, tmp_path: Path) -> None:
    folder = rules_folder(archive.office.home)
    for path in folder.iterdir():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
    for kept in (archive.kept(FIRST, 1), archive.kept(FIRST, 2)):
        assert rules_of(kept.rule, kept.published_rules()) == kept.manifest()["rules"]
    first = keep_rules(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in rules_folder(tmp_path).iterdir()}
    assert keep_rules(tmp_path) == first
    assert {path: path.stat().st_mtime_ns for path in rules_folder(tmp_path).iterdir()} == before
    assert {name.partition("/")[0] for name in rule_hashes()} >= {
        "contracts",
        "reference",
        "templates",
        "fonts",
    }


def test_something_that_is_no_pack_is_told(tmp_path: Path) -> None:
    assert examine(tmp_path / "tidak-ada.zip", None) is None
    broken = tmp_path / "rusak.zip"
    broken.write_bytes(b"bukan zip")
    found = examine(broken, None)
    assert found is not None
    assert found.faults == [("container", "rusak.zip")]
