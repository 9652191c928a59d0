"""Rules as the warehouse knows them: quality.rule."""

from collections.abc import Iterable

from sqlalchemy import Connection, text

from padan.contracts import Breaker, Rule, feed_rules, load_all

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


def ids(checks: Iterable[Rule]) -> list[str]:
    """Return the ids of some rules."""
    return [check.id for check in checks]
