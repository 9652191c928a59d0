"""Words for the warehouse's values: lines of the bridge, outcomes, causes, reasons, statuses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from padan.products.errors import ProductError
from padan.texts import read_texts

PAIRED = "paired"
"""The sum of the three matched lines: no line of mart.gap_bridge, but people look for it."""


@dataclass(frozen=True)
class BridgeLabel:
    """One line of the bridge as people read it.

    Attributes:
        line: the line in mart.gap_bridge.
        label: its words.
        sign: '+' and '-' change the running sum, '=' states it.
        section: key of the section it stands in.
        part: whether it is one of the lines that make up `paired` together.
    """

    line: str
    label: str
    sign: str
    section: str
    part: bool


@dataclass(frozen=True)
class Labels:
    """Words of one language.

    Attributes:
        language: 'id' or 'en'.
        bridge: the bridge's lines in their order.
        sections: key of a section → its title.
        paired: words for the sum of the three matched lines.
        words: kind ('outcomes', 'submission', 'owners', ...) → value → words.
        actions: cause → next step of whoever owns the case.
    """

    language: str
    bridge: tuple[BridgeLabel, ...]
    sections: dict[str, str]
    paired: str
    words: dict[str, dict[str, str]]
    actions: dict[str, str]

    def of(self, kind: str, value: str) -> str:
        """The words for a value.

        Raises:
            ProductError: nobody has given it words yet.
        """
        try:
            return self.words[kind][value]
        except KeyError:
            raise ProductError(
                f"no words for {kind}.{value} in include/templates/{self.language}/outcomes.yaml; add them"
            ) from None

    def line(self, line: str) -> str:
        """The words for a line of the bridge."""
        for label in self.bridge:
            if label.line == line:
                return label.label
        raise ProductError(
            f"no words for line {line} in include/templates/{self.language}/bridge_lines.yaml; add them"
        )

    def reason(self, reason: str | None, rules: dict[str, str]) -> str:
        """A reason in words: a rule's message, or what differs; a word nobody knows stays as it is.

        Args:
            reason: a rule id, a cause, or differing fields with commas between.
            rules: rule id → message.
        """
        parts = [part.strip() for part in (reason or "").split(",") if part.strip()]
        known = self.words["reasons"]
        return ", ".join(f"{p}: {rules[p]}" if p in rules else known.get(p, p) for p in parts)

    @property
    def causes(self) -> tuple[str, ...]:
        """Causes of cases in the order in which they are shown."""
        return tuple(self.words["causes"])


@lru_cache(maxsize=4)
def labels(language: str) -> Labels:
    """The words of a language, from bridge_lines.yaml and outcomes.yaml of include/templates/<language>."""
    bridge = read_texts(language, "bridge_lines")
    outcomes: dict[str, Any] = dict(read_texts(language, "outcomes"))
    causes = outcomes.pop("causes")
    return Labels(
        language=language,
        bridge=tuple(
            BridgeLabel(line, entry["label"], entry["sign"], entry["section"], entry.get("kind") == "part")
            for line, entry in bridge["lines"].items()
        ),
        sections=dict(bridge["sections"]),
        paired=bridge["sums"][PAIRED],
        words={**outcomes, "causes": {cause: entry["label"] for cause, entry in causes.items()}},
        actions={cause: entry["action"] for cause, entry in causes.items()},
    )
