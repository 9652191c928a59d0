"""Rules as the warehouse and as SQL know them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, text

from padan.contracts import Breaker, Rule, feed_rules, load_all

ROWS = "checked_row"
"""The temporary table that holds the rows of one load while they are checked."""

_COLUMNS = (
    "rule_id, feed, position, severity, column_name, owner, lifted_by, nik_fault, message_id, message_en"
)
_UPSERT = text(
    f"INSERT INTO quality.rule ({_COLUMNS}) "  # noqa: S608 - fixed names
    "VALUES (:rule_id, :feed, :position, :severity, :column_name, :owner, :lifted_by, :nik_fault, "
    ":message_id, :message_en) "
    "ON CONFLICT (rule_id) DO UPDATE SET feed = excluded.feed, position = excluded.position, "
    "severity = excluded.severity, column_name = excluded.column_name, owner = excluded.owner, "
    "lifted_by = excluded.lifted_by, nik_fault = excluded.nik_fault, message_id = excluded.message_id, "
    "message_en = excluded.message_en"
)


def feeds() -> tuple[str, ...]:
    """Return every feed that has a contract, in a fixed order."""
    return tuple(dict.fromkeys(contract.feed for contract in load_all().values()))


def rule_records() -> list[dict[str, object]]:
    """Return one record a rule or breaker, as quality.rule holds it."""
    records: list[dict[str, object]] = []
    for feed in feeds():
        _, rules, breakers = feed_rules(feed)
        checks: tuple[Rule | Breaker, ...] = (*rules, *breakers)
        for check in checks:
            rule = check if isinstance(check, Rule) else None
            records.append(
                {
                    "rule_id": check.id,
                    "feed": feed,
                    "position": check.position,
                    "severity": check.severity,
                    "column_name": rule.column if rule else None,
                    "owner": check.owner,
                    "lifted_by": rule.lifted_by if rule else None,
                    "nik_fault": rule.nik_fault if rule else False,
                    "message_id": check.message.id,
                    "message_en": check.message.en,
                }
            )
    return records


def sync_rules(connection: Connection) -> int:
    """Write the contracts' rules and breakers into quality.rule; return how many.

    A rule that left the contracts stays in the table, since its id is for ever and old results point to it.
    """
    records = rule_records()
    connection.execute(_UPSERT, records)
    return len(records)


def condition(rule: Rule, rows: str = ROWS) -> str:
    """Return the rule's SQL condition on alias r, with ``{rows}`` as the given table."""
    return rule.fails_when.replace("{rows}", rows)


def violations_statement(rules: Sequence[Rule]) -> str:
    """Return the one statement that keeps the key of every row that fails a rule, in a single scan of the
    rows.

    Rules come from the contracts, which are code: nothing that arrived in a file stands in the statement.
    """
    tests = ",\n    ".join(f"('{rule.id}', ({condition(rule)}))" for rule in rules)
    # Most rows pass everything: only the others are set out rule by rule, which takes a third of the time.
    any_fails = "\n    OR ".join(f"({condition(rule)})" for rule in rules)
    return (
        "INSERT INTO quality.violation (rule_id, row_id, file_id)\n"  # noqa: S608
        f"SELECT v.rule_id, r.row_id, r.file_id\nFROM {ROWS} AS r\n"
        f"CROSS JOIN LATERAL (VALUES\n    {tests}\n) AS v (rule_id, failed)\n"
        f"WHERE v.failed AND (\n    {any_fails}\n)"
    )


def ids(checks: Iterable[Rule]) -> list[str]:
    """Return the ids of some rules."""
    return [check.id for check in checks]
