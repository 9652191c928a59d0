"""The card's picture, drawn as SVG by hand: the same figures, the same bytes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, LEFT, TOP = 760, 250, 70, 34
INK, GRID, GREEN, AMBER, RED, GREY = "#222", "#ddd", "#1b7837", "#b35806", "#b2182b", "#888"


@dataclass(frozen=True)
class Line:
    """One curve: its name, colour and points (threshold, value)."""

    name: str
    colour: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Panel:
    """One set of axes. ticks: values of the vertical axis with their labels; logarithmic: from 1 upwards."""

    title: str
    lines: Sequence[Line]
    ticks: Sequence[tuple[float, str]]
    logarithmic: bool = False


def draw(panels: Sequence[Panel], marks: Sequence[tuple[float, str]], lowest: float, highest: float) -> str:
    """An SVG of panels one below the other over the same axis of weights; marks are thresholds in force."""
    tall = len(panels) * (HEIGHT + TOP + 40) + 10
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH + LEFT + 30} {tall}" '
        'font-family="Helvetica, Arial, sans-serif" font-size="13">',
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]

    def across(weight: float) -> float:
        return LEFT + (weight - lowest) / (highest - lowest) * WIDTH

    for number, panel in enumerate(panels):
        parts += _panel(panel, number * (HEIGHT + TOP + 40) + TOP, across, marks, lowest, highest)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _panel(
    panel: Panel,
    top: float,
    across: Callable[[float], float],
    marks: Sequence[tuple[float, str]],
    lowest: float,
    highest: float,
) -> list[str]:
    values = [value for value, _ in panel.ticks]
    floor, ceiling = min(values), max(values)

    def up(value: float) -> float:
        if panel.logarithmic:
            value, low, high = math.log10(max(value, floor)), math.log10(floor), math.log10(ceiling)
        else:
            low, high = floor, ceiling
        return top + HEIGHT - (value - low) / (high - low) * HEIGHT

    parts = [f'<text x="{LEFT}" y="{top - 12}" font-weight="bold" fill="{INK}">{panel.title}</text>']
    for value, label in panel.ticks:
        y = f"{up(value):.1f}"
        parts.append(f'<line x1="{LEFT}" x2="{LEFT + WIDTH}" y1="{y}" y2="{y}" stroke="{GRID}"/>')
        parts.append(
            f'<text x="{LEFT - 8}" y="{up(value) + 4:.1f}" text-anchor="end" fill="{INK}">{label}</text>'
        )
    for weight in range(math.ceil(lowest / 4) * 4, int(highest) + 1, 4):
        parts.append(
            f'<text x="{across(weight):.1f}" y="{top + HEIGHT + 18}" text-anchor="middle" fill="{INK}">{weight}</text>'
        )
    for weight, label in marks:
        x = f"{across(weight):.1f}"
        parts.append(
            f'<line x1="{x}" x2="{x}" y1="{top}" y2="{top + HEIGHT}" stroke="{GREY}" stroke-dasharray="5 4"/>'
        )
        parts.append(f'<text x="{across(weight) + 4:.1f}" y="{top + 13}" fill="{GREY}">{label}</text>')
    for line in panel.lines:
        points = " ".join(f"{across(x):.1f},{up(y):.1f}" for x, y in line.points)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{line.colour}" stroke-width="2.2"/>')
    place = LEFT + WIDTH
    for line in reversed(panel.lines):
        place -= 9 * len(line.name) + 34
        parts.append(f'<rect x="{place}" y="{top - 21}" width="14" height="9" fill="{line.colour}"/>')
        parts.append(f'<text x="{place + 19}" y="{top - 12}" fill="{INK}">{line.name}</text>')
    return parts
