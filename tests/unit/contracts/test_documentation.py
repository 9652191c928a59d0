"""The page that is written from the contracts."""

from __future__ import annotations

from pathlib import Path

from padan.contracts import load_all
from padan.contracts.documentation import markdown


def test_the_page_in_docs_is_current(project: Path) -> None:
    page = project / "docs" / "reference" / "contracts.md"
    assert page.read_text(encoding="utf-8") == markdown(), "run make docs"


def test_the_page_tells_every_rule_and_refusal() -> None:
    page = markdown()
    for contract in load_all().values():
        for check in (*contract.rules, *contract.breakers):
            assert f"| {check.id} |" in page
        for message in contract.refusals:
            assert f"| `{message.code}` |" in page
