"""What the summary sheets of all workbooks share: which month it is, the head of a table, how it prints."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from xlsxwriter.worksheet import Worksheet

from padan.products.labels import Labels
from padan.products.month import Month
from padan.products.numbers import numbers

_NOTHING: Mapping[str, str] = MappingProxyType({})


def write_about(
    sheet: Worksheet, style: dict[str, Any], month: Month, labels: Labels, words: dict[str, Any],
    further: Mapping[str, str] = _NOTHING,
) -> int:  # fmt: skip
    """Writes the title and the facts of the month; returns the row below.

    Args:
        sheet: empty so far.
        style: formats by name.
        month: the version.
        labels: words of its status.
        words: the sheet's own; `heading` and one for each fact.
        further: more facts, by the key of their words.
    """
    figures = numbers(month.language)
    sheet.write_string(0, 0, words["heading"], style["title"])
    facts = {
        "period": figures.period(month.period),
        "version": str(month.version),
        "status": labels.of("version_status", month.head["status"]),
        "cut_off": figures.date(month.cut_off),
        **further,
    }
    for number, (key, value) in enumerate(facts.items(), start=2):
        sheet.write_string(number, 0, words[key], style["text"])
        sheet.write_string(number, 1, value, style["bold"])
    return 2 + len(facts)


def write_head(sheet: Worksheet, style: dict[str, Any], row: int, titles: list[str], texts: int = 1) -> None:
    """Writes a table's header; the first `texts` columns hold words, the others figures."""
    for place, title in enumerate(titles):
        sheet.write_string(row, place, title, style["head" if place < texts else "head_number"])


def set_up_print(sheet: Worksheet, footer: str) -> None:
    """A4, lying, one page wide."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(footer)
