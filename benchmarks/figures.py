"""A measured figure beside its baseline, and the table of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_HEADS = ("figure", "measured", "baseline", "ratio", "target", "")


@dataclass(frozen=True)
class Figure:
    """One measured figure.

    Attributes:
        name: what was measured.
        measured: with its unit.
        baseline: the same, with what it is; '' where there is none.
        ratio: measured divided by baseline; None where there is no baseline.
        target: the bound in words; '' where none was agreed.
        met: whether the bound holds; None where none was agreed.
    """

    name: str
    measured: str
    baseline: str = ""
    ratio: float | None = None
    target: str = ""
    met: bool | None = None


def table(figures: Sequence[Figure]) -> str:
    """The figures as a Markdown table that also reads well in a terminal."""
    rows = [_HEADS, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADS))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def _row(figure: Figure) -> tuple[str, ...]:
    verdict = "" if figure.met is None else "met" if figure.met else "MISSED"
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    return (figure.name, figure.measured, figure.baseline, ratio, figure.target, verdict)
