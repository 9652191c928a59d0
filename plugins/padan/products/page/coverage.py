"""The page's coverage: circles of the districts, every denominator side by side, targets."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from padan.products.labels import Labels
from padan.products.month import MATCHED, Month, amount
from padan.products.numbers import Numbers, numbers, spans
from padan.products.page.geometry import circles, place_labels, share_breaks
from padan.products.places import names
from padan.products.programme import ALL, Denominator

Part = dict[str, Any]

WIDE_LABEL, NARROW_LABEL = 12.5, 24.0
"""Heights of the map's names on a desktop and on a phone, in units of the drawing."""


def coverage_maps(month: Month, words: Part) -> list[Part]:
    """One map a measure of the districts: the roster paired, then covered people of each registry's own count.

    Each has circles, names for a wide and a narrow screen, a legend, and words for what area and colour mean.
    """
    found = [month.lines("district", district.code) for district in month.districts]
    rosters = [amount(lines, "roster").persons for lines in found]
    paired = [amount(lines, *MATCHED).persons for lines in found]
    maps = [_map(month, words, words["measures"]["roster"], words["circle"], rosters, paired)]
    for denominator in month.programme.denominators:
        if denominator.kind == "published":
            continue
        nothing = (0, 0, 0)
        counts = [denominator.districts.get(district.code, nothing) for district in month.districts]
        measure = words["measures"][denominator.kind]
        titled = {key: text.format(**_registry(denominator, words)) for key, text in measure.items()}
        people, covered = [count[0] for count in counts], [count[2] for count in counts]
        maps.append(_map(month, words, titled, words["circle_of"], people, covered))
    return maps


def _map(
    month: Month, words: Part, measure: dict[str, str], circle_text: str, wholes: list[int], parts: list[int]
) -> Part:
    figures = numbers(month.language)
    shares = [100 * part / whole if whole else 0.0 for part, whole in zip(parts, wholes, strict=True)]
    breaks = share_breaks([min(share, 100.0) for share in shares])
    placed, height = circles(month.districts, wholes, shares, breaks[1:])
    facts = {
        district.code: circle_text.format(
            district=district.name, share=figures.percent(part, whole), roster=figures.integer(whole)
        )
        for district, part, whole in zip(month.districts, parts, wholes, strict=True)
    }
    return {
        **measure,
        "height": height,
        "circles": [{"shape": circle, "text": facts[circle.district.code]} for circle in placed],
        "wide": place_labels(placed, height, WIDE_LABEL),
        "narrow": place_labels(placed, height, NARROW_LABEL),
        "legend_steps": [
            figures.patterns["percent"].format(amount=f"{low}–{high}") for low, high in pairwise(breaks)
        ],
    }


def denominators(month: Month, words: Part) -> list[Part]:
    """The regency against each number of people, the smallest first; `width` draws the share (0 to 100)."""
    figures = numbers(month.language)
    rows = []
    for denominator in month.programme.denominators:
        people, roster, covered = denominator.regency
        rows.append(
            {
                "title": denominator.title or _titled(denominator, words, "titles"),
                "definition": denominator.definition or _titled(denominator, words, "definitions"),
                "source": denominator.source,
                "date": figures.date(denominator.day),
                "workers": figures.integer(people),
                "roster": figures.integer(roster),
                "covered": figures.integer(covered),
                "share": figures.percent(covered, people),
                "width": share(covered, people),
            }
        )
    return rows


def coverage_by_district(month: Month, words: Part) -> Part:
    """One row a district: the covered people's share of each registry count; empty without a registry."""
    figures = numbers(month.language)
    counted = [d for d in month.programme.denominators if d.kind != "published"]
    rows = []
    for district in month.districts:
        cells: list[tuple[float, str]] = []
        for denominator in counted:
            people, _, covered = denominator.districts.get(district.code, (0, 0, 0))
            cells.append((people, figures.integer(people)))
            cells.append((share(covered, people), figures.percent(covered, people)))
        rows.append((district.name, cells))
    return {"titles": [_titled(d, words, "titles") for d in counted], "rows": rows if counted else []}


def targets(month: Month, labels: Labels, words: Part) -> list[Part]:
    """One row a published target: what it says, roster and covered people beside it, the share reached."""
    figures = numbers(month.language)
    place = names(month, labels)
    return [
        {
            "title": target.title,
            "scope": place.group(target.participant_group)
            + ("" if target.funding_source == ALL else f" · {place.funder(target.funding_source)}"),
            "date": words[target.kind].format(date=figures.date(target.day)),
            "source": target.source,
            "persons": figures.integer(target.persons),
            "roster": figures.integer(target.roster),
            "covered": figures.integer(target.covered),
            "share": figures.percent(target.covered, target.persons),
            "width": share(target.covered, target.persons),
        }
        for target in month.programme.targets
    ]


def share(part: int, whole: int) -> float:
    """Per cent of a whole, for drawing: 0 to 100."""
    return min(100.0, round(100 * part / whole, 3)) if whole else 0.0


def counted(figures: Numbers, value: int) -> tuple[float, str]:
    """A figure with the number it is sorted by."""
    return value, figures.integer(value)


def _titled(denominator: Denominator, words: Part, kind: str) -> str:
    text: str = words[kind][denominator.kind]
    return text.format(**_registry(denominator, words))


def _registry(denominator: Denominator, words: Part) -> dict[str, str]:
    return {
        "registry": words["registries"].get(denominator.registry, denominator.registry),
        "version": denominator.registry_version,
        "desils": spans(denominator.desils),
    }
