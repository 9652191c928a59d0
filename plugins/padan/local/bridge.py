"""The month's bridge as the terminal shows it, read from mart.gap_bridge, and the proof that it closes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import psycopg2

from padan.local.errors import LocalError
from padan.texts import read_texts
from padan.warehouse.engine import engine
from padan.warehouse.sql import run

LEVELS = ("regency", "district", "village")


@dataclass(frozen=True)
class Cell:
    """One cell of the bridge: an area, a group and a funder."""

    level: str
    area_code: str
    participant_group: str
    funding_source: str

    @property
    def is_total(self) -> bool:
        """Whether it repeats, as `all` × `all`, what the other cells of its area say."""
        return self.participant_group == "all" and self.funding_source == "all"


Amounts = tuple[int, int]
"""Persons and rupiah."""

Bridge = Mapping[Cell, Mapping[str, Amounts]]


@dataclass(frozen=True)
class Month:
    """A version of a month: its bridge in every cell."""

    period: str
    version: int
    bridge: Bridge


def reconciled_periods(warehouse_uri: str) -> dict[str, int]:
    """The months that have a current version, with its number."""
    with closing(psycopg2.connect(warehouse_uri)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT period, version FROM mart.month_summary WHERE is_current ORDER BY period")
        return {str(period): int(version) for period, version in cursor.fetchall()}


def read_month(warehouse_uri: str, period: str) -> Month:
    """The current version of a month.

    Raises:
        LocalError: the month has none, or its bridge is empty.
    """
    version = reconciled_periods(warehouse_uri).get(period)
    if version is None:
        raise LocalError(
            f"{period} has not been reconciled: mart.month_summary holds no current version of it"
        )
    bridge: dict[Cell, dict[str, Amounts]] = defaultdict(dict)
    with closing(psycopg2.connect(warehouse_uri)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT level, area_code, participant_group, funding_source, line, persons, rupiah"
            " FROM mart.gap_bridge WHERE period = %s AND version = %s"
            " ORDER BY level, area_code, participant_group, funding_source, line",
            (period, version),
        )
        for level, area, group, funder, line, persons, rupiah in cursor:
            bridge[Cell(level, area, group, funder)][line] = (int(persons), int(rupiah))
    missing = [level for level in LEVELS if not any(cell.level == level for cell in bridge)]
    if missing:
        raise LocalError(f"mart.gap_bridge has no cell of level {', '.join(missing)} for {period} v{version}")
    return Month(period, version, bridge)


def left_over(warehouse_uri: str, month: Month, regency: str) -> list[str]:
    """What does not close in the month's version, one text a cell and equation; empty when every cell closes.

    The equations are those of include/sql, by which the version itself was judged before it was kept.
    """
    with engine(warehouse_uri).connect() as connection:
        rows = run(
            connection,
            "reconciliation/bridge_check.sql",
            period=month.period,
            version=month.version,
            regency=regency,
        ).all()
    return [
        f"{row.level} {row.area_code} {row.participant_group} {row.funding_source}: "
        f"{row.equation} leaves {row.persons} persons, {row.rupiah} rupiah"
        for row in rows
    ]


def regency_table(month: Month, language: str) -> str:
    """The regency's bridge over all groups and funders, section by section, with the office's own words."""
    layout = _layout(language)
    totals = _regency_totals(month.bridge)
    shown = {line: (spec["sign"], spec["label"], spec["section"]) for line, spec in layout["lines"].items()}
    # A line that the layout does not know yet is shown by its code rather than left out.
    shown |= {line: ("?", line, "") for line in sorted(totals.keys() - shown.keys())}
    width = max(len(label) for _, label, _ in shown.values())
    text = []
    for section, heading in [*layout["sections"].items(), ("", "")]:
        rows = [(line, sign, label) for line, (sign, label, at) in shown.items() if at == section]
        if not any(line in totals for line, _, _ in rows):
            continue
        text.append(f"  {heading}")
        for line, sign, label in rows:
            persons, rupiah = totals.get(line, (0, 0))
            text.append(f"    {sign} {label:<{width}}  {figure(persons):>10}  {figure(rupiah):>18}")
    return "\n".join(text)


def _regency_totals(bridge: Bridge) -> dict[str, Amounts]:
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    repeated: dict[str, Amounts] = {}
    for cell, lines in bridge.items():
        if cell.level == "regency":
            if cell.is_total:
                repeated.update(lines)
                continue
            for line, (persons, rupiah) in lines.items():
                totals[line][0] += persons
                totals[line][1] += rupiah
    return {line: (persons, rupiah) for line, (persons, rupiah) in totals.items()} | repeated


def _layout(language: str) -> dict[str, Any]:
    """Sections and lines in their order, with sign and label."""
    return read_texts(language, "bridge_lines")


def figure(number: int) -> str:
    """A number as Indonesians write it: 47.840."""
    return f"{number:,}".replace(",", ".")
