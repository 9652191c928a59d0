"""The first two sheets of rekonsiliasi.xlsx: the month's figures and the bridge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from padan.products.bridge import MONEY_ONLY, steps
from padan.products.labels import Labels
from padan.products.month import MATCHED, Month, amount
from padan.products.numbers import numbers
from padan.products.places import names
from padan.products.sheets.summary import set_up_print, write_about, write_head

HEADLINES = ("submitted", "roster", *MATCHED, "rows_at_branch", "covered_at_branch", "printed_total")


def add_summary(
    book: Workbook,
    style: dict[str, Any],
    month: Month,
    labels: Labels,
    texts: dict[str, Any],
    sheets: dict[str, str],
    totals: Mapping[str, int],
    *,
    full: bool,
) -> None:
    """Adds the summary: what it is, who fills it in, figures, by funder and group, cases by cause, how to fill in."""
    words = texts["summary"]
    sheet = book.add_worksheet(texts["sheets"]["summary"])
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, 4, 19)
    further = {
        "deadline": numbers(month.language).date(month.deadline),
        "inputs": month.head["inputs_sha256"],
    }
    row = write_about(sheet, style, month, labels, words, further)
    row = _filled_in_by(sheet, style, words, row + 1)
    row = _figures(sheet, style, month, labels, words, row + 1)
    row = _by_funder(sheet, style, month, labels, words, row + 1)
    row = _by_cause(sheet, style, month, labels, words, sheets, row + 1)
    row = _beside_cases(sheet, style, words, totals, row + 1)
    row += 1
    sheet.write_string(row, 0, words["how_heading"], style["heading"])
    for line in (*words["how"], words["full" if full else "masked"]):
        row += 1
        sheet.merge_range(row, 0, row, 4, line, style["wrap"])
        sheet.set_row(row, 28)
    set_up_print(sheet, f"&R{texts['footer']}")


def add_bridge(
    book: Workbook, style: dict[str, Any], month: Month, labels: Labels, texts: dict[str, Any]
) -> None:
    """Adds the bridge of the whole regency, then of each funder and group: sign, line, people, rupiah.

    The lines of the printed total stand there only where the branch printed one.
    """
    words = texts["bridge"]
    name = names(month, labels)
    sheet = book.add_worksheet(texts["sheets"]["bridge"])
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 7)
    sheet.set_column(1, 1, 46)
    printed = "printed_total" in month.bridge
    tables = [(name.everything, month.bridge)]
    tables += [
        (f"{name.funder(funder)} · {name.group(group)}", lines)
        for (funder, group), lines in month.cells.items()
    ]
    sheet.set_column(2, 2 * len(tables) + 1, 17)
    sheet.merge_range(0, 0, 1, 0, words["sign"], style["head"])
    sheet.merge_range(0, 1, 1, 1, words["line"], style["head"])
    sheet.set_row(0, 30)
    for place, (title, lines) in enumerate(tables):
        column = 2 + 2 * place
        sheet.merge_range(0, column, 0, column + 1, title, style["head"])
        sheet.write_string(1, column, words["persons"], style["head_number"])
        sheet.write_string(1, column + 1, words["rupiah"], style["head_number"])
        for number, step in enumerate(steps(lines, labels, printed=printed), start=2):
            total = step.kind == "total"
            if place == 0:
                sheet.write_string(number, 0, step.sign, style["sign"])
                kind = "bold" if total else "indent" if step.kind == "part" else "text"
                sheet.write_string(number, 1, step.label, style[kind])
            form = style["number_bold" if total else "number"]
            if step.line == MONEY_ONLY:
                sheet.write_blank(number, column, None, form)
            else:
                sheet.write_number(number, column, step.amount.persons, form)
            sheet.write_number(number, column + 1, step.amount.rupiah, form)
    sheet.freeze_panes(2, 2)
    set_up_print(sheet, f"&R{texts['footer']}")


def _filled_in_by(sheet: Worksheet, style: dict[str, Any], words: dict[str, Any], row: int) -> int:
    """Who fills the workbook in, and when: read again when it comes back, by the words on the left."""
    sheet.write_string(row, 0, words["answers_heading"], style["heading"])
    for key, label in words["answers"].items():
        row += 1
        sheet.write_string(row, 0, label, style["text"])
        sheet.write_blank(row, 1, None, style["day_answer" if key.startswith("decided_on") else "answer"])
    return row + 1


def _beside_cases(
    sheet: Worksheet, style: dict[str, Any], words: dict[str, Any], totals: Mapping[str, int], row: int
) -> int:
    """Numbers that are no exceptions: people in process, people found by a confirmed link, contradictions."""
    for key, label in words["beside"].items():
        sheet.write_string(row, 0, label, style["text"])
        sheet.write_number(row, 1, totals[key], style["number"])
        row += 1
    return row


def _figures(
    sheet: Worksheet, style: dict[str, Any], month: Month, labels: Labels, words: dict[str, Any], row: int
) -> int:
    write_head(sheet, style, row, [words["figures"], words["persons"], words["rupiah"]])
    lines = month.bridge
    for line in HEADLINES:
        if line not in lines:
            continue
        row += 1
        sheet.write_string(row, 0, labels.line(line), style["text"])
        sheet.write_number(row, 1, lines[line].persons, style["number"])
        sheet.write_number(row, 2, lines[line].rupiah, style["number"])
    expected, billed = month.head["expected_rupiah"], month.head["billed_rupiah"]
    for key, value in (("expected", expected), ("billed", billed), ("difference", billed - expected)):
        row += 1
        sheet.write_string(row, 0, words[key], style["bold"])
        sheet.write_blank(row, 1, None, style["text"])
        sheet.write_number(row, 2, value, style["number_bold"])
    return row + 1


def _by_funder(
    sheet: Worksheet, style: dict[str, Any], month: Month, labels: Labels, words: dict[str, Any], row: int
) -> int:
    name = names(month, labels)
    sheet.write_string(row, 0, words["funders"], style["heading"])
    row += 1
    write_head(
        sheet,
        style,
        row,
        [
            words["funder"],
            words["group"],
            labels.line("roster"),
            labels.paired,
            labels.line("covered_at_branch"),
        ],
        texts=2,
    )
    for (funder, group), lines in month.cells.items():
        row += 1
        sheet.write_string(row, 0, name.funder(funder), style["text"])
        sheet.write_string(row, 1, name.group(group), style["text"])
        values = (amount(lines, "roster"), amount(lines, *MATCHED), amount(lines, "covered_at_branch"))
        for place, value in enumerate(values, start=2):
            sheet.write_number(row, place, value.persons, style["number"])
    return row + 1


def _by_cause(
    sheet: Worksheet,
    style: dict[str, Any],
    month: Month,
    labels: Labels,
    words: dict[str, Any],
    sheets: dict[str, str],
    row: int,
) -> int:
    sheet.write_string(row, 0, words["cases"], style["heading"])
    row += 1
    owners = sorted({case["owner"] for case in month.cases}, key=list(labels.words["owners"]).index)
    titles = [words["cause"], words["total"], *(labels.of("owners", owner) for owner in owners)]
    write_head(sheet, style, row, titles)
    for cause in labels.causes:
        total = month.count_cases(cause=cause)
        if not total:
            continue
        row += 1
        # A link inside the workbook leads to the cause's rows.
        sheet.write_url(row, 0, f"internal:'{sheets[cause]}'!A1", style["text"], labels.of("causes", cause))
        sheet.write_number(row, 1, total, style["number_bold"])
        for place, owner in enumerate(owners, start=2):
            sheet.write_number(row, place, month.count_cases(cause=cause, owner=owner), style["number"])
    row += 1
    sheet.write_string(row, 0, words["total"], style["bold"])
    sheet.write_number(row, 1, month.count_cases(), style["number_bold"])
    for place, owner in enumerate(owners, start=2):
        sheet.write_number(row, place, month.count_cases(owner=owner), style["number_bold"])
    return row + 1
