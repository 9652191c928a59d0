"""rekonsiliasi.xlsx or rekonsiliasi-lengkap.xlsx as it comes back → staging.verdict_row.

Sheets may be gone, rows sorted, hidden or deleted, columns added: a row is known by its case code, a column by its
head. Nothing but the answers is kept: no name and no NIK of the workbook's people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from padan.contracts import Contract
from padan.identity.case_codes import read_case_code
from padan.identity.dates import read_date, read_period
from padan.intake.cells import is_blank, squeeze
from padan.intake.containers import Sheet
from padan.intake.records import FileReading, ReadingTools, Refusal, RowSet, SourceRef, Value
from padan.intake.verdicts.words import OFFICES, read_verdict

TABLE = "staging.verdict_row"
COLUMNS = (
    ("member", "sheet", "row_number", "office", "case_written", "case_code", "case_fault")
    + ("verdict_written", "verdict", "candidate", "guessed")
    + ("decided_by", "decided_on_written", "decided_on", "note", "declared_period", "declared_version")
)  # fmt: skip
LABELS = "summary_labels"
_LONGEST = 2000
_NUMBER = re.compile(r"\d{1,6}")


@dataclass(frozen=True)
class Answer:
    """One filled verdict cell, with what stands beside it."""

    member: str
    sheet: str
    row_number: int
    office: str
    case_written: str
    written: str
    decided_by: str
    decided_on: str
    note: str


@dataclass
class Summary:
    """What the sheets without cases say: which version the workbook is of, who filled it in and when.

    told: label ('period', 'version', 'decided_by', 'decided_by_branch', ...) → text beside it; the first one stands.
    """

    told: dict[str, str] = field(default_factory=dict)

    def of(self, label: str, office: str) -> str:
        """What is told of an office, else of both."""
        return self.told.get(f"{label}_{office}") or self.told.get(label, "")


def read_verdict_file(
    sheets: list[Sheet], source: SourceRef, tools: ReadingTools, reading: FileReading
) -> None:
    """Fills `reading` from every sheet with case codes; rows without a verdict are counted, not kept.

    Raises:
        Refusal: no_case_table: no sheet has a column of case codes and one of verdicts; wrong_month: the workbook is
            another month's.
    """
    answers: list[Answer] = []
    summaries: dict[str, Summary] = {}
    found = False
    for sheet in sheets:
        rows = list(sheet.rows)
        head = _head(rows[: tools.limits["header_rows"]], tools.contract)
        if head is None:
            _take_labels(rows, tools.contract, summaries.setdefault(sheet.member, Summary()))
            reading.count("sheet_without_table")
            continue
        found = True
        number, columns = head
        reading.layout.append(
            {"sheet": sheet.name, "member": sheet.member, "row": number, "columns": columns}
        )
        answers += _answers(sheet, rows[number:], number + 1, columns, tools.contract, reading)
    if not found:
        raise Refusal("no_case_table", expected=_heads(tools.contract))
    for summary in summaries.values():
        _check_month(summary, source)
    reading.outcome = "read"
    reading.rows = len(answers)
    reading.declared_period = next(iter(sorted(filter(None, map(_period, summaries.values())))), None)
    values = [_typed(answer, summaries.get(answer.member, Summary()), tools) for answer in answers]
    reading.tables[TABLE] = RowSet(COLUMNS, values)


def _heads(contract: Contract) -> list[str]:
    return [column.title.id for column in contract.columns if column.required_header]


def _head(rows: list[list[str]], contract: Contract) -> tuple[int, dict[str, int]] | None:
    """The first row with a head for case codes and one for verdicts: its number, and where each column stands."""
    for number, cells in enumerate(rows, start=1):
        columns: dict[str, int] = {}
        for place, cell in enumerate(cells):
            column = contract.column_for(cell) if cell else None
            if column is not None:
                columns.setdefault(column.name, place)
        if "case_code" in columns and any(f"verdict_{office}" in columns for office in OFFICES):
            return number, columns
    return None


def _take_labels(rows: Iterable[list[str]], contract: Contract, summary: Summary) -> None:
    """Keeps what stands right of a label. A label is the first thing in its row: elsewhere it is a table's head."""
    for cells in rows:
        filled = [cell for cell in cells if not is_blank(cell)]
        label = contract.word(LABELS, filled[0]) if filled else None
        if label and len(filled) > 1 and contract.word(LABELS, filled[1]) is None:
            summary.told.setdefault(label, squeeze(filled[1]))


def _answers(
    sheet: Sheet,
    rows: list[list[str]],
    first: int,
    columns: Mapping[str, int],
    contract: Contract,
    reading: FileReading,
) -> Iterable[Answer]:
    for number, cells in enumerate(rows, start=first):
        if all(is_blank(cell) for cell in cells):
            continue
        told = {name: _cell(cells, place) for name, place in columns.items()}
        if told["case_code"] and _is_head(told["case_code"], contract):
            reading.count("repeated_header")
            continue
        given = [office for office in OFFICES if told.get(f"verdict_{office}")]
        if not given:
            reading.count("unanswered")
        for office in given:
            yield Answer(
                sheet.member,
                sheet.name,
                number,
                office,
                told["case_code"],
                told[f"verdict_{office}"],
                told.get(f"decided_by_{office}") or told.get("decided_by", ""),
                told.get(f"decided_on_{office}") or told.get("decided_on", ""),
                told.get("note", ""),
            )


def _is_head(text: str, contract: Contract) -> bool:
    column = contract.column_for(text)
    return column is not None and column.name == "case_code"


def _cell(cells: list[str], place: int) -> str:
    return squeeze(cells[place])[:_LONGEST] if place < len(cells) and not is_blank(cells[place]) else ""


def _typed(answer: Answer, summary: Summary, tools: ReadingTools) -> tuple[Value, ...]:
    day = tools.as_of
    code = read_case_code(answer.case_written)
    verdict = read_verdict(answer.written, answer.office, day, tools.contract)
    decided_on = answer.decided_on or summary.of("decided_on", answer.office)
    return (
        *(answer.member, answer.sheet, answer.row_number, answer.office),
        *(answer.case_written or None, code.code, code.fault),
        *(answer.written, verdict.verdict, verdict.candidate, verdict.guessed),
        answer.decided_by or summary.of("decided_by", answer.office) or None,
        *(decided_on or None, _day(decided_on, day), answer.note or None),
        *(_period(summary), _version(summary)),
    )


def _day(text: str, as_of: date) -> date | None:
    return read_date(text, as_of=as_of, birth=False).date


def _period(summary: Summary) -> str | None:
    return read_period(summary.told.get("period", ""))


def _version(summary: Summary) -> int | None:
    found = _NUMBER.search(summary.told.get("version", ""))
    return int(found[0]) if found else None


def _check_month(summary: Summary, source: SourceRef) -> None:
    period = _period(summary)
    if period is not None and period != source.collection:
        raise Refusal("wrong_month", found=period, expected=source.collection)
