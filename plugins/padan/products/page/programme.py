"""The page's programme: double funding, money and arrears, the four-way tie-out, the poverty registry."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from padan.products.labels import Labels
from padan.products.masking import shown_counts
from padan.products.month import Month
from padan.products.numbers import Numbers, numbers, spans
from padan.products.page.coverage import share
from padan.products.places import Names, names
from padan.products.programme import ALL, NOBODY_TELLS, FundingPair

Part = dict[str, Any]

ELIGIBLE = ("eligible_covered", "eligible_listed", "eligible_barred", "eligible_on_no_list")
MISSED, OUTSIDE = "eligible_on_no_list", "covered_not_in_registry"


def funding(month: Month, labels: Labels, words: Part) -> list[Part]:
    """One matrix a kind of evidence: funder that keeps the person × budget that pays beside it.

    A cell is None where nobody is paid for twice, else persons, months and rupiah in words.
    """
    place = names(month, labels)
    matrices = []
    for basis, title in words["bases"].items():
        pairs = [pair for pair in month.programme.funding_matrix if pair.basis == basis]
        if not pairs:
            continue
        funders = list(month.titles["funder"])
        rows = _in_order({pair.funding_source for pair in pairs}, funders)
        columns = _in_order({pair.other_source for pair in pairs}, [*funders, *month.programme.budgets])
        cells = {(pair.funding_source, pair.other_source): pair for pair in pairs}
        matrices.append(
            {
                "title": title["title"],
                "note": title["note"],
                "columns": [_budget(month, place, column, words) for column in columns],
                "rows": [
                    (place.funder(row), [_cell(month, words, cells.get((row, column))) for column in columns])
                    for row in rows
                ],
                "total": _cell(month, words, _sum(pairs)),
            }
        )
    return matrices


def _in_order(found: set[str], order: list[str]) -> list[str]:
    known = [code for code in dict.fromkeys(order) if code in found]
    return known + sorted(found - set(order), key=lambda code: (code == NOBODY_TELLS, code))


def _budget(month: Month, place: Names, code: str, words: Part) -> str:
    if code == NOBODY_TELLS:
        unnamed: str = words["unnamed"]
        return unnamed
    return month.titles["funder"].get(code) or month.programme.budgets.get(code) or place.funder(code)


def _sum(pairs: list[FundingPair]) -> FundingPair:
    counts = (sum(p.persons for p in pairs), sum(p.months for p in pairs), sum(p.rupiah for p in pairs))
    return FundingPair(pairs[0].basis, ALL, ALL, *counts)


def _cell(month: Month, words: Part, pair: FundingPair | None) -> dict[str, str] | None:
    if pair is None:
        return None
    figures = numbers(month.language)
    return {
        "persons": words["persons"].format(count=figures.integer(pair.persons)),
        "months": words["months"].format(count=figures.integer(pair.months)),
        "rupiah": figures.rupiah(pair.rupiah),
    }


def money(month: Month, labels: Labels) -> list[Part]:
    """One row a group and funder, then the sum: expected, billed, paid, paid ahead, owed."""
    figures = numbers(month.language)
    place = names(month, labels)
    keys = ("expected", "billed", "paid", "ahead", "arrears")
    rows = [
        {
            "kind": "",
            "title": place.group(row.participant_group),
            "under": place.funder(row.funding_source),
            "cells": [figures.rupiah(getattr(row, key)) for key in keys],
        }
        for row in month.programme.contributions
    ]
    if rows:
        sums = [sum(getattr(row, key) for row in month.programme.contributions) for key in keys]
        cells = [figures.rupiah(value) for value in sums]
        rows.append({"kind": "total", "title": place.everything, "under": "", "cells": cells})
    return rows


def arrears(month: Month, words: Part) -> Part:
    """Rows in arrears by last paid month, with bars of covered and uncovered people; who lapses next month."""
    figures = numbers(month.language)
    found = month.programme.arrears
    most = max((row.covered + row.uncovered for row in found), default=0)
    rows = [
        {
            "last_paid": words["unknown"] if row.last_paid == NOBODY_TELLS else figures.period(row.last_paid),
            "months": figures.integer(row.months) if row.months else "–",
            "covered": figures.integer(row.covered),
            "uncovered": figures.integer(row.uncovered),
            "lapses": figures.integer(row.lapses_next) if row.lapses_next else "",
            "rupiah": figures.rupiah(row.rupiah),
            "bars": (share(row.covered, most), share(row.uncovered, most)),
        }
        for row in found
    ]
    lapsing = sum(row.lapses_next for row in found)
    known = {district.code: district.name for district in month.districts}
    unplaced = words["unplaced"]
    places = sorted(
        ((-count, known.get(code, unplaced)) for code, count in month.programme.lapses_by_district.items())
    )
    return {
        "rows": rows,
        "lapsing": words["lapsing"].format(count=figures.integer(lapsing)) if lapsing else "",
        "none_lapses": words["none_lapses"],
        "places": [(name, figures.integer(-count)) for count, name in places],
    }


def tie_out(month: Month, labels: Labels, words: Part) -> Part:
    """The branch's printed total against its file, the rows read and the roster: steps of all, a row a cell."""
    figures = numbers(month.language)
    place = names(month, labels)
    whole = next((row for row in month.programme.tie_out if row.funding_source == ALL), None)
    if whole is None:
        return {"steps": [], "rows": []}
    steps = []
    before: int | None = None
    for key, value in (
        ("file", whole.file_rows),
        ("loaded", whole.loaded_rows),
        ("covered", whole.covered_rows),
        ("printed", whole.printed_persons),
        ("roster", whole.roster_persons),
    ):
        change = None if value is None or before is None else value - before
        steps.append(
            {
                "title": words["steps"][key],
                "value": "–" if value is None else figures.integer(value),
                "change": "" if change is None else _change(figures, change, words),
                "equal": change == 0,
            }
        )
        before = before if value is None else value
    rows = [
        {
            "title": place.group(row.participant_group),
            "under": place.funder(row.funding_source),
            "cells": [
                "–" if row.printed_persons is None else figures.integer(row.printed_persons),
                figures.integer(row.loaded_rows),
                figures.integer(row.covered_rows),
                figures.integer(row.roster_persons),
            ],
        }
        for row in month.programme.tie_out
        if row is not whole
    ]
    return {"steps": steps, "rows": rows}


