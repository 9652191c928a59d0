"""Checks the staged rows of one load: every rule on the whole load at once, never a village at a time."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, text

from padan.contracts import Breaker, Rule, feed_rules
from padan.quality.errors import QualityError
from padan.quality.judged import clear, execute, set_out
from padan.quality.rules import ids, sync_rules
from padan.quality.statements import results_statement, violations_statement
from padan.warehouse.sql import run

__all__ = ["CheckOutcome", "QualityError", "check_load"]

_DIRECTIONS = {"minimum": -1, "maximum": 1}


@dataclass(frozen=True)
class CheckOutcome:
    """What a check found: counts and addresses, never a value.

    rows: rows checked.
    failed_by_rule: rows that failed, by rule id; rules without failures are left out.
    breakers: one record a file held back: file_id, breaker_id, checked, failed, threshold.
    stopped_files: one record a file and rule that makes the file wait: file_id, path, rule_id, failed,
    sheet and row_numbers (the first ten), column.
    noticed_lists: one record a list that is oddly short, long or an earlier month's copy: file_id,
    village_code, rule_id.
    """

    rows: int
    failed_by_rule: dict[str, int] = field(default_factory=dict)
    breakers: list[dict[str, Any]] = field(default_factory=list)
    stopped_files: list[dict[str, Any]] = field(default_factory=list)
    noticed_lists: list[dict[str, Any]] = field(default_factory=list)


def check_load(engine: Engine, load_id: int, feed: str, now: datetime | None = None) -> CheckOutcome:
    """Check every staged row of a load's files and write quality.violation, rule_result, breaker and
    validation.

    In order: every row is judged by every rule into a temporary table; Great Expectations counts what
    fails; what an earlier check of these files found is removed; every failing row's key is kept, and the
    numbers of both must agree; results by village; breakers. All that is written is one transaction, so a
    check that fails leaves the earlier one standing.

    Args:
        engine: the warehouse.
        load_id: the load.
        feed: its feed, whose contract holds the rules.
        now: PADAN_NOW, which stands in for every month's cut-off date, the day that rules take as today.

    Raises:
        QualityError: a rule cannot be evaluated, or Great Expectations and the kept keys differ in number.
    """
    _, rules, breakers = feed_rules(feed)
    with engine.connect() as connection:
        rows = set_out(connection, load_id, feed, rules, now)
        try:
            observed = _validate(connection, feed, rules) if rows else None
            with connection.begin():
                sync_rules(connection)
                run(connection, "quality/forget.sql", load_id=load_id)
                kept = _keep_keys(connection, rules)
                if observed:
                    _compare(observed.failed, kept)
                    _write_validation(connection, load_id, feed, rules, rows, observed)
                execute(connection, results_statement(rules))
                return CheckOutcome(
                    rows=rows,
                    failed_by_rule=kept,
                    breakers=_trip(connection, rules, breakers),
                    stopped_files=_stopped(connection, rules),
                    noticed_lists=_notice(connection, feed, breakers),
                )
        finally:
            clear(connection)


def _validate(connection: Connection, feed: str, rules: Sequence[Rule]) -> Any:
    from padan.quality.suite import run_suite  # seconds and 280 MB, so only where a load is checked

    return run_suite(connection, feed, rules)


def _keep_keys(connection: Connection, rules: Sequence[Rule]) -> dict[str, int]:
    """Write every failing row's key; return the number by rule, rules without failures left out."""
    statement = (
        f"WITH kept AS ({violations_statement(rules)} RETURNING rule_id) "  # noqa: S608
        "SELECT rule_id, count(*) AS kept FROM kept GROUP BY rule_id"
    )
    found: dict[str, int] = {row.rule_id: int(row.kept) for row in execute(connection, statement)}
    return {rule.id: found[rule.id] for rule in rules if rule.id in found}


def _compare(observed: dict[str, int], kept: dict[str, int]) -> None:
    differing = [
        f"{rule_id}: {count} against {kept.get(rule_id, 0)}"
        for rule_id, count in observed.items()
        if count != kept.get(rule_id, 0)
    ]
    if differing:
        raise QualityError(
            "Great Expectations counted other rows than were kept "
            f"({'; '.join(differing)}); mend violations_statement in padan/quality/statements.py"
        )


def _write_validation(
    connection: Connection, load_id: int, feed: str, rules: Sequence[Rule], rows: int, observed: Any
) -> None:
    result = {
        "rows": rows,
        "expectations": [
            {
                "rule": rule.id,
                "severity": rule.severity,
                "success": observed.failed[rule.id] == 0,
                "failed": observed.failed[rule.id],
            }
            for rule in rules
        ],
    }
    connection.execute(
        text(
            "INSERT INTO quality.validation (load_id, suite, success, max_severity, result) "
            "VALUES (:load_id, :suite, :success, :max_severity, CAST(:result AS jsonb))"
        ),
        {
            "load_id": load_id,
            "suite": feed,
            "success": observed.max_severity is None,
            "max_severity": observed.max_severity,
            "result": json.dumps(result),
        },
    )


def _trip(connection: Connection, rules: Sequence[Rule], breakers: Sequence[Breaker]) -> list[dict[str, Any]]:
    blocking = ids(rule for rule in rules if rule.severity == "blocking" and not rule.stops_load)
    tripped: list[dict[str, Any]] = []
    for breaker in breakers:
        if breaker.trips:
            rows = run(
                connection,
                "quality/breaker_share.sql",
                breaker_id=breaker.id,
                share=breaker.parameter,
                minimum_rows=breaker.minimum_rows_parameter,
                blocking_ids=blocking,
            )
            tripped += [{**row, "threshold": float(row["threshold"])} for row in rows.mappings()]
    return sorted(tripped, key=lambda one: (one["file_id"], one["breaker_id"]))


def _notice(connection: Connection, feed: str, breakers: Sequence[Breaker]) -> list[dict[str, Any]]:
    noticed: list[dict[str, Any]] = []
    for breaker in breakers:
        if breaker.measure in _DIRECTIONS:
            lists = run(
                connection,
                "quality/volume.sql",
                rule_id=breaker.id,
                parameter=breaker.parameter,
                direction=_DIRECTIONS[breaker.measure],
            )
        elif breaker.measure == "copy":
            lists = run(connection, "quality/copy.sql", rule_id=breaker.id, feed=feed)
        elif breaker.measure == "repeated":
            lists = run(connection, "quality/volume_repeated.sql", rule_id=breaker.id)
        else:
            continue
        noticed += [
            {"file_id": one.file_id, "village_code": one.village_code, "rule_id": breaker.id}
            for one in lists
            if one.failed
        ]
    return sorted(noticed, key=lambda one: (one["file_id"], one["village_code"], one["rule_id"]))


def _stopped(connection: Connection, rules: Sequence[Rule]) -> list[dict[str, Any]]:
    stopping = {rule.id: rule.column for rule in rules if rule.stops_load}
    if not stopping:
        return []
    found = run(connection, "quality/stopped.sql", stopping_ids=list(stopping))
    return [{**row, "column": stopping[row["rule_id"]]} for row in found.mappings()]
