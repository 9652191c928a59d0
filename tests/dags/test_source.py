"""What the source offers, over the protocols an office uses."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from padan.airflow.source import SourceRoot, modified_at
from padan.sources import FolderSource

RECEIVED = datetime(2026, 1, 20, 3, 4, 5, tzinfo=UTC)

FILES = [
    "village_submissions/2026-01/Desa Wanaherang #2 (baru).xlsx",
    "village_submissions/2026-01/kec gunungputri/dusun 1/daftar.csv",
    "village_submissions/2026-02/daftar.csv",
    "registry/p3ke/2025-1/p3ke.csv",
    "registry/dtsen/2026-1/anggota.csv",
    "bpjs/2026-01/ekspor.xlsx",
    "exclusions/deceased/2026/daftar.csv",
]
NOT_FILES = [
    "village_submissions/2026-01/~$daftar.xlsx",
    "village_submissions/2026-01/.DS_Store",
    "village_submissions/2026-01/Thumbs.db",
    "village_submissions/2026-01/.hidden/daftar.csv",
    "village_submissions/loose.csv",
    "registry/p3ke/loose.csv",
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "sumber data"
    for name in [*FILES, *NOT_FILES]:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"isi {name}", "utf-8")
        os.utime(path, (RECEIVED.timestamp() + 0.75,) * 2)
    (folder / "village_submissions" / "2026-01" / "kosong").mkdir()
    links = folder / "village_submissions" / "2026-01"
    (links / "link.csv").symlink_to(folder / FILES[2])
    (links / "linked folder").symlink_to(folder / "bpjs", target_is_directory=True)
    return folder


CASES = [
    (
        "village_submissions",
        [
            ("2026-01", "Desa Wanaherang #2 (baru).xlsx"),
            ("2026-01", "kec gunungputri/dusun 1/daftar.csv"),
            ("2026-02", "daftar.csv"),
        ],
    ),
    ("poverty_registry", [("dtsen/2026-1", "anggota.csv"), ("p3ke/2025-1", "p3ke.csv")]),
    ("bpjs_branch_export", [("2026-01", "ekspor.xlsx")]),
    ("exclusion_lists", [("deceased", "2026/daftar.csv")]),
]


@pytest.mark.parametrize(("feed", "expected"), CASES)
@pytest.mark.parametrize("as_uri", [False, True])
def test_a_folder(root: Path, feed: str, expected: list[tuple[str, str]], as_uri: bool) -> None:
    source = SourceRoot(f"file://{root}" if as_uri else str(root))
    assert [(file.collection, file.path) for file in source.files(feed)] == expected


@pytest.mark.parametrize("feed", [feed for feed, _ in CASES])
def test_a_plain_folder_offers_the_same(root: Path, feed: str) -> None:
    def facts(source: SourceRoot | FolderSource) -> list[tuple[str, str, int, datetime]]:
        return [(file.collection, file.path, file.size, file.modified) for file in source.files(feed)]

    assert facts(SourceRoot(str(root))) == facts(FolderSource(root))


def test_a_files_facts_and_bytes(root: Path) -> None:
    [file] = SourceRoot(str(root)).files("bpjs_branch_export")
    with file.open() as opened:
        content = opened.read()
    assert content == b"isi bpjs/2026-01/ekspor.xlsx"
    assert (file.size, file.modified) == (len(content), RECEIVED)


def test_a_link_put_in_its_place_since_is_not_followed(root: Path) -> None:
    [file] = FolderSource(root).files("bpjs_branch_export")
    path = root / FILES[5]
    path.unlink()
    path.symlink_to(root / FILES[2])
    with pytest.raises(OSError):
        file.open()


def test_one_collection_only(root: Path) -> None:
    source = SourceRoot(str(root), collection="2026-02")
    assert [file.collection for file in source.files("village_submissions")] == ["2026-02"]


def test_a_file_that_came_since_is_seen(root: Path) -> None:
    source = SourceRoot(str(root))
    assert len(list(source.files("bpjs_branch_export"))) == 1
    (root / "bpjs" / "2026-01" / "koreksi.xlsx").touch()
    assert len(list(source.files("bpjs_branch_export"))) == 2


def test_a_feed_without_a_folder_holds_no_file(tmp_path: Path) -> None:
    assert list(SourceRoot(str(tmp_path)).files("exclusion_lists")) == []


@pytest.mark.parametrize(
    "info",
    [
        {"mtime": RECEIVED.timestamp() + 0.25},
        {"mtime": RECEIVED.replace(microsecond=900)},
        {"LastModified": RECEIVED},
        {"mtime": RECEIVED.replace(tzinfo=None)},
    ],
    ids=["file", "sftp", "s3", "naive means UTC"],
)
def test_received_at_in_each_protocols_words(info: dict[str, object]) -> None:
    assert modified_at({"name": "x", **info}) == RECEIVED


def test_a_source_that_does_not_tell_is_an_error() -> None:
    with pytest.raises(OSError, match="does not tell when x was changed"):
        modified_at({"name": "x"})
