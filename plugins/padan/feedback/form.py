"""formulir/<village_code>.xlsx: next month's list with the people held, so that a village edits only what changed."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from padan.contracts import load_contract
from padan.feedback import words
from padan.feedback.container import write_bytes
from padan.feedback.model import Built, FormJob, Person

OPTIONS = {
    "in_memory": True,
    # What a village typed stays text, whatever it begins with.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
NUMBERS = ("nik", "family_card_number")
NUMBER_LENGTH = 16
CONTINUES = "lanjut"
_CREATED = datetime(2000, 1, 1)
_CHOICES = ("sex", "participant_group", "funding_source", "action")
_DARK = "#1F3A5F"
_HEAD_HEIGHT = 32


def build_form(job: FormJob) -> Built:
    """Writes the workbook; the same job gives the same bytes."""
    said = words.texts("formulir")
    content = io.BytesIO()
    book = Workbook(content, OPTIONS)
    month = words.figures().period(job.period)
    book.set_properties(
        {
            "title": said["title"],
            "subject": said["subject"].format(month=month),
            "author": said["author"],
            "created": _CREATED,
        }
    )
    _guide(book, job, said, month)
    _list(book, job, said, month)
    book.close()
    return write_bytes(content.getvalue(), job.target, len(job.people), 0)


def _guide(book: Workbook, job: FormJob, said: dict[str, Any], month: str) -> None:
    sheet = book.add_worksheet(said["guide_sheet"])
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 110)
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    title = book.add_format({"bold": True, "font_size": 15, "font_color": _DARK})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    for number, line in enumerate(said["guide"]):
        sheet.write_string(
            number, 0, line.format(file=job.target.name, month=month), text if number else title
        )


def _list(book: Workbook, job: FormJob, said: dict[str, Any], month: str) -> None:
    sheet = book.add_worksheet(said["sheet"])
    fields = list(said["heads"])
    formats = _formats(book)
    head_row = _titles(sheet, job, said, month, formats)
    last = head_row + len(job.people) + said["empty_rows"]
    sheet.set_row(head_row, _HEAD_HEIGHT)
    for column, field in enumerate(fields):
        # Cells that nobody filled yet take the column's format: text, so that no digit is lost.
        options = {"hidden": True} if field == "row_key" else {}
        sheet.set_column(column, column, said["widths"][field], formats["text"], options)
        sheet.write_string(head_row, column, said["heads"][field], formats["head"])
        _validate(sheet, field, column, (head_row + 1, last), said)
    for number, person in enumerate(job.people, start=1):
        for column, value in enumerate(_values(number, person, fields)):
            if isinstance(value, int):
                sheet.write_number(head_row + number, column, value, formats["number"])
            elif value:
                quoted = value.startswith(("=", "+", "-", "@"))
                sheet.write_string(head_row + number, column, value, formats["quoted" if quoted else "cell"])
            else:
                sheet.write_blank(head_row + number, column, None, formats["cell"])
    sheet.freeze_panes(head_row + 1, fields.index("name") + 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.3, right=0.3, top=0.4, bottom=0.4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head_row)
    sheet.activate()
    sheet.set_first_sheet()


def _formats(book: Workbook) -> dict[str, Any]:
    line = {"border": 1, "border_color": "#C8CED6", "valign": "top"}
    head = {"bold": True, "font_color": "#FFFFFF", "bg_color": _DARK, "text_wrap": True, "valign": "vcenter"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14, "font_color": _DARK}),
        "label": book.add_format({"bold": True}),
        "hint": book.add_format({"italic": True, "font_color": "#4A5563"}),
        "head": book.add_format({**head, "border": 1, "align": "center"}),
        "text": book.add_format({"num_format": "@"}),
        "cell": book.add_format({**line, "num_format": "@"}),
        "quoted": book.add_format({**line, "num_format": "@", "quote_prefix": True}),
        "number": book.add_format({**line, "align": "center"}),
    }


def _titles(sheet: Worksheet, job: FormJob, said: dict[str, Any], month: str, formats: dict[str, Any]) -> int:
    """Title rows; returns the row of the heads, from 0."""
    place, labels = job.place, said["labels"]
    kind = "village_of_town" if place.kind == "kelurahan" else "village"
    lines = [
        labels[kind].format(name=place.name.upper()),
        labels["district"].format(district=place.district.upper()),
        labels["code"].format(code=place.code),
        labels["month"].format(month=month.upper()),
    ]
    sheet.write_string(0, 0, said["title"], formats["title"])
    for number, line in enumerate(lines, start=1):
        sheet.write_string(number, 0, line, formats["label"])
    sheet.write_string(len(lines) + 1, 0, labels["hint"].format(people=len(job.people)), formats["hint"])
    return len(lines) + 3


def choices(field: str) -> list[str]:
    """What may stand in a column, in words that reading takes back: the contract's own."""
    contract = load_contract(words.FEED)
    spellings = contract.words[field]
    if field in ("sex", "action"):
        return list(spellings)
    return [spelling[0] for spelling in spellings.values()]


def _validate(sheet: Worksheet, field: str, column: int, rows: tuple[int, int], said: dict[str, Any]) -> None:
    prompts = said["prompts"]
    rule: dict[str, Any] = {}
    if field in NUMBERS:
        rule = {"validate": "length", "criteria": "==", "value": NUMBER_LENGTH}
        rule |= _messages(prompts["number"], prompts["number_error"])
    elif field in _CHOICES:
        rule = {"validate": "list", "source": choices(field)}
        rule |= _messages(prompts.get(field), prompts["choice_error"])
    elif field in prompts:
        rule = {"validate": "any"} | _messages(prompts[field], None)
    if rule:
        sheet.data_validation(rows[0], column, rows[1], column, rule)


def _messages(prompt: dict[str, str] | None, error: dict[str, str] | None) -> dict[str, str]:
    found: dict[str, str] = {}
    if prompt:
        found |= {"input_title": prompt["title"], "input_message": prompt["text"]}
    if error:
        found |= {"error_title": error["title"], "error_message": error["text"]}
    return found


def _values(number: int, person: Person, fields: list[str]) -> list[str | int | None]:
    """One person's cells in the order of the columns."""
    contract = load_contract(words.FEED)
    told: dict[str, str | int | None] = {
        "running_number": number,
        "participant_group": contract.words["participant_group"][person.participant_group][0],
        "funding_source": contract.words["funding_source"][person.funding_source][0],
        "action": CONTINUES,
        "row_key": person.key,
        "note": None,
    }
    return [told[field] if field in told else getattr(person, field) for field in fields]
