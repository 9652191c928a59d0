"""Switches a month's products in with one step: nobody ever sees half of them."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from padan.products.assembly import MakeReturned, build
from padan.products.errors import ProductError

FOLDER_MODE = 0o750
SIGNED = "final"
"""Folder below a version's own, with what its signatures added."""
_NAMED = 10
"""Files that an error names."""


@dataclass(frozen=True)
class Published:
    """What was published.

    Attributes:
        folder: <reports>/<period>/v<version>.
        products: the files in it; those in its folders are told by the manifest.
        changed: False if the same bytes were there already.
    """

    folder: Path
    products: list[Path]
    changed: bool


def publish(
    connection: Connection,
    period: str,
    version: int,
    reports: Path,
    language: str,
    regency: str,
    returned: MakeReturned | None = None,
) -> Published:
    """Makes <reports>/<period>/v<version>; doing it again changes nothing.

    The products are written beside their place, flushed to disk, then the folder is renamed.

    Args:
        connection: reads the warehouse.
        period: 'YYYY-MM'.
        version: a version whose totals are written.
        reports: folder of the published months.
        language: 'id' or 'en'.
        regency: Kemendagri code, as '32.01'.
        returned: writes the folders of what goes back to the villages; None leaves them out.

    Raises:
        ProductError: other bytes are published under that version already, or a product cannot be made.
    """
    month = reports / period
    month.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    folder = month / f"v{version}"
    with _only_one(month, version):
        draft = Path(tempfile.mkdtemp(prefix=_draft_prefix(version), dir=month))
        try:
            products = build(connection, period, version, draft, language, regency, returned)
            final = [folder / product.name for product in products]
            if folder.exists():
                _refuse_other_bytes(draft, folder)
                return Published(folder, final, changed=False)
            draft.chmod(FOLDER_MODE)
            # Once for all of them: a flush for each of nine hundred files takes longer than writing them.
            os.sync()
            _flush(draft)
            draft.rename(folder)
            _flush(month)
            return Published(folder, final, changed=True)
        finally:
            shutil.rmtree(draft, ignore_errors=True)


def _draft_prefix(version: int) -> str:
    return f".v{version}."


@contextmanager
def _only_one(month: Path, version: int) -> Iterator[None]:
    """Lets one process publish in a month; what an interrupted one left of this version is removed."""
    with (month / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in sorted(month.glob(f"{_draft_prefix(version)}*")):
            shutil.rmtree(left)
        yield


def _refuse_other_bytes(draft: Path, folder: Path) -> None:
    """Raises if the published folder is not the same as the draft, naming some of the files that differ."""
    found = sorted({name for place in (draft, folder) for name in _files_below(place)})
    different = [name for name in found if _bytes(draft / name) != _bytes(folder / name)]
    if different:
        named = ", ".join(different[:_NAMED]) + (", ..." if len(different) > _NAMED else "")
        raise ProductError(
            f"{folder} is published already and {named} would now be different. A published "
            "version is never changed: reconcile the month again if an input changed; if only Padan or the "
            "languages changed, move the folder aside first"
        )


def _files_below(folder: Path) -> list[str]:
    """What was published; documents that were added when it was signed stand apart."""
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    return [name for name in names if not name.startswith((f"{SIGNED}/", f".{SIGNED}."))]


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
