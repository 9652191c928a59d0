"""Where things stand in the page's drawings: bars of the waterfall, circles and labels of the map."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from padan.products.bridge import MONEY_ONLY, Step
from padan.products.month import District

SCALE = 1000
"""Width of the waterfall's drawing, in its own units."""

MAP_WIDTH = 760
MAP_MARGIN = 48
LARGEST_RADIUS = 25
CLASSES = 5
LETTER_WIDTH = 0.58
"""Mean width of a letter, in heights of the font."""


@dataclass(frozen=True)
class Bar:
    """One bar of the waterfall: x and width in units of SCALE; `start` and `end` are its running sums."""

    step: Step
    x: float
    width: float
    start: float
    end: float


@dataclass(frozen=True)
class Waterfall:
    """The bars, and the running sum at which their cut axis begins."""

    bars: list[Bar]
    axis_start: int


@dataclass(frozen=True)
class Label:
    """A circle's name: where it stands and how it is anchored."""

    x: float
    y: float
    anchor: str
    text: str


@dataclass(frozen=True)
class Circle:
    """One district on the map; `rank` is the class of its share, 0 the lowest."""

    district: District
    x: float
    y: float
    radius: float
    rank: int


def waterfall(steps: Sequence[Step]) -> Waterfall:
    """Lays out the bridge's people; lines that count no people and parts of a total have no bar.

    Changes are small beside the totals, so the axis begins a little below the lowest running sum.
    """
    drawn = [step for step in steps if step.kind != "part" and step.line != MONEY_ONLY]
    # The first line starts from nothing; as a total it would stretch the axis down to zero.
    levels = [value for step in drawn[1:] for value in (step.before, step.after)] or [0]
    lowest, highest = min(levels), max(levels)
    unit = _round_unit(highest - lowest)
    start = max(0, math.floor((lowest - (highest - lowest) * 0.2) / unit) * unit)
    span = max(1, highest - start)

    def at(value: int) -> float:
        return round(max(0, value - start) / span * SCALE, 2)

    bars = []
    for number, step in enumerate(drawn):
        base = start if step.kind == "total" or number == 0 else step.before
        left, right = sorted((at(base), at(step.after)))
        bars.append(Bar(step, left, round(right - left, 2), at(step.before), at(step.after)))
    return Waterfall(bars, start)


def circles(
    districts: Sequence[District], weights: Sequence[int], shares: Sequence[float], breaks: Sequence[int]
) -> tuple[list[Circle], int]:
    """Places the districts on a plane; returns them, the largest first, and the drawing's height.

    Args:
        districts: with the centroids of their villages.
        weights: people, one a district: the circle's area.
        shares: per cent, one a district: the circle's class.
        breaks: upper ends of the classes, from `share_breaks`.
    """
    latitude = sum(d.latitude for d in districts) / len(districts)
    shrink = math.cos(math.radians(latitude))
    west = min(d.longitude for d in districts)
    north = max(d.latitude for d in districts)
    width = (max(d.longitude for d in districts) - west) * shrink or 1
    height = north - min(d.latitude for d in districts)
    factor = (MAP_WIDTH - 2 * MAP_MARGIN) / width
    largest = max(*weights, 1)
    placed = [
        Circle(
            district,
            round(MAP_MARGIN + (district.longitude - west) * shrink * factor, 1),
            round(MAP_MARGIN + (north - district.latitude) * factor, 1),
            round(max(3.0, math.sqrt(weight / largest) * LARGEST_RADIUS), 1),
            next((rank for rank, end in enumerate(breaks) if share <= end), len(breaks) - 1),
        )
        for district, weight, share in zip(districts, weights, shares, strict=True)
    ]
    placed.sort(key=lambda circle: (-circle.radius, circle.district.code))
    return placed, math.ceil(height * factor) + 2 * MAP_MARGIN


def share_breaks(shares: Sequence[float]) -> list[int]:
    """Lower end of the lowest class, then the upper end of each: whole per cents of equal steps."""
    lowest, highest = math.floor(min(shares)), math.ceil(max(shares))
    step = max(1, math.ceil((highest - lowest) / CLASSES))
    ends = list(range(lowest, lowest + step * CLASSES + 1, step))
    if ends[-1] > 100:
        ends = [end - (ends[-1] - 100) for end in ends]
    return [max(0, end) for end in ends]


def place_labels(placed: Sequence[Circle], height: int, size: float) -> list[Label]:
    """Names beside, below or above their circles wherever they cover neither a name nor a circle."""
    taken = [
        (c.x - c.radius * 0.8, c.y - c.radius * 0.8, c.x + c.radius * 0.8, c.y + c.radius * 0.8, c)
        for c in placed
    ]
    boxes: list[tuple[float, float, float, float]] = []
    labels = []
    for circle in placed:
        width = len(circle.district.name) * size * LETTER_WIDTH
        gap = circle.radius + 3
        options = (
            ("middle", circle.x, circle.y + gap + size * 0.8),
            ("middle", circle.x, circle.y - gap),
            ("start", circle.x + gap, circle.y + size * 0.35),
            ("end", circle.x - gap, circle.y + size * 0.35),
        )
        for anchor, x, y in options:
            left = {"middle": x - width / 2, "start": x, "end": x - width}[anchor]
            box = (left, y - size * 0.85, left + width, y + size * 0.25)
            inside = box[0] >= 0 and box[2] <= MAP_WIDTH and box[1] >= 0 and box[3] <= height
            free = not any(_overlap(box, other) for other in boxes)
            clear = not any(_overlap(box, other[:4]) for other in taken if other[4] is not circle)
            if inside and free and clear:
                boxes.append(box)
                labels.append(Label(round(x, 1), round(y, 1), anchor, circle.district.name))
                break
    return labels


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _round_unit(span: int) -> int:
    """The power of ten below a tenth of the span, at least 1: where an axis may begin."""
    return int(10 ** max(0, math.floor(math.log10(max(span, 10))) - 1))
