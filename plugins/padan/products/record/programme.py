"""The Berita Acara's tables of the programme: money, arrears, tie-out, double funding, registry, coverage, targets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from padan.products.labels import Labels
from padan.products.month import Month
from padan.products.numbers import Numbers, numbers, spans
from padan.products.places import names
from padan.products.programme import ALL, NOBODY_TELLS, Denominator, FundingPair

Table = dict[str, Any]
Words = dict[str, Any]

DASH = "–"
MONEY = ("expected", "billed", "paid", "ahead", "arrears")
REGISTER = ("eligible_covered", "eligible_listed", "eligible_barred", "eligible_on_no_list")
OUTSIDE, INSIDE = "covered_not_in_registry", "covered_in_registry"


def contributions(month: Month, labels: Labels, words: Words) -> Table:
    """One row a funder and group, then the sum: rupiah expected, billed, paid, paid ahead, owed."""
    place, figures = names(month, labels), numbers(month.language)
    found = month.programme.contributions
    rows = [
        [
            place.funder(row.funding_source),
            place.group(row.participant_group),
            *(figures.integer(getattr(row, key)) for key in MONEY),
        ]
        for row in found
    ]
    if rows:
        sums = [figures.integer(sum(getattr(row, key) for row in found)) for key in MONEY]
        rows.append([words["total"], "", *sums])
    return {"header": [words[key] for key in ("funder", "group", *MONEY)], "rows": rows}


def arrears(month: Month, words: Words) -> Table:
    """One row a number of months owed: rows covered and not, who lapses next month, rupiah owed."""
    figures = numbers(month.language)
    found = month.programme.arrears
    rows = [
        [
            words["unknown"] if row.last_paid == NOBODY_TELLS else figures.period(row.last_paid),
            figures.integer(row.months) if row.months else DASH,
            figures.integer(row.covered),
            figures.integer(row.uncovered),
            figures.integer(row.lapses_next) if row.lapses_next else DASH,
            figures.rupiah(row.rupiah),
        ]
        for row in found
    ]
    if rows:
        counts = [sum(getattr(row, key) for row in found) for key in ("covered", "uncovered", "lapses_next")]
        owed = figures.rupiah(sum(row.rupiah for row in found))
        rows.append([words["total"], "", *(figures.integer(count) for count in counts), owed])
    lapsing = sum(row.lapses_next for row in found)
    return {
        "header": [words[key] for key in ("last_paid", "months", "covered", "uncovered", "lapses", "rupiah")],
        "rows": rows,
        "sentence": words["lapsing" if lapsing else "none_lapses"].format(count=figures.integer(lapsing)),
        "none": words["none"],
    }


def tie_out(month: Month, labels: Labels, words: Words) -> Table:
    """One row a funder and group, then all: what the branch printed against its covered rows and the roster."""
    place, figures = names(month, labels), numbers(month.language)
    rows = []
    for row in month.programme.tie_out:
        whole = row.funding_source == ALL
        printed = row.printed_persons
        rows.append(
            [
                words["total"] if whole else place.funder(row.funding_source),
                "" if whole else place.group(row.participant_group),
                DASH if row.file_rows is None else figures.integer(row.file_rows),
                figures.integer(row.loaded_rows),
                figures.integer(row.covered_rows),
                DASH if printed is None else figures.integer(printed),
                DASH if printed is None else figures.signed(printed - row.covered_rows),
                figures.integer(row.roster_persons),
            ]
        )
    columns = ("funder", "group", "file", "loaded", "covered", "printed", "difference", "roster")
    printed_any = any(row.printed_persons is not None for row in month.programme.tie_out)
    return {
        "header": [words[key] for key in columns],
        "rows": rows,
        "note": words["note"] if printed_any else words["no_printed"],
    }


def funding(month: Month, labels: Labels, words: Words) -> Table:
    """One row a kind of evidence, funder and other budget: people paid for twice, months, rupiah."""
    figures = numbers(month.language)
    order = list(words["bases"])
    found = sorted(month.programme.funding_matrix, key=lambda pair: order.index(pair.basis))
    rows = [
        [
            words["bases"][pair.basis],
            _budget(month, labels, pair.funding_source, words),
            _budget(month, labels, pair.other_source, words),
            *_paid_twice([pair], figures),
        ]
        for pair in found
    ]
    if rows:
        rows.append([words["total"], "", "", *_paid_twice(found, figures)])
    columns = ("basis", "keeps", "other", "persons", "months", "rupiah")
    return {"header": [words[key] for key in columns], "rows": rows, "none": words["none"]}


def _paid_twice(pairs: Iterable[FundingPair], figures: Numbers) -> list[str]:
    counts = [(pair.persons, pair.months, pair.rupiah) for pair in pairs]
    persons, months, rupiah = (sum(column) for column in zip(*counts, strict=True))
    return [figures.integer(persons), figures.integer(months), figures.rupiah(rupiah)]


def _budget(month: Month, labels: Labels, code: str, words: Words) -> str:
    if code == NOBODY_TELLS:
        return str(words["unnamed"])
    known = month.titles["funder"].get(code) or month.programme.budgets.get(code)
    return known or names(month, labels).funder(code)


def register(month: Month, words: Words) -> Table:
    """One row a decile the programme is for: eligible people, and what became of them."""
    figures = numbers(month.language)
    programme = month.programme
    counts = {kind: programme.registered(kind) for kind in (*REGISTER, OUTSIDE, INSIDE)}
    rows = []
    for desil in (*programme.eligible_desils, ALL):
        cells = [
            sum(counts[kind].values()) if desil == ALL else counts[kind].get(desil, 0) for kind in REGISTER
        ]
        title = words["total"] if desil == ALL else words["desil"].format(desil=desil)
        share = figures.percent(cells[0], sum(cells))
        rows.append([title, figures.integer(sum(cells)), *(figures.integer(cell) for cell in cells), share])
    outside, inside = sum(counts[OUTSIDE].values()), sum(counts[INSIDE].values())
    facts = {
        "registry": _registry(*_name_and_version(programme.registry), words),
        "missed": figures.integer(sum(counts["eligible_on_no_list"].values())),
        "outside": figures.integer(outside),
        "covered": figures.integer(outside + inside),
        "share": figures.percent(outside, outside + inside),
    }
    columns = ("decile", "people", "covered", "listed", "barred", "no_list", "share")
    return {
        "there": bool(programme.registry),
        "none": words["none"],
        "intro": words["intro"].format(**facts),
        "header": [words["share_of" if key == "share" else key] for key in columns],
        "rows": rows,
        "outside": words["outside"].format(**facts),
    }


def coverage(month: Month, words: Words) -> Table:
    """One row a denominator: what it counts, as of when, and the share of it that is on the roster and covered."""
    figures = numbers(month.language)
    rows = []
    for one in month.programme.denominators:
        people, roster, covered = one.regency
        title, definition = _denominator(one, words)
        rows.append(
            [
                title,
                definition,
                figures.date(one.day),
                figures.integer(people),
                figures.percent(roster, people),
                figures.percent(covered, people),
            ]
        )
    columns = ("denominator", "definition", "date", "people", "roster", "covered")
    return {"header": [words[key] for key in columns], "rows": rows, "note": words["note"]}


def targets(month: Month, labels: Labels, words: Words) -> Table:
    """One row a published target or hand-over: people aimed at, on the roster, covered; its source."""
    figures = numbers(month.language)
    rows = [
        [
            one.title,
            words[one.kind].format(date=figures.date(one.day)),
            figures.integer(one.persons),
            figures.integer(one.roster),
            figures.integer(one.covered),
            figures.percent(one.covered, one.persons),
            one.source,
        ]
        for one in month.programme.targets
    ]
    columns = ("title", "date", "persons", "roster", "covered", "share", "source")
    return {"header": [words[key] for key in columns], "rows": rows}


def _denominator(one: Denominator, words: Words) -> tuple[str, str]:
    if one.kind == "published":
        return one.title, one.definition
    facts = {
        "registry": _registry(one.registry, one.registry_version, words),
        "desils": spans(one.desils),
    }
    return words["titles"][one.kind].format(**facts), words["definitions"][one.kind].format(**facts)


def _registry(name: str, version: str, words: Words) -> str:
    return f"{words['registries'].get(name, name)} {version}".strip()


def _name_and_version(label: str) -> tuple[str, str]:
    name, _, version = label.partition(" ")
    return name, version
