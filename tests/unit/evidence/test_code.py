"""The code's own name: the same in a clone and in a tarball, another for other code."""

from __future__ import annotations

from pathlib import Path

import padan
from padan.evidence.code import code_sha256, code_version, git_commit

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def project(folder: Path, statement: str = "SELECT 1;") -> Path:
    for name, text in (
        ("plugins/padan/month.py", "MONTH = 1"),
        ("include/sql/a/b.sql", statement),
        ("include/reference/tariffs.csv", "a"),
        ("requirements.lock", "x==1"),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def sha256(folder: Path) -> str:
    return code_sha256(folder, folder / "include")


def test_it_is_made_of_the_code_alone(tmp_path: Path) -> None:
    clone, tarball = project(tmp_path / "clone"), project(tmp_path / "elsewhere" / "tarball")
    head = clone / ".git" / "HEAD"
    head.parent.mkdir()
    head.write_text(COMMIT, "ascii")
    (clone / "include" / "reference" / "tariffs.csv").write_text("b", "utf-8")
    (clone / "plugins" / "padan" / "__pycache__").mkdir()
    (clone / "plugins" / "padan" / "__pycache__" / "month.cpython-311.pyc").write_bytes(b"x")
    assert sha256(clone) == sha256(tarball)
    assert sha256(project(tmp_path / "other", "SELECT 2;")) != sha256(clone)


def test_it_names_the_version(tmp_path: Path) -> None:
    assert code_version().partition("+")[0] == padan.__version__
    assert code_version().partition("+")[2] == code_sha256()[:12]


def test_the_commit_is_a_note_where_there_is_one(tmp_path: Path) -> None:
    assert git_commit(tmp_path) is None
    git = tmp_path / ".git"
    (git / "refs" / "heads").mkdir(parents=True)
    (git / "HEAD").write_text("ref: refs/heads/main\n", "ascii")
    assert git_commit(tmp_path) is None
    (git / "packed-refs").write_text(f"# pack-refs\n{COMMIT} refs/heads/main\n", "ascii")
    assert git_commit(tmp_path) == COMMIT
    (git / "refs" / "heads" / "main").write_text(COMMIT[::-1] + "\n", "ascii")
    assert git_commit(tmp_path) == COMMIT[::-1]
