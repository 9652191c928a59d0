"""A version's folder against its seal, before anybody signs it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from padan.sign_off import SignOffError
from padan.sign_off.published import published_manifest

PRODUCTS = {"rekonsiliasi.html": b"<html>", "rekonsiliasi.xlsx": b"PK"}


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A published version: products, manifest, record, seal."""
    for name, content in PRODUCTS.items():
        (tmp_path / name).write_bytes(content)
    manifest = {"products": {name: {"sha256": digest(content)} for name, content in PRODUCTS.items()}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    (tmp_path / "berita-acara.pdf").write_bytes(b"%PDF")
    sealed = ("manifest.json", "berita-acara.pdf")
    seal = {name: digest((tmp_path / name).read_bytes()) for name in sealed}
    (tmp_path / "seal.json").write_text(json.dumps(seal), "utf-8")
    return tmp_path


def test_a_whole_folder_gives_its_manifests_hash(folder: Path) -> None:
    assert published_manifest(folder) == digest((folder / "manifest.json").read_bytes())


@pytest.mark.parametrize("name", ["manifest.json", "berita-acara.pdf", *PRODUCTS])
def test_a_touched_file_is_named(folder: Path, name: str) -> None:
    (folder / name).write_bytes((folder / name).read_bytes() + b" ")
    with pytest.raises(SignOffError, match=f"{name} is not what was published"):
        published_manifest(folder)


@pytest.mark.parametrize("name", ["seal.json", "manifest.json", "berita-acara.pdf", *PRODUCTS])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(SignOffError, match=f"{name} is missing"):
        published_manifest(folder)
