"""The pages that are written from the contracts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from padan.contracts import catalogue, documentation, load_all

PAGES = {"contracts.md": documentation.markdown, "messages.md": catalogue.markdown}


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_in_docs_are_current(project: Path, name: str) -> None:
    page = project / "docs" / "reference" / name
    assert page.read_text(encoding="utf-8") == PAGES[name](), "run make docs"


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_the_pages_tell_every_rule_and_refusal(page: Callable[[], str]) -> None:
    written = page()
    for contract in load_all().values():
        for check in (*contract.rules, *contract.breakers):
            assert written.count(f"| {check.id} |") == 1
        for message in contract.refusals:
            # contracts.md tells a layout's refusals with the layout, so a feed of two layouts may tell one twice.
            assert f"| `{message.code}` |" in written


def test_the_catalogue_tells_what_why_how_and_who() -> None:
    """No cell of the catalogue is empty, and no placeholder stands there bare."""
    written = catalogue.markdown()
    assert not re.search(r"\{\w+\}", written), (
        "add the placeholder to include/templates/id/message_catalogue.yaml"
    )
    assert "|  |" not in written, "a refusal needs why_id, why_en and example in include/contracts"
