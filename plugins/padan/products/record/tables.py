"""The tables of the Berita Acara: rows of strings, ready to be set."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from padan.products.bridge import MONEY_ONLY, steps
from padan.products.labels import Labels
from padan.products.month import MATCHED, Amount, Lines, Month, amount
from padan.products.numbers import numbers
from padan.products.places import UNKNOWN, names

Table = dict[str, Any]
Words = dict[str, Any]

BANDS = 4
TOP_RULES = 8
COUNTED = ("submitted", "roster", "paired", "covered")


def totals(month: Month, labels: Labels, words: Words) -> Table:
    """One row a funder and group, then the sum: people and contributions."""
    name, figures = names(month, labels), numbers(month.language)

    def row(first: str, second: str, lines: Lines) -> list[str]:
        people = (
            amount(lines, "submitted", "carried_forward"),
            amount(lines, "roster"),
            amount(lines, *MATCHED),
            amount(lines, "covered_at_branch"),
        )
        money = (amount(lines, "roster"), amount(lines, "rows_at_branch"))
        return [
            first,
            second,
            *(figures.integer(value.persons) for value in people),
            *(figures.integer(value.rupiah) for value in money),
        ]

    rows = [
        row(name.funder(funder), name.group(group), lines) for (funder, group), lines in month.cells.items()
    ]
    rows.append(row(words["total"], "", month.bridge))
    columns = ("funder", "group", *COUNTED, "expected", "billed")
    return {"header": [words[column] for column in columns], "rows": rows}


def bridge(month: Month, labels: Labels) -> list[Table]:
    """The bridge of the whole regency, one table a section; `bold` and `parts` are places of rows."""
    figures = numbers(month.language)
    printed = "printed_total" in month.bridge
    result = []
    for section, group in groupby(
        steps(month.bridge, labels, printed=printed), key=lambda step: step.section
    ):
        own = list(group)
        result.append(
            {
                "title": labels.sections[section],
                "rows": [
                    [
                        "" if step.kind == "part" else step.sign.replace("-", figures.minus),
                        step.label,
                        "–" if step.line == MONEY_ONLY else figures.integer(step.amount.persons),
                        figures.rupiah(step.amount.rupiah),
                    ]
                    for step in own
                ],
                "bold": [place for place, step in enumerate(own) if step.kind == "total"],
                "parts": [place for place, step in enumerate(own) if step.kind == "part"],
            }
        )
    return result


def bridge_note(month: Month, words: Words) -> str:
    """What the rupiah mean, and whether the branch printed totals."""
    note: str = words["note"]
    return note if "printed_total" in month.bridge else f"{note} {words['no_printed']}"


def money(month: Month, labels: Labels, words: Words) -> Table:
    """Expected, billed, difference; then what of the difference is known."""
    name, figures = names(month, labels), numbers(month.language)
    expected, billed = month.head["expected_rupiah"], month.head["billed_rupiah"]
    lines = month.bridge
    values = {
        "expected": expected,
        "billed": billed,
        "difference": billed - expected,
        "pair_difference": amount(lines, MONEY_ONLY).rupiah,
        "after_exit": amount(lines, "billed_after_exit").rupiah,
        "duplicate": amount(lines, "duplicate_at_branch").rupiah,
    }
    funders = ", ".join(name.funder(funder) for funder in month.assumed_tariffs)
    return {
        "header": [words["line"], words["amount"]],
        "rows": [[words[key], figures.rupiah(value)] for key, value in values.items()],
        "note": words["assumed"].format(funders=funders) if funders else "",
    }


def status(month: Month, labels: Labels, words: Words) -> Table:
    """One row a status on the branch's list: covered or not, and what was billed."""
    figures = numbers(month.language)
    found: dict[str, dict[bool, Amount]] = {}
    for row in month.branch_status:
        cell = found.setdefault(row["status"], {})
        cell[bool(row["covered"])] = Amount(row["persons"], row["rupiah"])

    def line(title: str, covered: Amount, other: Amount) -> list[str]:
        billed = figures.rupiah((covered + other).rupiah)
        return [title, figures.integer(covered.persons), figures.integer(other.persons), billed]

    known = [status for status in labels.words["branch_status"] if status in found]
    cells = [
        (labels.of("branch_status", s), found[s].get(True, Amount()), found[s].get(False, Amount()))
        for s in known
    ]
    rows = [line(*cell) for cell in cells]
    rows.append(
        line(words["total"], sum((c[1] for c in cells), Amount()), sum((c[2] for c in cells), Amount()))
    )
    return {"header": [words[key] for key in ("status", "covered", "not_covered", "rupiah")], "rows": rows}


