"""What people decided about layouts, where a sheet is read; and what they are told where nobody decided yet."""

from __future__ import annotations

from padan.intake.containers import Sheet
from padan.intake.header import Aids, Header, decision_entry
from padan.intake.parameters import parameter
from padan.intake.records import ColumnMapping, ReadingTools, Refusal, SourceRef
from padan.intake.table.evidence import place_cells, whose
from padan.intake.table.titles import title_lines


class SheetIgnored(Exception):  # noqa: N818 - a decision, no failure
    """A person decided that nothing of a sheet is to be read."""


class Unclear(Refusal):
    """A refusal of heads that a person can decide about."""

    def __init__(self, refusal: Refusal, header: Header) -> None:
        """Takes the refusal over, with the heads in question."""
        super().__init__(refusal.code, **refusal.details)
        self.header = header


def aids_for(sheet: Sheet, rows: list[list[str]], tools: ReadingTools, source: SourceRef | None) -> Aids:
    """Decisions and bounds for one sheet."""

    def holds(mapping: ColumnMapping, header: Header) -> bool:
        if mapping.village_code is None:
            return True
        if source is None:
            return False
        pair = place_cells(header)
        decision = whose(
            tools,
            source,
            member=sheet.member,
            titles=title_lines(rows[: header.first_row - 1]),
            sheet=sheet.name,
            columns=(pair(cells) for cells in rows[header.row_number :]),
        )
        return mapping.village_code in (decision.village_code, *decision.named_by_code)

    return Aids(
        parameter("header_similarity_accept", tools.as_of),
        parameter("header_similarity_suggest", tools.as_of),
        tools.as_of,
        tools.mappings,
        holds,
    )


def entry_for(problem: Refusal, village_code: str | None, tools: ReadingTools) -> str | None:
    """The decision that would settle a refusal of heads, ready to be pasted; None where none would."""
    if not isinstance(problem, Unclear) or "entry" not in problem.details:
        return None
    return decision_entry(problem.header, village_code, tools.contract)


def with_entry(problem: Refusal, tools: ReadingTools) -> Refusal:
    """The refusal with the decision that would settle it, for whatever list has these heads."""
    entry = entry_for(problem, None, tools)
    if entry is not None:
        problem.details["entry"] = entry
    return problem
