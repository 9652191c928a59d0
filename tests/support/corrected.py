"""A village's list that comes once more under its name, with somebody fewer."""

from __future__ import annotations

import os
from pathlib import Path

DAY = 86_400


def correct_list(folder: Path) -> None:
    """The only text list of a folder loses its last row, and is received forty days later than before."""
    [path] = folder.glob("*.csv")
    received = path.stat().st_mtime + 40 * DAY
    path.write_text("".join(path.read_text("utf-8").splitlines(keepends=True)[:-1]), "utf-8")
    os.utime(path, (received, received))