def submissions(month: Month, labels: Labels, words: Words) -> Table:
    """One row a state of a list: how many villages."""
    figures = numbers(month.language)
    counts = month.submitted_by_status()
    total = sum(counts.values())
    rows = [
        [title, figures.integer(counts.get(state, 0)), figures.percent(counts.get(state, 0), total)]
        for state, title in labels.words["submission"].items()
    ]
    rows.append([words["total"], figures.integer(total), figures.percent(total, total)])
    return {
        "header": [words[key] for key in ("status", "villages", "share")],
        "rows": rows,
        "note": words["deadline"].format(deadline=figures.date(month.deadline)),
    }


def quality(month: Month, labels: Labels, words: Words) -> Table:
    """One row a severity, and the rules with most findings."""
    figures = numbers(month.language)
    broken = [row for row in month.quality if row["rows_failed"]]
    top = sorted(broken, key=lambda row: (-row["rows_failed"], row["feed"], row["rule_id"]))[:TOP_RULES]
    rows = []
    for severity, title in labels.words["severity"].items():
        own = [row for row in broken if row["severity"] == severity]
        found = figures.integer(sum(row["rows_failed"] for row in own))
        rows.append([title, figures.integer(len(own)), found])
    rejected = amount(month.bridge, "rejected").persons
    return {
        "summary": words["summary"].format(
            rules=figures.integer(len(month.quality)),
            failed=figures.integer(len(broken)),
            held=words["held" if rejected else "none_held"].format(count=figures.integer(rejected)),
        ),
        "header": [words[key] for key in ("severity", "rules", "findings")],
        "rows": rows,
        "top_header": [words[key] for key in ("rule", "message", "owner", "findings")],
        "top": [
            [
                row["rule_id"],
                month.rules[row["rule_id"]],
                labels.of("owners", row["owner"]),
                figures.integer(row["rows_failed"]),
            ]
            for row in top
        ],
    }


def cases(month: Month, labels: Labels, words: Words) -> Table:
    """Open cases by owner and cause with the next step, and by owner and age."""
    figures = numbers(month.language)
    total = month.count_cases()
    rows, ages = [], []
    for owner, title in labels.words["owners"].items():
        if not month.count_cases(owner=owner):
            continue
        for cause in labels.causes:
            count = month.count_cases(owner=owner, cause=cause)
            if count:
                rows.append(
                    [title, labels.of("causes", cause), labels.actions[cause], figures.integer(count)]
                )
        ages.append([title, *_ages(month, owner=owner)])
    if rows:
        rows.append([words["total"], "", "", figures.integer(total)])
        ages.append([words["total"], *_ages(month)])
    return {
        "intro": words["intro"].format(cases=figures.integer(total)),
        "header": [words[key] for key in ("owner", "cause", "action", "cases")],
        "rows": rows,
        "age_header": [words["owner"], *words["ages"], words["total"]],
        "age_rows": ages,
    }


def annex(month: Month, labels: Labels, words: Words) -> Table:
    """One row a district, then what cannot be placed, then the sum."""
    name, figures = names(month, labels), numbers(month.language)

    def row(title: str, villages: str, lines: Lines) -> list[str]:
        submitted = amount(lines, "submitted", "carried_forward").persons
        roster = amount(lines, "roster").persons
        paired = amount(lines, *MATCHED).persons
        covered = amount(lines, "covered_at_branch").persons
        return [
            title,
            villages,
            *(figures.integer(value) for value in (submitted, roster, paired)),
            figures.percent(paired, roster),
            figures.integer(covered),
            figures.integer(roster - paired),
        ]

    rows = [
        row(place.name, figures.integer(place.villages), month.lines("district", place.code))
        for place in month.districts
    ]
    lost = month.lines("district", f"{month.regency}.{UNKNOWN}")
    if lost:
        rows.append(row(name.unknown, "", lost))
    villages = sum(place.villages for place in month.districts)
    rows.append(row(words["total"], figures.integer(villages), month.bridge))
    columns = ("district", "villages", *COUNTED[:3], "share", "covered", "gap")
    return {"header": [words[column] for column in columns], "rows": rows}


def _ages(month: Month, **wanted: str) -> list[str]:
    """Open cases by band of age, then all."""
    figures = numbers(month.language)
    counts = [month.count_cases(band=band, **wanted) for band in range(BANDS)]
    return [figures.integer(count) for count in (*counts, sum(counts))]
