"""One version of one month as its products tell it: everything read from the warehouse once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Connection, RowMapping

from padan.products.amendment import Amendment, read_amendment
from padan.products.errors import ProductError
from padan.products.programme import (
    ArrearsMonth,
    FundingPair,
    Programme,
    Registered,
    Target,
    read_programme,
)
from padan.products.query import fetch

T = TypeVar("T")
MATCHED = ("matched", "matched_different", "matched_by_inference")


@dataclass(frozen=True)
class Amount:
    """People (rows counted) and rupiah of one line of the bridge in one cell."""

    persons: int = 0
    rupiah: int = 0

    def __add__(self, other: Amount) -> Amount:
        """The sum of both."""
        return Amount(self.persons + other.persons, self.rupiah + other.rupiah)


Lines = dict[str, Amount]
"""Line of the bridge → its amount; a line that is not there is nothing."""


def amount(lines: Lines, *names: str) -> Amount:
    """The sum of some lines."""
    return sum((lines.get(name, Amount()) for name in names), Amount())


@dataclass(frozen=True)
class District:
    """A kecamatan; latitude and longitude are the mean of its villages' centroids, WGS 84."""

    code: str
    name: str
    villages: int
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Month:
    """One version of one month.

    Attributes:
        head: reconciliation.version and mart.month_total of the version, by column.
        totals: (level, area) → lines of the bridge over all groups and funders.
        cells: (funder, group) → lines of the bridge of the whole regency, in the order people see them.
        districts: districts of the regency by code.
        submissions: one row a village, by code.
        cases: open cases counted by owner, cause, village and band of age.
        ledger: roll-forward by cause.
        quality: results by feed and rule.
        branch_status: the branch's rows by status and whether covered.
        programme: third register, double funding, money, targets, denominators.
        rules: rule id → message.
        titles: 'group' and 'funder' → value → title.
        deadline: last day on which a list is on time.
        small_count_below: counts of people below it are hidden on public pages.
        assumed_tariffs: funders on the roster whose tariff nobody verified.
        amendment: what the version changes against the final one it amends; None for a month's first.
    """

    period: str
    version: int
    regency: str
    language: str
    head: dict[str, Any]
    totals: dict[tuple[str, str], Lines]
    cells: dict[tuple[str, str], Lines]
    districts: tuple[District, ...]
    submissions: Sequence[RowMapping]
    cases: Sequence[RowMapping]
    ledger: Sequence[RowMapping]
    quality: Sequence[RowMapping]
    branch_status: Sequence[RowMapping]
    programme: Programme
    rules: dict[str, str]
    titles: dict[str, dict[str, str]]
    deadline: date
    small_count_below: int
    assumed_tariffs: tuple[str, ...]
    amendment: Amendment | None = None

    @property
    def draft(self) -> bool:
        """Whether nobody has signed it yet: so of everything that is published; signing adds documents beside it."""
        return bool(self.head["status"] == "draft")

    @property
    def cut_off(self) -> date:
        """The day every rule took as today."""
        day: date = self.head["cut_off"]
        return day

    def lines(self, level: str, area: str) -> Lines:
        """The bridge of one area; empty where nobody is listed."""
        return self.totals.get((level, area), {})

    @property
    def bridge(self) -> Lines:
        """The bridge of the whole regency."""
        return self.lines("regency", self.regency)

    @property
    def funding_matrix(self) -> tuple[FundingPair, ...]:
        """People whom two budgets pay for."""
        return self.programme.funding_matrix

    @property
    def arrears(self) -> tuple[ArrearsMonth, ...]:
        """Branch rows in arrears by the last month paid, the newest first."""
        return self.programme.arrears

    @property
    def third_register(self) -> tuple[Registered, ...]:
        """The poverty registry against the month, by village, decile and kind; `programme.registered` sums it."""
        return self.programme.third_register

    @property
    def targets(self) -> tuple[Target, ...]:
        """Published targets of the groups, and how far they are reached."""
        return self.programme.targets

    def submitted_by_status(self) -> dict[str, int]:
        """Villages by what became of their list."""
        counts: dict[str, int] = {}
        for row in self.submissions:
            counts[row["status"]] = counts.get(row["status"], 0) + 1
        return counts

    def count_cases(self, **wanted: object) -> int:
        """Open cases whose columns have the wanted values, e.g. owner='village'."""
        return sum(
            row["cases"]
            for row in self.cases
            if all(row[column] == value for column, value in wanted.items())
        )


def district_of(village_code: str) -> str:
    """'32.01.05.2003' → '32.01.05'; '32.01.unknown.unknown' → '32.01.unknown'."""
    return village_code.rpartition(".")[0]


def read_month(connection: Connection, period: str, version: int, language: str, regency: str) -> Month:
    """Reads one version of one month.

    Raises:
        ProductError: there is no such version, or its totals are not written yet.
    """
    which = {"period": period, "version": version}
    heads = fetch(connection, "version", **which)
    if not heads:
        raise ProductError(
            f"month {period} has no version {version} with totals; run the reconciliation of {period} first"
        )
    place = {"regency": regency}
    title = f"title_{language}"
    message = f"message_{language}"
    first_day = date.fromisoformat(f"{period}-01")
    in_force = fetch(connection, "settings_in_force", **which)[0]
    titles: dict[str, dict[str, str]] = {"group": {}, "funder": {}}
    for row in fetch(connection, "titles", first_day=first_day):
        titles[row["title_of"]].setdefault(row["code"], row[title])
    return Month(
        period=period,
        version=version,
        regency=regency,
        language=language,
        head=dict(heads[0]),
        totals=_by_key(fetch(connection, "bridge_totals", **which), "level", "area_code"),
        cells=_by_key(fetch(connection, "bridge_cells", **which), "funding_source", "participant_group"),
        districts=tuple(
            District(r["district_code"], r["district_name"], r["villages"], r["latitude"], r["longitude"])
            for r in fetch(connection, "districts", **place)
        ),
        submissions=fetch(connection, "submissions", **which, **place),
        cases=fetch(connection, "open_cases", **which),
        ledger=fetch(connection, "ledger", **which),
        quality=fetch(connection, "quality", **which),
        branch_status=fetch(connection, "branch_status", **which),
        programme=read_programme(connection, period, version, language),
        rules={row["rule_id"]: row[message] for row in fetch(connection, "rules")},
        titles=titles,
        deadline=_needed(in_force["deadline"], "deadline_day", period),
        small_count_below=_needed(in_force["small_count_below"], "small_count_below", period),
        assumed_tariffs=tuple(in_force["assumed_tariffs"]),
        amendment=read_amendment(connection, period, version, heads[0]["amends_version"], regency),
    )


def _by_key(rows: Sequence[RowMapping], first: str, second: str) -> dict[tuple[str, str], Lines]:
    """Rows of the bridge gathered by two columns, in the order in which they come."""
    gathered: dict[tuple[str, str], Lines] = {}
    for row in rows:
        lines = gathered.setdefault((row[first], row[second]), {})
        lines[row["line"]] = Amount(row["persons"], row["rupiah"])
    return gathered


def _needed(value: T | None, name: str, period: str) -> T:
    if value is None:
        raise ProductError(f"include/reference/parameters.csv has no {name} in force in {period}; add a row")
    return value
