"""Rules as SQL text, without a database."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from padan.contracts import Rule, load_contract
from padan.quality.rules import condition, feeds, rule_records, violations_statement


def _rule(fails_when: str) -> Rule:
    return load_contract("exclusion_lists").rules[0].model_copy(update={"fails_when": fails_when})


def test_all_rows_of_the_load_take_the_place_of_the_mark() -> None:
    rule = _rule("r.nik IN (SELECT d.nik FROM {rows} AS d)")
    assert condition(rule) == "r.nik IN (SELECT d.nik FROM checked_row AS d)"


def test_one_statement_holds_every_rule_once_by_id() -> None:
    rules = load_contract("village_submissions").rules
    statement = violations_statement(rules)
    assert all(statement.count(f"('{rule.id}', ") == 1 for rule in rules)


def test_records_fit_the_table() -> None:
    records = rule_records()
    assert feeds() == ("village_submissions", "bpjs_branch_export", "poverty_registry", "exclusion_lists")
    assert len({record["rule_id"] for record in records}) == len(records)
    by_id = {record["rule_id"]: record for record in records}
    assert by_id["NIK-09"]["lifted_by"] == "known_nik"
    assert by_id["BRK-01"]["column_name"] is None


@pytest.mark.parametrize("module", ["padan.quality", "padan.contracts"])
def test_importing_does_not_import_great_expectations(module: str, project: Path) -> None:
    script = f"import sys, {module}; sys.exit('great_expectations' in sys.modules or 'pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=project / "plugins", check=False, timeout=120)
    assert done.returncode == 0
