"""README.md of an evidence pack: what lies in it, how to verify it and make the version again, who decided what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from padan.evidence.holdings import Holdings
from padan.texts import read_texts


def readme(kept: Holdings, manifest: Mapping[str, Any]) -> str:
    """Return the page in the language of the products; the same evidence gives the same text."""
    words = read_texts(manifest["language"], "evidence")["readme"]
    last = kept.history["versions"][-1]
    lines = [
        words["version"].format(**{**last, "code_commit": last["code_commit"] or "-"})
        for last in kept.history["versions"]
    ]
    decisions = [words["decision"].format(**one) for one in kept.history["decisions"]]
    page: str = words["page"].format(
        period=kept.period,
        version=kept.version,
        inputs_sha256=manifest["inputs_sha256"],
        code_version=manifest["code_version"],
        code_commit=last["code_commit"] or "-",
        versions="\n".join(lines),
        decisions="\n".join(decisions) or words["no_decision"],
    )
    return page
