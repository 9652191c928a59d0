"""A source that offers the files of one load of then: the landed bytes under the names and times they came with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from padan.sources import SourceFile


@dataclass(frozen=True)
class LandedBytes:
    """The files of one load.

    Attributes:
        feed: of the load.
        listed: its files as padan.evidence.history.LandedFile, in the order of landing.
        bytes_folder: holds the bytes under their SHA-256.
    """

    feed: str
    listed: list[dict[str, Any]]
    bytes_folder: Path

    def files(self, feed: str) -> Iterator[SourceFile]:
        """The load's files; their time of receipt stands in for the modification time."""
        for file in self.listed if feed == self.feed else ():
            yield SourceFile(
                collection=file["collection"],
                path=file["path"],
                size=file["bytes"],
                modified=datetime.fromisoformat(file["received_at"]),
                open=partial((self.bytes_folder / file["sha256"]).open, "rb"),
            )
