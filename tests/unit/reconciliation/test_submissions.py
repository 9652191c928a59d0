"""Which of a village's files of one month stand: tables of files, in the order of receipt."""

from datetime import UTC, datetime, timedelta

import pytest

from padan.reconciliation.submissions import Overlap, Sent, settle

START = datetime(2026, 1, 10, 8, tzinfo=UTC)
HALF = 0.5
VILLAGE = "32.01.05.2003"


def sent(
    file_id: int,
    *,
    path: str = "",
    content: str = "",
    minute: int | None = None,
    kind: str = "list",
    held: bool = False,
    village: str = VILLAGE,
    collection: str = "2026-01",
    withdrawn: bool = False,
) -> Sent:
    """A file; unless told, of its own path and bytes, received in the order of its number."""
    received = START + timedelta(minutes=file_id if minute is None else minute)
    return Sent(
        file_id,
        village,
        path or f"{file_id}.csv",
        content or f"bytes {file_id}",
        received,
        kind,
        held,
        4,
        collection,
        withdrawn,
    )


def states(
    files: list[Sent], shared: dict[tuple[int, int], tuple[int, int]]
) -> list[tuple[int, str, int | None]]:
    """Number, state and replacing file of each; shared: people in common, and in the smaller list."""
    overlaps = {(VILLAGE, *pair): Overlap(*counts) for pair, counts in shared.items()}
    settled = settle(files, overlaps, HALF)
    return sorted((one.sent.file_id, one.state, one.superseded_by) for one in settled)


@pytest.mark.parametrize(
    ("story", "files", "shared", "expected"),
    [
        ("one list", [sent(1)], {}, [(1, "standing", None)]),
        (
            "half of the smaller list is the same: replaced",
            [sent(1), sent(2)],
            {(1, 2): (2, 4)},
            [(1, "superseded", 2), (2, "standing", None)],
        ),
        (
            "less than half: parts, both stand",
            [sent(1), sent(2)],
            {(1, 2): (1, 3)},
            [(1, "standing", None), (2, "standing", None)],
        ),
        ("nobody in common: parts", [sent(1), sent(2)], {}, [(1, "standing", None), (2, "standing", None)]),
        (
            "a list of the whole village replaces both its parts",
            [sent(1), sent(2), sent(3)],
            {(1, 3): (4, 4), (2, 3): (4, 4)},
            [(1, "superseded", 3), (2, "superseded", 3), (3, "standing", None)],
        ),
        (
            "new bytes at the same path, nobody in common",
            [sent(1, path="a.csv"), sent(2, path="a.csv")],
            {},
            [(1, "superseded", 2), (2, "standing", None)],
        ),
        (
            "the same bytes under another name: the later is superseded",
            [sent(1, content="x"), sent(2, content="x")],
            {(1, 2): (4, 4)},
            [(1, "standing", None), (2, "superseded", 1)],
        ),
        (
            "the same bytes after a correction: the correction stands",
            [sent(1, content="x"), sent(2), sent(3, content="x")],
            {(1, 2): (4, 4), (1, 3): (4, 4), (2, 3): (4, 4)},
            [(1, "superseded", 2), (2, "standing", None), (3, "superseded", 1)],
        ),
        (
            "a nil report replaces everything",
            [sent(1), sent(2), sent(3, kind="nil")],
            {},
            [(1, "superseded", 3), (2, "superseded", 3), (3, "standing", None)],
        ),
        (
            "a list after a nil report replaces it",
            [sent(1, kind="nil"), sent(2)],
            {},
            [(1, "superseded", 2), (2, "standing", None)],
        ),
        (
            "a refused file replaces nothing, at any path",
            [sent(1, path="a.csv"), sent(2, path="a.csv", kind="refused")],
            {},
            [(1, "standing", None), (2, "refused", None)],
        ),
        (
            "a file whose breaker tripped replaces nothing",
            [sent(1), sent(2, held=True), sent(3, path="1.csv", held=True)],
            {(1, 2): (4, 4), (1, 3): (4, 4)},
            [(1, "standing", None), (2, "held", None), (3, "held", None)],
        ),
        (
            "a good list replaces one whose breaker tripped",
            [sent(1, held=True), sent(2)],
            {(1, 2): (4, 4)},
            [(1, "superseded", 2), (2, "standing", None)],
        ),
        (
            "received decides, not the number or the path",
            [sent(1, minute=30), sent(2, minute=20)],
            {(1, 2): (4, 4)},
            [(1, "standing", None), (2, "superseded", 1)],
        ),
        (
            "received at the same time: the path decides",
            [sent(1, path="b.csv", minute=5), sent(2, path="a.csv", minute=5)],
            {(1, 2): (4, 4)},
            [(1, "standing", None), (2, "superseded", 1)],
        ),
    ],
)
def test_states(
    story: str,
    files: list[Sent],
    shared: dict[tuple[int, int], tuple[int, int]],
    expected: list[tuple[int, str, int | None]],
) -> None:
    assert states(files, shared) == expected
    assert states(files[::-1], shared) == expected, "the order in which files are given says nothing"


