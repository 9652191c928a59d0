"""A feed's rules as SQL: one statement judges every row by every rule, two more keep and count what failed.

Rules come from the contracts, which are code: nothing that arrived in a file stands in these statements.
"""

from collections.abc import Sequence

from padan.contracts import Rule
from padan.paths import INCLUDE

ROWS = "checked_row"
"""Temporary table of a load's rows while they are checked: where each stands, and a boolean a rule."""

FACTS = "facts"
"""What the rules judge: include/sql/quality/rows/<feed>.sql, seen only while ROWS is made."""


def column(rule: Rule) -> str:
    """Return the name of the rule's boolean column, quoted: ids hold a hyphen."""
    return f'"{rule.id}"'


def facts_statement(feed: str, select: str) -> str:
    """Return a query on the facts of a load's rows, as alias r."""
    query = (INCLUDE / "sql" / "quality" / "rows" / f"{feed}.sql").read_text("utf-8")
    return f"WITH {FACTS} AS (\n{query}\n)\n\nSELECT {select}\nFROM {FACTS} AS r"  # noqa: S608


def rows_statement(feed: str, rules: Sequence[Rule]) -> str:
    """Return the one statement that judges every row of a load by every rule, each row and rule once.

    Booleans stand before the texts: PostgreSQL finds a column faster where all before it have a fixed width.
    """
    judged = ",\n    ".join(f"({rule.fails_when}) IS TRUE AS {column(rule)}" for rule in rules)
    columns = f"\n    r.row_id,\n    r.file_id,\n    r.row_number,\n    {judged},\n    "
    columns += "r.village_code,\n    r.member,\n    r.sheet"
    return f"CREATE TEMPORARY TABLE {ROWS} AS\n{facts_statement(feed, columns)}"


def violations_statement(rules: Sequence[Rule]) -> str:
    """Return the one statement that keeps the key of every row that fails a rule, in a single scan."""
    tests = ",\n    ".join(f"('{rule.id}', r.{column(rule)})" for rule in rules)
    # Most rows pass everything: only the others are set out rule by rule, which takes a third of the time.
    any_fails = "\n    OR ".join(f"r.{column(rule)}" for rule in rules)
    return (
        "INSERT INTO quality.violation (rule_id, row_id, file_id)\n"  # noqa: S608
        f"SELECT v.rule_id, r.row_id, r.file_id\nFROM {ROWS} AS r\n"
        f"CROSS JOIN LATERAL (VALUES\n    {tests}\n) AS v (rule_id, failed)\n"
        f"WHERE v.failed AND (\n    {any_fails}\n)\n"
        "ORDER BY v.rule_id, r.row_id"
    )


def results_statement(rules: Sequence[Rule]) -> str:
    """Return the one statement that counts, by file, village and rule, the rows checked and the rows failed.

    A row whose village cannot be told is counted at the regency's unknown village. Written in the order of
    the key, which halves the time.
    """
    names = ", ".join(f"'{rule.id}'" for rule in rules)
    failed = ",\n            ".join(f"count(*) FILTER (WHERE r.{column(rule)})" for rule in rules)
    return f"""
INSERT INTO quality.rule_result (file_id, rule_id, village_code, checked, failed)
WITH elsewhere AS (SELECT min(left(village_code, 5)) || '.unknown.unknown' AS village_code FROM core.village),

counted AS (
    SELECT
        r.file_id,
        coalesce(r.village_code, e.village_code, 'unknown') AS village_code,
        count(*) AS checked,
        ARRAY[
            {failed}
        ] AS failed
    FROM {ROWS} AS r
    CROSS JOIN elsewhere AS e
    GROUP BY 1, 2
)

SELECT c.file_id, q.rule_id, c.village_code, c.checked, q.failed
FROM counted AS c
CROSS JOIN unnest(ARRAY[{names}], c.failed) AS q (rule_id, failed)
ORDER BY c.file_id, q.rule_id, c.village_code
"""  # noqa: S608
