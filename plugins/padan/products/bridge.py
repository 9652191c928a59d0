"""The bridge as people read it: lines in order, the sum of the matched ones, running sums."""

from __future__ import annotations

from dataclasses import dataclass

from padan.products.labels import PAIRED, BridgeLabel, Labels
from padan.products.month import MATCHED, Amount, Lines, amount

MONEY_ONLY = "contribution_difference"
"""The one line that counts no people."""


@dataclass(frozen=True)
class Step:
    """One line of the bridge in one cell.

    Attributes:
        line: the line, or 'paired' for the sum of the three matched ones.
        label: its words.
        sign: '+', '-' or '='.
        section: key of its section.
        kind: 'total' states the running sum, 'change' moves it, 'part' explains the total before it.
        amount: people and rupiah.
        before: running sum of people before it.
        after: running sum of people after it.
    """

    line: str
    label: str
    sign: str
    section: str
    kind: str
    amount: Amount
    before: int
    after: int


def steps(lines: Lines, labels: Labels, *, printed: bool = True) -> list[Step]:
    """The bridge of one cell, line by line.

    Args:
        lines: the cell's lines.
        labels: words of the language.
        printed: whether the branch printed totals; without them the last section is left out.
    """
    result: list[Step] = []
    running = 0
    paired_told = False
    for label in labels.bridge:
        if label.section == "printed" and not printed:
            continue
        if label.part and not paired_told:
            paired = amount(lines, *MATCHED)
            result.append(
                Step(PAIRED, labels.paired, "=", label.section, "total", paired, running, paired.persons)
            )
            running, paired_told = paired.persons, True
        step = _step(label, lines.get(label.line, Amount()), running)
        running = step.after
        result.append(step)
    return result


def _step(label: BridgeLabel, value: Amount, running: int) -> Step:
    if label.part:
        kind, after = "part", running
    elif label.sign == "=":
        kind, after = "total", value.persons
    else:
        kind, after = "change", running + (value.persons if label.sign == "+" else -value.persons)
    return Step(label.line, label.label, label.sign, label.section, kind, value, running, after)
