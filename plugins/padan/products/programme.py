"""The programme beside the bridge, as the products tell it: read from mart once with the month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from padan.products.query import fetch

ALL = "all"
NOBODY_TELLS = "unknown"


@dataclass(frozen=True)
class FundingPair:
    """People paid for by two budgets (or twice by one), on one kind of evidence; rupiah of the second payment.

    Attributes:
        basis: 'duplicate_at_branch', 'prepaid' or 'exclusion_list'.
        funding_source: funder that keeps the person.
        other_source: budget that pays beside it; a funder, another's short name, or 'unknown'.
        months: months paid twice, summed over the people.
    """

    basis: str
    funding_source: str
    other_source: str
    persons: int
    months: int
    rupiah: int


@dataclass(frozen=True)
class ArrearsMonth:
    """Branch rows whose last paid month is the same; `months` is 0 and `last_paid` 'unknown' where nobody can tell.

    `lapses_next` counts those whose cover ends next month unless something is paid; they are among `covered`.
    """

    last_paid: str
    months: int
    covered: int
    uncovered: int
    lapses_next: int
    rupiah: int


@dataclass(frozen=True)
class Contribution:
    """Money of one group and funder: rupiah expected by the roster, billed, paid for this month and ahead, owed."""

    participant_group: str
    funding_source: str
    expected_persons: int
    expected: int
    billed_rows: int
    billed: int
    paid_rows: int
    paid: int
    ahead: int
    arrears_rows: int
    arrears: int


@dataclass(frozen=True)
class TieOut:
    """Printed total, rows of the branch's file, rows reconciled and covered, roster, of one group and funder.

    The row of all has group and funder 'all'; printed is None where the branch printed none, file_rows but for all.
    """

    participant_group: str
    funding_source: str
    printed_persons: int | None
    printed_rupiah: int | None
    file_rows: int | None
    loaded_rows: int
    loaded_rupiah: int
    covered_rows: int
    covered_rupiah: int
    roster_persons: int
    roster_rupiah: int


@dataclass(frozen=True)
class Registered:
    """People of one village, decile of the poverty registry and kind; kinds as in mart.third_register."""

    village_code: str
    desil: str
    kind: str
    persons: int


@dataclass(frozen=True)
class Target:
    """A published target of a group; `kind` is 'target' or 'handed_over', funder 'all' where it is not limited."""

    title: str
    participant_group: str
    funding_source: str
    kind: str
    persons: int
    day: date
    roster: int
    covered: int
    source: str


@dataclass(frozen=True)
class Denominator:
    """A number of people that coverage is measured against.

    Attributes:
        code: as in mart.coverage.
        kind: 'published', 'registry' or 'registry_eligible'.
        registry, registry_version, desils: what was counted, where it is a registry.
        title, definition, source: words of a published one, else ''.
        regency: (denominator, roster, covered) of the whole regency.
        districts: district code → the same; empty for published ones.
    """

    code: str
    kind: str
    day: date
    registry: str
    registry_version: str
    desils: tuple[str, ...]
    title: str
    definition: str
    source: str
    regency: tuple[int, int, int]
    districts: dict[str, tuple[int, int, int]]


@dataclass(frozen=True)
class UnderWay:
    """People within their time at the branch: kind 'registration' or 'exit', age in months, 0 = this month."""

    kind: str
    months: int
    persons: int
    rupiah: int


@dataclass(frozen=True)
class Programme:
    """Everything of one version of one month; each part is empty for versions older than it.

    Attributes:
        registry: label of the registry compared with, '' without any.
        eligible_desils: its deciles the programme is for.
        lapses_by_district: district code → people whose cover ends next month unless something is paid.
        budgets: short name of another's budget → its title.
        contradictions: cases on which the verdicts of both offices contradict each other.
    """

    funding_matrix: tuple[FundingPair, ...]
    arrears: tuple[ArrearsMonth, ...]
    contributions: tuple[Contribution, ...]
    tie_out: tuple[TieOut, ...]
    third_register: tuple[Registered, ...]
    registry: str
    eligible_desils: tuple[str, ...]
    targets: tuple[Target, ...]
    denominators: tuple[Denominator, ...]
    under_way: tuple[UnderWay, ...]
    lapses_by_district: dict[str, int]
    budgets: dict[str, str]
    contradictions: int

    def registered(self, kind: str) -> dict[str, int]:
        """Decile → people of a kind in the whole regency, the lowest decile first."""
        counts: dict[str, int] = {}
        for row in self.third_register:
            if row.kind == kind:
                counts[row.desil] = counts.get(row.desil, 0) + row.persons
        return dict(sorted(counts.items(), key=lambda item: desil_order(item[0])))

    def registered_by_village(self, kind: str) -> dict[str, int]:
        """Village code → people of a kind."""
        counts: dict[str, int] = {}
        for row in self.third_register:
            if row.kind == kind:
                counts[row.village_code] = counts.get(row.village_code, 0) + row.persons
        return counts


def desil_order(desil: str) -> tuple[int, str]:
    """Where a decile stands: by its number, '4+' after '4', words last."""
    digits = "".join(letter for letter in desil if letter.isdigit())
    return int(digits) if digits else 99, desil


def read_programme(connection: Connection, period: str, version: int, language: str) -> Programme:
    """Reads the programme's part of one version of one month."""
    which = {"period": period, "version": version}
    basis = fetch(connection, "register_basis", **which)
    title = f"title_{language}"
    areas: dict[str, dict[str, tuple[int, int, int]]] = {}
    for row in fetch(connection, "coverage", **which):
        counts = (row["denominator_persons"], row["roster_persons"], row["covered_persons"])
        areas.setdefault(row["denominator"], {})[row["area_code"] if row["level"] == "district" else ""] = (
            counts
        )
    return Programme(
        funding_matrix=tuple(FundingPair(**row) for row in fetch(connection, "funding_matrix", **which)),
        arrears=tuple(ArrearsMonth(**row) for row in fetch(connection, "arrears", **which)),
        contributions=tuple(Contribution(**row) for row in fetch(connection, "contributions", **which)),
        tie_out=tuple(TieOut(**row) for row in fetch(connection, "tie_out", **which)),
        third_register=tuple(Registered(**row) for row in fetch(connection, "third_register", **which)),
        registry=basis[0]["registry"] if basis else "",
        eligible_desils=tuple(basis[0]["eligible_desils"]) if basis else (),
        targets=tuple(
            Target(
                title=row[title], **{key: value for key, value in row.items() if not key.startswith("title_")}
            )
            for row in fetch(connection, "targets", **which)
        ),
        denominators=tuple(
            Denominator(
                code=row["denominator"],
                kind=row["kind"],
                day=row["date"],
                registry=row["registry"] or "",
                registry_version=row["registry_version"] or "",
                desils=tuple(row["desils"] or ()),
                title=row[title] or "",
                definition=row["definition_id"] or "",
                source=row["source"] or "",
                regency=areas[row["denominator"]].pop(""),
                districts=areas[row["denominator"]],
            )
            for row in fetch(connection, "denominators", **which)
        ),
        under_way=tuple(UnderWay(**row) for row in fetch(connection, "under_way", **which)),
        lapses_by_district={
            row["district_code"]: row["persons"] for row in fetch(connection, "lapses_by_district", **which)
        },
        budgets={row["budget"]: row[title] for row in fetch(connection, "budgets")},
        contradictions=len(fetch(connection, "contradictions", **which)),
    )
