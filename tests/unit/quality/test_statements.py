"""Rules as SQL text, without a database."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from padan.contracts import feed_rules
from padan.quality.rules import feeds, rule_records
from padan.quality.statements import results_statement, rows_statement, violations_statement


@pytest.mark.parametrize("feed", feeds())
def test_every_rule_is_judged_once_and_kept_once(feed: str) -> None:
    _, rules, _ = feed_rules(feed)
    judging, keeping, counting = (
        rows_statement(feed, rules),
        violations_statement(rules),
        results_statement(rules),
    )
    for rule in rules:
        assert judging.count(f'({rule.fails_when}) IS TRUE AS "{rule.id}"') == 1
        assert keeping.count(f"('{rule.id}', r.\"{rule.id}\")") == 1
        assert counting.count(f'FILTER (WHERE r."{rule.id}")') == 1
        assert counting.count(f"'{rule.id}'") == 1


def test_records_fit_the_table() -> None:
    records = rule_records()
    assert feeds() == (
        *("village_submissions", "bpjs_branch_export", "poverty_registry", "exclusion_lists"),
        "case_verdicts",
    )
    assert len({record["rule_id"] for record in records}) == len(records)
    by_id = {record["rule_id"]: record for record in records}
    assert by_id["NIK-09"]["lifted_by"] == "known_nik"
    assert by_id["BRK-01"]["column_name"] is None


@pytest.mark.parametrize("module", ["padan.quality", "padan.contracts"])
def test_importing_does_not_import_great_expectations(module: str, project: Path) -> None:
    script = f"import sys, {module}; sys.exit('great_expectations' in sys.modules or 'pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=project / "plugins", check=False, timeout=120)
    assert done.returncode == 0
