"""The files of a folder or a zip by name, and what is found about them."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

_UNREADABLE = (KeyError, OSError, EOFError, zipfile.BadZipFile, NotImplementedError, RuntimeError)
"""What zipfile says of a member whose container was changed, and a system of a file that cannot be read."""


def canonical(value: Any) -> bytes:
    """JSON with sorted keys, no blanks, UTF-8: equal values give equal bytes."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as content:
        return digest(content)


def digest(content: BinaryIO) -> str:
    """SHA-256 of what is left to read, in hexadecimal."""
    found = hashlib.sha256()
    while chunk := content.read(1 << 20):
        found.update(chunk)
    return found.hexdigest()


class Files:
    """Files of a folder, or of a zip, by name: their hashes, and small ones whole.

    Attributes:
        root: the folder or the zip.
        names: in order.
        sha256: name → hash; '' where the file cannot be read, as a member of a damaged zip.
        comment: of the zip; None for a folder.
    """

    def __init__(self, root: Path) -> None:
        """Lists and hashes them; a zip that cannot be opened raises BadZipFile."""
        self.root = root
        self._zip = None if root.is_dir() else zipfile.ZipFile(root)
        self.comment = None if self._zip is None else self._zip.comment.decode("ascii", "replace")
        self.names = sorted(self._listed())
        self.sha256 = {name: self._sha256(name) for name in self.names}

    def read(self, name: str) -> bytes:
        """One file whole; nothing where it is not there or cannot be read."""
        try:
            with self._open(name) as content:
                return content.read()
        except _UNREADABLE:
            return b""

    def _listed(self) -> Iterator[str]:
        if self._zip is not None:
            yield from (info.filename for info in self._zip.infolist())
            return
        for path in self.root.rglob("*"):
            if path.is_file() or path.is_symlink():
                yield path.relative_to(self.root).as_posix()

    def _open(self, name: str) -> BinaryIO:
        if self._zip is None:
            return (self.root / name).open("rb")
        return cast("BinaryIO", self._zip.open(name))

    def _sha256(self, name: str) -> str:
        try:
            with self._open(name) as content:
                return digest(content)
        except _UNREADABLE:
            return ""


class Below(Files):
    """The files below a folder of others."""

    def __init__(self, files: Files, prefix: str) -> None:
        """Names them as they stand below the folder; prefix ends with '/'."""
        self._files, self._prefix, self.root, self.comment = files, prefix, files.root, None
        self.names = [name[len(prefix) :] for name in files.names if name.startswith(prefix)]
        self.sha256 = {name: files.sha256[prefix + name] for name in self.names}

    def read(self, name: str) -> bytes:
        """One file whole; nothing where it is not there or cannot be read."""
        return self._files.read(self._prefix + name)


class Check:
    """What was found.

    Attributes:
        faults: (kind, name); kinds are keys of padan.verification.words.
        notes: the same for what could not be checked.
        count: files that were checked.
    """

    def __init__(self, count: int = 0) -> None:
        """Nothing was found yet."""
        self.faults: list[tuple[str, str]] = []
        self.notes: list[tuple[str, str]] = []
        self.count = count

    def fault(self, kind: str, *names: str) -> None:
        """Note a fault; of a file that was named already nothing more is said."""
        if not self.is_faulty(*names):
            self.faults.append((kind, ", ".join(names)))

    def is_faulty(self, *names: str) -> bool:
        """Whether one of these files was named."""
        known = {one for _, told in self.faults for one in told.split(", ")}
        return bool(known & set(names))

    def listed(self, files: Files, expected: dict[str, str], prefix: str = "") -> None:
        """Hold files against their listed hashes."""
        for name, sha256 in sorted(expected.items()):
            if name not in files.sha256:
                self.fault("missing", prefix + name)
            elif files.sha256[name] != sha256:
                self.fault("touched", prefix + name)


def parsed(files: Files, name: str) -> dict[str, Any] | None:
    """A JSON file in the form Padan writes; None if it is not there or not in that form."""
    try:
        content = files.read(name)
        value = json.loads(content)
        return value if isinstance(value, dict) and canonical(value) == content else None
    except (ValueError, RecursionError):
        return None
