"""Which of a month's files count: later ones replace earlier ones, parts stand side by side. Pure functions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Sent:
    """One file as it concerns one village: a list, a nil report, or a refused file that names the village.

    collection is the month's folder it was found in: a file that was assigned to another month keeps it.
    """

    file_id: int
    village_code: str
    path: str
    sha256: str
    received_at: datetime
    kind: str
    held: bool
    rows: int
    collection: str = ""
    withdrawn: bool = False


@dataclass
class Standing:
    """What became of one Sent: standing, superseded (by which file), held, refused or withdrawn."""

    sent: Sent
    state: str
    superseded_by: int | None = None


@dataclass(frozen=True)
class Overlap:
    """How many people two lists of one village share, and how many the smaller one holds."""

    shared: int
    smaller: int


Overlaps = Mapping[tuple[str, int, int], Overlap]
Returned = Collection[tuple[str, int, int]]
"""(village_code, later file_id, earlier file_id): the later list carries row keys of the earlier one."""


def settle(
    sent: Iterable[Sent], overlaps: Overlaps, share: float, returned: Returned = frozenset()
) -> list[Standing]:
    """Return the state of every file and village, in order of receipt.

    Args:
        sent: files of one month, one entry a file and village.
        overlaps: by (village_code, lower file_id, higher file_id); a pair without an entry shares nobody.
        share: part of the smaller list from which a later list replaces an earlier one.
        returned: pairs of lists of which one was made from the other's workbook.

    """
    settled: list[Standing] = []
    for entry in sorted(sent, key=lambda one: (one.received_at, one.path, one.file_id, one.village_code)):
        standing = Standing(entry, _first_state(entry))
        copied_from = _same_bytes(entry, settled)
        if standing.state == "standing" and copied_from is not None:
            standing.state, standing.superseded_by = "superseded", copied_from
        if standing.state == "standing":
            mended = _mended(entry, settled, returned)
            for earlier in settled:
                if _replaces(entry, earlier, overlaps, share, mended):
                    earlier.state, earlier.superseded_by = "superseded", entry.file_id
        settled.append(standing)
    return settled


def _first_state(entry: Sent) -> str:
    if entry.withdrawn:
        return "withdrawn"
    if entry.kind == "refused":
        return "refused"
    return "held" if entry.held else "standing"


def _same_bytes(entry: Sent, settled: list[Standing]) -> int | None:
    for earlier in settled:
        old = earlier.sent
        same = (
            old.sha256 == entry.sha256
            and old.village_code == entry.village_code
            and _place(old) != _place(entry)
        )
        # An old mail forwarded again must not undo the correction that replaced it.
        if same and earlier.state in ("standing", "superseded"):
            return old.file_id
    return None


def _mended(entry: Sent, settled: list[Standing], returned: Returned) -> set[int]:
    """The files whose workbook a list gives back, and those that replaced them: its clerk mended what we held."""
    mended: set[int] = set()
    of_village = [one for one in settled if one.sent.village_code == entry.village_code]
    for earlier in of_village:
        if (entry.village_code, entry.file_id, earlier.sent.file_id) in returned:
            mended.add(earlier.sent.file_id)
    for earlier in of_village:
        if earlier.sent.file_id in mended and earlier.superseded_by is not None:
            mended.add(earlier.superseded_by)
    return mended


def _place(sent: Sent) -> tuple[str, str]:
    return (sent.collection, sent.path)


def _replaces(
    entry: Sent, earlier: Standing, overlaps: Overlaps, share: float, mended: Collection[int]
) -> bool:
    old = earlier.sent
    if earlier.state not in ("standing", "held") or old.file_id == entry.file_id:
        return False
    if _place(old) == _place(entry):
        return True
    if old.village_code != entry.village_code:
        return False
    if old.file_id in mended:
        return True
    if "nil" in (entry.kind, old.kind):
        return True
    low, high = sorted((old.file_id, entry.file_id))
    overlap = overlaps.get((entry.village_code, low, high))
    return overlap is not None and overlap.shared >= share * overlap.smaller
