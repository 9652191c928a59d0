"""rekonsiliasi.html: one page for everybody, without personal data, that needs nothing but itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2

from padan.products.labels import Labels
from padan.products.month import MATCHED, Month, amount
from padan.products.numbers import Numbers, numbers
from padan.products.page import coverage, parts, programme
from padan.products.page.counts import suppressed_villages
from padan.products.texts import TEMPLATES, read_office, read_texts

LAYOUT = "rekonsiliasi.html.j2"

ANCHORS = {
    "bridge": "jembatan",
    "coverage": "cakupan",
    "targets": "sasaran",
    "money": "iuran",
    "funding": "ganda",
    "register": "register",
    "submissions": "pengajuan",
    "cases": "kasus",
    "quality": "mutu",
    "districts": "kecamatan",
}
"""Section → its anchor, in the order of the page."""


def write_page(month: Month, labels: Labels, path: Path) -> None:
    """Writes the page of one version."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    text = environment.get_template(LAYOUT).render(page_data(month, labels))
    path.write_text(text, "utf-8", newline="\n")


def page_data(month: Month, labels: Labels) -> dict[str, Any]:
    """Everything the layout shows: words, figures written out, places of what is drawn."""
    words = read_texts(month.language, "page")
    office = read_office(month.regency)
    figures = numbers(month.language)
    limit = month.small_count_below
    facts = {
        "period": figures.period(month.period),
        "version": month.version,
        "cut_off": figures.date(month.cut_off),
        "limit": figures.integer(limit),
        "below": figures.below(limit),
        "code_version": month.head["code_version"],
        "first": office["first_party"]["name"],
        "second": office["second_party"]["name"],
    }
    return {
        "language": month.language,
        "words": words,
        "title": words["title"].format(**facts),
        "subheading": words["subheading"].format(**facts),
        "privacy": words["privacy"].format(**facts),
        "parties": words["parties"].format(**facts),
        "code": words["code"].format(**facts),
        "status": labels.of("version_status", month.head["status"]),
        "draft": month.draft,
        "inputs_sha256": month.head["inputs_sha256"],
        "anchors": [pair for pair in ANCHORS.items() if pair[0] not in _missing(month)],
        "headlines": _headlines(month, words["headlines"], figures),
        "waterfall": parts.waterfall(month, labels, words["bridge"]),
        "bridge_table": parts.bridge_table(month, labels),
        "maps": coverage.coverage_maps(month, words["coverage"]),
        "denominators": coverage.denominators(month, words["coverage"]),
        "coverage_by_district": coverage.coverage_by_district(month, words["coverage"]),
        "targets": coverage.targets(month, labels, words["targets"]),
        "register": programme.register(
            month, labels, {**words["register"], "registries": words["coverage"]["registries"]}
        ),
        "funding": programme.funding(month, labels, words["funding"]),
        "money": programme.money(month, labels),
        "arrears": programme.arrears(month, words["arrears"]),
        "tie_out": programme.tie_out(month, labels, words["tie_out"]),
        "under_way": programme.under_way(month, words["under_way"]),
        "contradictions": programme.contradictions(month, words["cases"]),
        "calendar": parts.calendar(month, words["submissions"]),
        "states": parts.submission_states(month, labels, words["submissions"]),
        "waiting": parts.waiting(month, labels, words["submissions"]),
        "ageing": parts.ageing(month, labels),
        "ledger": parts.ledger(month, labels),
        "quality": parts.quality(month, labels, words["quality"]),
        "districts": parts.districts(month, labels),
        "villages": suppressed_villages(month, labels),
    }


def _missing(month: Month) -> set[str]:
    """Sections that a month without such data does not have."""
    programme = month.programme
    missing = {"targets"} if not programme.targets else set()
    missing |= {"money", "funding"} if not programme.contributions else set()
    return missing | ({"register"} if not programme.registry else set())


def _headlines(month: Month, words: dict[str, str], figures: Numbers) -> list[dict[str, str]]:
    """The first figures: title, value, what it is measured by."""
    lines = month.bridge
    submitted = amount(lines, "submitted", "carried_forward").persons
    roster = amount(lines, "roster").persons
    paired = amount(lines, *MATCHED).persons
    values = {
        "roster": (figures.integer(roster), {"submitted": figures.integer(submitted)}),
        "paired": (figures.integer(paired), {"share": figures.percent(paired, roster)}),
        "gap": (figures.integer(roster - paired), {"share": figures.percent(roster - paired, roster)}),
        "covered": (
            figures.integer(amount(lines, "covered_at_branch").persons),
            {"rows": figures.integer(amount(lines, "rows_at_branch").persons)},
        ),
        "billed": (
            figures.rupiah(month.head["billed_rupiah"]),
            {"expected": figures.rupiah(month.head["expected_rupiah"])},
        ),
        "cases": (
            figures.integer(month.count_cases()),
            {"villages": figures.integer(len({row["village_code"] for row in month.cases}))},
        ),
    }
    return [
        {"title": words[key], "value": value, "note": words[f"{key}_note"].format(**facts)}
        for key, (value, facts) in values.items()
    ]
