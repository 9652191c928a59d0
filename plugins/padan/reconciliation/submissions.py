"""Which of a month's files count: later ones replace earlier ones, parts stand side by side. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Sent:
    """One file as it concerns one village: a list, a nil report, or a refused file that names the village."""

    file_id: int
    village_code: str
    path: str
    sha256: str
    received_at: datetime
    kind: str
    held: bool
    rows: int


@dataclass
class Standing:
    """What became of one Sent: standing, superseded (by which file), held or refused."""

    sent: Sent
    state: str
    superseded_by: int | None = None


@dataclass(frozen=True)
class Overlap:
    """How many people two lists of one village share, and how many the smaller one holds."""

    shared: int
    smaller: int


Overlaps = Mapping[tuple[str, int, int], Overlap]


def settle(sent: Iterable[Sent], overlaps: Overlaps, share: float) -> list[Standing]:
    """Return the state of every file and village, in order of receipt.

    Args:
        sent: files of one month, one entry a file and village.
        overlaps: by (village_code, lower file_id, higher file_id); a pair without an entry shares nobody.
        share: part of the smaller list from which a later list replaces an earlier one.

    """
    settled: list[Standing] = []
    for entry in sorted(sent, key=lambda one: (one.received_at, one.path, one.file_id, one.village_code)):
        standing = Standing(entry, _first_state(entry))
        copied_from = _same_bytes(entry, settled)
        if standing.state == "standing" and copied_from is not None:
            standing.state, standing.superseded_by = "superseded", copied_from
        if standing.state == "standing":
            for earlier in settled:
                if _replaces(entry, earlier, overlaps, share):
                    earlier.state, earlier.superseded_by = "superseded", entry.file_id
        settled.append(standing)
    return settled


def _first_state(entry: Sent) -> str:
    if entry.kind == "refused":
        return "refused"
    return "held" if entry.held else "standing"


def _same_bytes(entry: Sent, settled: list[Standing]) -> int | None:
    for earlier in settled:
        old = earlier.sent
        same = (
            old.sha256 == entry.sha256 and old.village_code == entry.village_code and old.path != entry.path
        )
        # An old mail forwarded again must not undo the correction that replaced it.
        if same and earlier.state in ("standing", "superseded"):
            return old.file_id
    return None


def _replaces(entry: Sent, earlier: Standing, overlaps: Overlaps, share: float) -> bool:
    old = earlier.sent
    if earlier.state not in ("standing", "held") or old.file_id == entry.file_id:
        return False
    if old.path == entry.path:
        return True
    if old.village_code != entry.village_code:
        return False
    if "nil" in (entry.kind, old.kind):
        return True
    low, high = sorted((old.file_id, entry.file_id))
    overlap = overlaps.get((entry.village_code, low, high))
    return overlap is not None and overlap.shared >= share * overlap.smaller