def test_a_district_file_replaces_only_what_it_holds() -> None:
    other = "32.01.05.2005"
    files = [sent(1), sent(2, village=other), sent(3)]
    assert states(files, {(1, 3): (4, 4)}) == [
        (1, "superseded", 3),
        (2, "standing", None),
        (3, "standing", None),
    ]


def test_a_district_file_is_judged_village_by_village() -> None:
    other = "32.01.05.2005"
    files = [sent(1), sent(2, village=other), sent(3), sent(3, village=other)]
    overlaps = {(VILLAGE, 1, 3): Overlap(4, 4), (other, 2, 3): Overlap(1, 4)}
    settled = settle(files, overlaps, HALF)
    assert sorted((one.sent.file_id, one.sent.village_code, one.state) for one in settled) == [
        (1, VILLAGE, "superseded"),
        (2, other, "standing"),
        (3, VILLAGE, "standing"),
        (3, other, "standing"),
    ]


def test_a_withdrawn_file_replaces_nothing_and_is_replaced_by_nothing() -> None:
    shared = {(1, 2): (4, 4), (2, 3): (4, 4), (1, 3): (4, 4)}
    assert states([sent(1), sent(2, withdrawn=True), sent(3)], shared) == [
        (1, "superseded", 3),
        (2, "withdrawn", None),
        (3, "standing", None),
    ]
    # The same bytes sent again after it are a list of their own.
    assert states([sent(1, content="x", withdrawn=True), sent(2, content="x")], {(1, 2): (4, 4)}) == [
        (1, "withdrawn", None),
        (2, "standing", None),
    ]


def test_the_same_path_of_another_month_is_another_place() -> None:
    assert states([sent(1, path="a.csv"), sent(2, path="a.csv", collection="2026-02")], {}) == [
        (1, "standing", None),
        (2, "standing", None),
    ]


@pytest.mark.parametrize(
    ("story", "returned", "expected"),
    [
        ("without keys they are parts", set(), ["standing", "standing", "standing"]),
        ("the list it was made from", {(2, 1)}, ["superseded", "standing", "standing"]),
        ("each from the one before", {(2, 1), (3, 2)}, ["superseded", "superseded", "standing"]),
        (
            "twice from the first: the second correction counts",
            {(2, 1), (3, 1)},
            ["superseded", "superseded", "standing"],
        ),
        ("a key of a later list says nothing", {(1, 2)}, ["standing", "standing", "standing"]),
    ],
)
def test_a_list_with_row_keys(story: str, returned: set[tuple[int, int]], expected: list[str]) -> None:
    keys = {(VILLAGE, later, earlier) for later, earlier in returned}
    settled = settle([sent(1), sent(2), sent(3)], {}, HALF, keys)
    assert [one.state for one in settled] == expected
    others = {("32.01.05.2005", later, earlier) for later, earlier in returned}
    assert {one.state for one in settle([sent(1), sent(2), sent(3)], {}, HALF, others)} == {"standing"}
