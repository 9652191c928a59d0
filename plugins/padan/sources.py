"""Where the feeds' files come from: what a source offers, and the plain folder that offers it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO, Protocol

FEED_FOLDERS = {
    "village_submissions": ("village_submissions", 1),
    "bpjs_branch_export": ("bpjs", 1),
    "poverty_registry": ("registry", 2),
    "exclusion_lists": ("exclusions", 1),
    "case_verdicts": ("verdicts", 1),
}
"""Feed → its folder below the root, and how many levels of folders name a collection."""

_DESKTOP_LITTER = frozenset({"thumbs.db"})


@dataclass(frozen=True)
class SourceFile:
    """One file at the source.

    Attributes:
        collection: '2026-01', 'p3ke/2025-1', 'deceased'.
        path: below the collection's folder, '/' between.
        size: bytes.
        modified: when it was last changed at the source, aware, to the second: when it was received.
        open: opens its bytes for reading.
    """

    collection: str
    path: str
    size: int
    modified: datetime
    open: Callable[[], BinaryIO]


class Source(Protocol):
    """Whatever can list a feed's files. It only reads."""

    def files(self, feed: str) -> Iterator[SourceFile]:
        """One SourceFile a file of the feed, in the order of its path."""
        ...


def is_ignored(name: str) -> bool:
    """Whether a file or folder is the litter of a desktop or an office program."""
    return name.startswith((".", "~$")) or name.lower() in _DESKTOP_LITTER


class FolderSource:
    """A source that is a plain folder of this machine."""

    def __init__(self, root: Path) -> None:
        """Notes where it is."""
        self._root = root

    def files(self, feed: str) -> Iterator[SourceFile]:
        """One SourceFile a file of the feed; symbolic links are not followed, a missing folder holds none."""
        folder, levels = FEED_FOLDERS[feed]
        base = self._root / folder
        for path in sorted(_walk(base)) if base.is_dir() else []:
            parts = path.relative_to(base).parts
            if len(parts) > levels:
                stat = path.lstat()
                yield SourceFile(
                    collection="/".join(parts[:levels]),
                    path="/".join(parts[levels:]),
                    size=stat.st_size,
                    modified=datetime.fromtimestamp(int(stat.st_mtime), UTC),
                    open=partial(_open_file, path),
                )


def _open_file(path: Path) -> BinaryIO:
    """The file itself, even where somebody has put a link in its place since it was listed."""
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb")


def _walk(folder: Path) -> Iterator[Path]:
    for entry in folder.iterdir():
        if is_ignored(entry.name) or entry.is_symlink():
            continue
        if entry.is_dir():
            yield from _walk(entry)
        elif entry.is_file():
            yield entry