def _change(figures: Numbers, change: int, words: Part) -> str:
    return str(words["equal"]) if change == 0 else str(words["change"]).format(change=figures.signed(change))


def register(month: Month, labels: Labels, words: Part) -> Part:
    """Eligible people of the registry by decile and what became of them; covered people who are not in it."""
    figures = numbers(month.language)
    programme = month.programme
    kinds = {kind: programme.registered(kind) for kind in (*ELIGIBLE, OUTSIDE, "covered_in_registry")}
    totals = {kind: sum(counts.values()) for kind, counts in kinds.items()}
    desils = list(programme.eligible_desils)
    rows = []
    for desil in [*desils, ALL]:
        counts = [totals[k] if desil == ALL else kinds[k].get(desil, 0) for k in ELIGIBLE]
        people = sum(counts)
        starts = [sum(counts[:number]) for number in range(len(counts))]
        rows.append(
            {
                "desil": words["all"] if desil == ALL else words["desil"].format(desil=desil),
                "kind": "total" if desil == ALL else "",
                "people": figures.integer(people),
                "cells": [figures.integer(count) for count in counts],
                "share": figures.percent(counts[0], people),
                "bars": [(share(s, people), share(c, people)) for s, c in zip(starts, counts, strict=True)],
            }
        )
    covered = totals[OUTSIDE] + totals["covered_in_registry"]
    name, _, version = programme.registry.partition(" ")
    facts = {
        "registry": f"{words['registries'].get(name, name)} {version}",
        "desils": spans(programme.eligible_desils),
        "missed": figures.integer(totals[MISSED]),
        "outside": figures.integer(totals[OUTSIDE]),
        "share": figures.percent(totals[OUTSIDE], covered),
        "covered": figures.integer(covered),
    }
    return {
        "there": bool(programme.registry),
        "rows": rows,
        "intro": words["intro"].format(**facts),
        "missed": words["missed"].format(**facts),
        "outside": words["outside"].format(**facts),
        "above": _above(month, words),
        "villages": _register_villages(month),
    }


def _above(month: Month, words: Part) -> str:
    """Covered people whom the registry counts above the eligible deciles."""
    figures = numbers(month.language)
    counts = month.programme.registered("covered_in_registry")
    above = sum(count for desil, count in counts.items() if desil not in month.programme.eligible_desils)
    return words["above"].format(count=figures.integer(above)) if above else ""


def _register_villages(month: Month) -> list[Part]:
    """One entry a district: its villages with eligible people on no list and covered people outside, hidden if few."""
    figures = numbers(month.language)
    counts = [month.programme.registered_by_village(kind) for kind in (MISSED, OUTSIDE)]
    result = []
    for district, group in groupby(month.submissions, key=lambda row: str(row["district_name"])):
        rows = list(group)
        columns = [
            shown_counts(
                [found.get(row["village_code"], 0) for row in rows], month.small_count_below, figures
            )
            for found in counts
        ]
        result.append(
            {
                "district": district,
                "rows": [
                    (row["village_name"], [column[place] for column in columns])
                    for place, row in enumerate(rows)
                ],
            }
        )
    return result


def under_way(month: Month, words: Part) -> list[Part]:
    """What the branch is registering or ending within its time, by age; no exceptions."""
    figures = numbers(month.language)
    return [
        {
            "title": words["kinds"][row.kind],
            "age": words["this_month"]
            if row.months == 0
            else words["age"].format(months=figures.integer(row.months)),
            "persons": figures.integer(row.persons),
            "rupiah": figures.rupiah(row.rupiah),
        }
        for row in month.programme.under_way
    ]


def contradictions(month: Month, words: Part) -> str:
    """How many cases both offices judge differently; '' where none."""
    count = month.programme.contradictions
    return words["contradictions"].format(count=numbers(month.language).integer(count)) if count else ""
