"""berita-acara.pdf: the month's official record, typeset by typst from words and figures written out here."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, Literal

import typst

from padan.products.labels import Labels
from padan.products.month import Month
from padan.products.numbers import numbers
from padan.products.record import programme, signing, tables
from padan.products.record.amendment import amendment
from padan.products.record.signatures import Signed
from padan.products.texts import FONTS, TEMPLATES, read_office, read_texts

LAYOUT = TEMPLATES / "berita-acara.typ"
STANDARD: Literal["a-2u"] = "a-2u"
"""PDF/A-2u: fonts inside, text that can be searched, fit for an archive."""


def write_report(
    month: Month, labels: Labels, manifest_sha256: str, path: Path, signed: Signed | None = None
) -> None:
    """Typesets the record of one version; its time stamp is the month's cut-off date, its fonts our own.

    Args:
        month: the version.
        labels: words of its language.
        manifest_sha256: of the manifest that lists the other products.
        path: the file.
        signed: who approved it; None for the draft that is published.
    """
    data = report_data(month, labels, manifest_sha256, signed)
    content = typst.compile(
        LAYOUT,
        root=TEMPLATES,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
        timestamp=datetime.combine(month.cut_off, time(), UTC),
        pdf_standards=STANDARD,
    )
    path.write_bytes(content)


def report_data(
    month: Month, labels: Labels, manifest_sha256: str, signed: Signed | None = None
) -> dict[str, Any]:
    """Everything the layout sets, in words: texts, tables as rows of strings, which rows stand out."""
    words = read_texts(month.language, "berita-acara")
    office = read_office(month.regency)
    figures = numbers(month.language)
    period = figures.period(month.period)
    kind = words["kinds"]["amendment" if month.amendment else "record"]
    facts = {
        "title": kind["short"],
        "period": period,
        "version": month.version,
        "amends": month.amendment.amends_version if month.amendment else "",
        "cut_off": figures.date(month.cut_off),
        "place": office["first_party"]["place"],
        "code_version": month.head["code_version"],
    }
    places = (office["first_party"]["place"], office["second_party"]["place"])
    return {
        "language": month.language,
        "words": words,
        "title": kind["title"],
        "document_title": f"{kind['title']} {period}",
        "draft": signed is None,
        "number": signing.number_line(signed, words),
        "footer": words["footer"].format(**facts),
        "period_line": words["period_line"].format(**facts),
        "opening": signing.opening(places[0], signed, words, figures),
        "agreed": kind["agreed"].format(**facts),
        "first": _party(office, "first_party", month.language),
        "second": _party(office, "second_party", month.language),
        "place_dates": signing.place_dates(places, signed, words, figures),
        "legal_basis": office["legal_basis"],
        "amendment": amendment(month, labels, words["amendment"]),
        "totals": tables.totals(month, labels, words["totals"]),
        "bridge": tables.bridge(month, labels),
        "bridge_header": [words["bridge"][key] for key in ("sign", "line", "persons", "rupiah")],
        "bridge_note": tables.bridge_note(month, words["bridge"]),
        "money": tables.money(month, labels, words["money"]),
        "contributions": programme.contributions(month, labels, words["contributions"]),
        "arrears": programme.arrears(month, words["arrears"]),
        "tie_out": programme.tie_out(month, labels, words["tie_out"]),
        "funding": programme.funding(month, labels, words["funding"]),
        "status": tables.status(month, labels, words["status"]),
        "submissions": tables.submissions(month, labels, words["submissions"]),
        "register": programme.register(month, {**words["coverage"], **words["register"]}),
        "coverage": programme.coverage(month, words["coverage"]),
        "targets": programme.targets(month, labels, words["targets"]),
        "quality": tables.quality(month, labels, words["quality"]),
        "cases": tables.cases(month, labels, words["cases"]),
        "annex": tables.annex(month, labels, words["annex"]),
        "approvals": signing.approvals(signed, words, figures),
        "root": signed.root if signed else "",
        "manifest_sha256": manifest_sha256,
        "inputs_sha256": month.head["inputs_sha256"],
        "code_line": words["manifest"]["code"].format(**facts),
        "qr": signing.code_svg(signing.code_text(month, manifest_sha256)),
    }


def _party(office: dict[str, Any], which: str, language: str) -> dict[str, str]:
    """One signing office; a role without words in the language keeps its official Indonesian ones."""
    party = office[which]
    regency = office["regency_name"]
    name = party["name"]
    return {
        "name": name,
        # The letterhead names the regency in the line above.
        "office": name.removesuffix(regency).strip(),
        "government": party["government"],
        "place": party["place"],
        "role": party.get(f"role_{language}", party["role_id"]),
    }
