"""What is true of every version of every month, added up again here from what others may read.

The equations are typed from the definition of the bridge, not taken from the library.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, text

Cell = tuple[str, str, str, str]
"""Level, area, group, funder."""

ROSTER = (
    "submitted + carried_forward - superseded - rejected - duplicate_in_file - withdrawn "
    "- duplicate_across_villages - ineligible"
)
COVERED = "roster - inactive_at_branch - ambiguous - in_process - not_at_branch"
MATCHED = "matched + matched_different + matched_by_inference"
ROWS = (
    f"{MATCHED} + contribution_difference - moved_out + moved_in + billed_after_exit + not_submitted "
    "+ duplicate_at_branch + ambiguous_at_branch + rejected_at_branch + inactive_rows_at_branch"
)
EQUATIONS = (
    (ROSTER, "roster"),
    (COVERED, MATCHED),
    (ROWS, "rows_at_branch"),
    ("rows_at_branch - not_covered_at_branch", "covered_at_branch"),
)
PRINTED = ("covered_at_branch + difference_to_printed_total", "printed_total")
BRANCH_LINES = {
    "ambiguous": "ambiguous_at_branch",
    "rejected": "rejected_at_branch",
    "inactive_at_branch": "inactive_rows_at_branch",
}
VILLAGES = 435


def assert_adds_up(connection: Connection, period: str, version: int = 1) -> None:
    """Check the bridge, its parents, the outcomes behind it, the status of all villages, and the ledger."""
    binds = {"p": period, "n": version}
    bridge = _bridge(connection, binds)
    assert_equations(bridge)
    assert_parents(bridge)
    assert_outcomes_behind(connection, binds, bridge)
    assert_ledger(connection, binds)
    assert_codes_stay(connection, binds)
    statuses = _rows(connection, "SELECT * FROM mart.submission_status", binds)
    assert len(statuses) == VILLAGES, "every village has a status"
    for row in statuses:
        assert row.rows_submitted == row.rows_accepted + row.rows_rejected + row.rows_superseded


def assert_equations(bridge: dict[Cell, dict[str, tuple[int, int]]]) -> None:
    """Every equation holds in every cell, for persons and for rupiah; only two lines may be below zero."""
    for cell, lines in bridge.items():
        equations = EQUATIONS + ((PRINTED,) if "printed_total" in lines else ())
        for left, right in equations:
            for unit in (0, 1):
                assert _sum(left, lines, unit) == _sum(right, lines, unit), (cell, right, unit)
        for line, (persons, rupiah) in lines.items():
            assert persons >= 0 or line == "difference_to_printed_total", (cell, line)
            assert rupiah >= 0 or line in ("difference_to_printed_total", "contribution_difference"), (
                cell,
                line,
            )
        assert lines["contribution_difference"][0] == 0, cell
        assert "printed_total" not in lines or cell[0] == "regency", cell


def assert_parents(bridge: dict[Cell, dict[str, tuple[int, int]]]) -> None:
    """A parent area is the sum of its children; persons moved cancel over the whole regency."""
    for level, cut in (("district", 3), ("regency", 2)):
        summed: dict[Cell, Counter[tuple[str, int]]] = defaultdict(Counter)
        for (of, area, group, funder), lines in bridge.items():
            if of == "village":
                parent = ".".join(area.split(".")[:cut])
                for line, amounts in lines.items():
                    for unit in (0, 1):
                        summed[level, parent, group, funder][line, unit] += amounts[unit]
        for cell, total in summed.items():  # a cell of zeros may be left out above
            told = {
                (line, unit): amounts[unit]
                for line, amounts in bridge.get(cell, {}).items()
                for unit in (0, 1)
            }
            for key, amount in total.items():
                assert told.get(key, 0) == amount, (cell, key)
    moved = Counter(
        {
            line: sum(
                lines[line][0] for cell, lines in bridge.items() if cell[0] == "regency" and cell[2] != "all"
            )
            for line in ("moved_in", "moved_out")
        }
    )
    assert moved["moved_in"] == moved["moved_out"]


def assert_outcomes_behind(
    connection: Connection, binds: dict[str, Any], bridge: dict[Cell, dict[str, tuple[int, int]]]
) -> None:
    """As many rows have an outcome in a village as its line of the bridge counts."""
    counted: Counter[tuple[str, str]] = Counter()
    for row in _rows(connection, "SELECT * FROM reconciliation.row_outcome", binds):
        line = BRANCH_LINES.get(row.outcome, row.outcome) if row.side == "branch" else row.outcome
        if row.side == "village" or not row.outcome.startswith("matched"):
            counted[row.village_code, line] += 1
        if row.side == "branch":
            counted[row.village_code, "rows_at_branch"] += 1
    told: Counter[tuple[str, str]] = Counter()
    compared = {line for _, line in counted}
    for (level, area, group, _), lines in bridge.items():
        if level == "village" and group != "all":
            for line in compared:
                told[area, line] += lines[line][0]
    assert +told == counted


def assert_ledger(connection: Connection, binds: dict[str, Any]) -> None:
    """The ledger balances, closes with the open cases, and opens where the month before closed."""
    ledger = _rows(connection, "SELECT * FROM mart.case_ledger", binds)
    for row in ledger:
        ends = (
            row.opening + row.new + row.reopened - row.resolved + row.reclassified_in - row.reclassified_out
        )
        assert ends == row.closing, (row.cause, row.village_code)
    cases = _rows(connection, "SELECT * FROM mart.open_case", binds)
    assert len({row.case_code for row in cases}) == len(cases)
    closing = Counter({(row.cause, row.village_code): row.closing for row in ledger})
    assert +closing == Counter((row.cause, row.village_code) for row in cases)
    before = connection.execute(
        text(
            "SELECT l.* FROM mart.case_ledger AS l "
            "INNER JOIN reconciliation.current_version AS c ON l.period = c.period AND l.version = c.version "
            "WHERE l.period = (SELECT max(period) FROM reconciliation.version WHERE period < :p)"
        ),
        binds,
    ).all()
    opening = Counter({(row.cause, row.village_code): row.opening for row in ledger})
    assert +opening == +Counter({(row.cause, row.village_code): row.closing for row in before})


def assert_codes_stay(connection: Connection, binds: dict[str, Any]) -> None:
    """An exception that was there a month ago, of the same person, cause, village and card, has the code it had."""
    shown = (
        "SELECT s.case_code, c.row_side, o.person_key, c.cause, c.village_code, b.kpj "
        "FROM reconciliation.case_state AS c "
        "INNER JOIN reconciliation.subject AS s ON c.subject_id = s.subject_id "
        "INNER JOIN reconciliation.outcome AS o ON c.period = o.period AND c.version = o.version "
        "AND c.row_side = o.side AND c.row_id = o.row_id "
        "LEFT JOIN core.branch_row AS b ON c.row_side = 'branch' AND c.row_id = b.row_id "
        "WHERE c.status = 'open' AND o.person_key IS NOT NULL AND (c.period, c.version) = "
    )
    before = (
        "(SELECT n.period, n.version FROM reconciliation.current_version AS n "
        "WHERE n.period < :p ORDER BY n.period DESC LIMIT 1)"
    )
    then, now = (_one_code(connection.execute(text(shown + of), binds)) for of in (before, "(:p, :n)"))
    both = then.keys() & now.keys()
    assert {key: now[key] for key in both} == {key: then[key] for key in both}


def _one_code(rows: Iterable[Any]) -> dict[tuple[Any, ...], str]:
    """Exception → its code, where nothing else is told by the same."""
    codes: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for code, *key in rows:
        codes[tuple(key)].append(code)
    return {key: found[0] for key, found in codes.items() if len(found) == 1}


def _bridge(connection: Connection, binds: dict[str, Any]) -> dict[Cell, dict[str, tuple[int, int]]]:
    bridge: dict[Cell, dict[str, tuple[int, int]]] = defaultdict(dict)
    for row in _rows(connection, "SELECT * FROM mart.gap_bridge", binds):
        cell = (row.level, row.area_code, row.participant_group, row.funding_source)
        bridge[cell][row.line] = (row.persons, row.rupiah)
    return bridge


def _rows(connection: Connection, query: str, binds: dict[str, Any]) -> list[Any]:
    return list(connection.execute(text(f"{query} WHERE period = :p AND version = :n"), binds))


def _sum(side: str, lines: dict[str, tuple[int, int]], unit: int) -> int:
    total, sign = 0, 1
    for word in side.split():
        if word in "+-":
            sign = 1 if word == "+" else -1
        else:
            total += sign * lines[word][unit]
    return total
