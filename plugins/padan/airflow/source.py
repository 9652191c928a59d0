"""The source of the feeds behind an Airflow ObjectStoragePath: file://, s3://, sftp://.

Only reads: files are never moved, renamed or deleted at the source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import IO, Any, BinaryIO, cast

from airflow.sdk import ObjectStoragePath

from padan.sources import FEED_FOLDERS, SourceFile, is_ignored


class SourceRoot:
    """Every file of a feed, in the order of its path.

    Args:
        uri: a folder, or `file:///…`, `s3://<conn_id>@bucket/…`, `sftp://<conn_id>@host/…`.
        conn_id: the connection, unless the URI names it.
        collection: only this collection, such as '2026-01' or 'p3ke/2025-1'; all of them if None.
    """

    def __init__(self, uri: str, *, conn_id: str | None = None, collection: str | None = None) -> None:
        """Only notes where it is; nothing is opened yet."""
        self._root = ObjectStoragePath(uri if "://" in uri else f"file://{uri}", conn_id=conn_id)
        self._collection = collection

    def files(self, feed: str) -> Iterator[SourceFile]:
        """One SourceFile a file of the feed, below any depth of folders; a missing folder holds none.

        Raises:
            OSError: the source cannot be reached or listed.
        """
        folder, levels = FEED_FOLDERS[feed]
        fs, base = self._root.fs, self._join(self._root.path, folder)
        # A listing may be kept from an earlier look; what matters is what is there now.
        fs.invalidate_cache()
        for relative, info in sorted(self._walk(fs, base, ""), key=lambda found: found[0]):
            parts = relative.split("/")
            if len(parts) <= levels:
                continue
            collection, path = "/".join(parts[:levels]), "/".join(parts[levels:])
            if self._collection in (None, collection):
                yield SourceFile(
                    collection=collection,
                    path=path,
                    size=int(info["size"]),
                    modified=modified_at(info),
                    open=partial(_open, fs, info["name"]),
                )

    @staticmethod
    def _join(root: str, folder: str) -> str:
        return f"{root.rstrip('/')}/{folder}"

    def _walk(self, fs: Any, folder: str, prefix: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """(path below the feed's folder, fsspec's info) of every file that counts."""
        for info in _listing(fs, folder):
            name = str(info["name"]).rstrip("/").rpartition("/")[2]
            # An object store lists a folder's own marker among its members.
            if is_ignored(name) or str(info["name"]).rstrip("/") == folder.rstrip("/"):
                continue
            if info.get("islink") or info["type"] not in ("file", "directory"):
                continue
            if info["type"] == "directory":
                yield from self._walk(fs, str(info["name"]), f"{prefix}{name}/")
            else:
                yield f"{prefix}{name}", info


def _listing(fs: Any, folder: str) -> Iterable[dict[str, Any]]:
    try:
        return cast("list[dict[str, Any]]", fs.ls(folder, detail=True))
    except FileNotFoundError:
        return []


def modified_at(info: dict[str, Any]) -> datetime:
    """When the file was last changed at the source, aware, to the second.

    File systems give seconds since the epoch, sftp and object stores a datetime. Fractions are cut:
    sftp has none, and the same file must not look newer through another protocol.

    Raises:
        OSError: the source does not tell.
    """
    value = next((info[key] for key in ("mtime", "LastModified", "modified") if info.get(key)), None)
    if isinstance(value, int | float):
        value = datetime.fromtimestamp(value, UTC)
    if not isinstance(value, datetime):
        raise OSError(f"the source does not tell when {info['name']} was changed; use file, s3 or sftp")
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    return aware.astimezone(UTC).replace(microsecond=0)


def _open(fs: Any, name: str) -> BinaryIO:
    opened: IO[bytes] = fs.open(name, "rb")
    return cast("BinaryIO", opened)
