"""Where a submission counts under decisions: small stories."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from padan.decisions.file import parse_entry
from padan.decisions.filing import Filing, Submission, filed, open_heads, read_under
from padan.decisions.model import Entry

MAPPING = {"kind": "column_mapping", "heads": ["A", "B"], "columns": {"A": "nik", "B": "name"}}
WITHDRAWN = {"kind": "withdraw_submission", "period": "2026-01", "path": "a.csv"}
MOVED = {"kind": "reassign_submission", "period": "2026-01", "path": "a.csv", "to_period": "2026-02"}
VILLAGE = "32.01.05.2003"
GIVEN = {"kind": "reassign_submission", "period": "2026-01", "path": "a.csv", "to_village": VILLAGE}


def entries(*told: dict[str, Any]) -> list[Entry]:
    who = {"decided_by": "p", "decided_on": "2026-02-03", "reason": "r"}
    return [parse_entry({"id": f"K-{number}", **who, **one}) for number, one in enumerate(told, 1)]


def submission(**other: Any) -> Submission:
    told = {
        "file_id": 1,
        "collection": "2026-01",
        "path": "a.csv",
        "sha256": "1" * 64,
        "received_on": date(2026, 2, 3),
        "filing": Filing("2026-01"),
        "open_heads": None,
        "village_codes": (),
    }
    return Submission(**{**told, **other})


@pytest.mark.parametrize(
    ("story", "told", "other", "expected"),
    [
        ("no decision", [], {}, Filing("2026-01")),
        ("withdrawn", [WITHDRAWN], {}, Filing("2026-01", ("K-1",), withdrawn=True)),
        ("another path", [WITHDRAWN], {"path": "b.csv"}, Filing("2026-01")),
        ("another month's folder", [WITHDRAWN], {"collection": "2026-02"}, Filing("2026-02")),
        ("received after the decision", [WITHDRAWN], {"received_on": date(2026, 2, 4)}, Filing("2026-01")),
        (
            "these bytes, whenever received",
            [WITHDRAWN | {"sha256": "1" * 64}],
            {"received_on": date(2026, 2, 4)},
            Filing("2026-01", ("K-1",), withdrawn=True),
        ),
        ("other bytes", [WITHDRAWN | {"sha256": "2" * 64}], {}, Filing("2026-01")),
        ("another month", [MOVED], {}, Filing("2026-02", ("K-1",))),
        ("another village", [GIVEN], {}, Filing("2026-01", ("K-1",), assigned_village=VILLAGE)),
        (
            "the later goes before the earlier, each for what it says",
            [MOVED, GIVEN, MOVED | {"to_period": "2026-03"}],
            {},
            Filing("2026-03", ("K-1", "K-2", "K-3"), assigned_village=VILLAGE),
        ),
        (
            "undone: back where it was found",
            [],
            {"filing": Filing("2026-02", ("K-1",), withdrawn=True, assigned_village=VILLAGE)},
            Filing("2026-01"),
        ),
        ("refused for these heads", [MAPPING], {"open_heads": ("A", "B")}, Filing("2026-01", ("K-1",))),
        ("refused for other heads", [MAPPING], {"open_heads": ("B", "A")}, Filing("2026-01")),
        (
            "another village's layout",
            [MAPPING | {"village_code": VILLAGE}],
            {"open_heads": ("A", "B"), "village_codes": ("32.01.05.2005",)},
            Filing("2026-01"),
        ),
        (
            "this village's layout",
            [MAPPING | {"village_code": VILLAGE}],
            {"open_heads": ("A", "B"), "village_codes": (VILLAGE,)},
            Filing("2026-01", ("K-1",)),
        ),
        (
            "read under the mapping: it stays, though nothing is refused",
            [MAPPING],
            {"filing": Filing("2026-01", ("K-1",))},
            Filing("2026-01", ("K-1",)),
        ),
    ],
)
def test_filed(story: str, told: list[dict[str, Any]], other: dict[str, Any], expected: Filing) -> None:
    assert filed(submission(**other), entries(*told)) == expected


def test_heads_that_a_refusal_leaves_open() -> None:
    assert open_heads({}) is None
    assert open_heads({"entry": "- heads: [A, B]\n"}) == ("A", "B")


def test_mappings_a_file_was_read_under() -> None:
    told = entries(MAPPING, MAPPING | {"village_code": VILLAGE}, MAPPING | {"heads": ["A", "B", "C"]})
    layout = [{"heads": ["X"]}, {"heads": ["A", "B"]}]
    assert read_under(layout, [], told) == ("K-1",)
    assert read_under(layout, [VILLAGE], told) == ("K-1", "K-2")
    assert read_under([{"sheet": "", "columns": {}}], [VILLAGE], told) == ()
