"""Whose list is a file? The evidence of every sheet, folded into one answer for the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from padan.area.evidence import Decision, PlaceLabels, decide
from padan.intake.columns import getter
from padan.intake.records import ReadingTools, Refusal, SourceRef
from padan.intake.tables import Found, Table

_UNKNOWN = "unknown"


def labels(tools: ReadingTools) -> PlaceLabels:
    """The words that stand before a place's name in title rows."""
    words = tools.contract.words["title_labels"]
    village = (*words["village"], *words.get("village_code", ()))
    return PlaceLabels(
        tuple(word.upper() for word in village), tuple(word.upper() for word in words["district"])
    )


@dataclass
class Ownership:
    """The decisions about a file's sheets.

    Attributes:
        tools: places of the regency.
        decisions: one for each table, in their order; one for the whole file where it has no table.
        district_file: whether its sheets, or its rows, name different villages.
    """

    tools: ReadingTools
    tables: list[Table]
    decisions: list[Decision]

    @property
    def named(self) -> list[str]:
        """Villages that the evidence names by code: whom a refusal is told."""
        return sorted({code for decision in self.decisions for code in decision.named_by_code})

    @property
    def decided(self) -> list[str]:
        """Villages that sheets were found to belong to."""
        return sorted({decision.village_code for decision in self.decisions if decision.village_code})

    def settle(self) -> None:
        """Raises a Refusal unless it is clear whose list the file is."""
        for table, decision in zip(self.tables, self.decisions, strict=False):
            if decision.status == "contradictory":
                raise self._refusal("village_contradictory", decision, table.sheet)
        if self.decided or any(decision.status == "several" for decision in self.decisions):
            return
        for status in ("contradictory", "ambiguous", "unknown"):
            for decision in self.decisions:
                if decision.status == status:
                    raise self._refusal(f"village_{status}", decision, "")

    def _refusal(self, code: str, decision: Decision, sheet: str) -> Refusal:
        candidates = [self._title(code) for code in decision.candidates[:10]]
        found = sorted({evidence.origin for evidence in decision.evidence})
        return Refusal(code, sheet=sheet, found=", ".join(found) or "-", candidates=candidates)

    def _title(self, code: str) -> str:
        village = self.tools.places.villages.get(code)
        return (
            f"{code} {village.name}"
            if village
            else f"{code} {self.tools.places.districts.get(code, '')}".strip()
        )

    def row_code(self, table: Table) -> Callable[[list[str]], str]:
        """A function from a row's cells to its village code, '...unknown' where it cannot be told."""
        decision = self.decisions[self.tables.index(table)]
        decided = self.decided
        if decision.status != "several" and len(decided) == 1:
            only = decided[0]
            return lambda _cells: only
        own = decision.village_code or self._unknown(decision)
        places, pair = self.tools.places, place_cells(table)

        def code(cells: list[str]) -> str:
            village, district = pair(cells)
            if village is None:
                return own
            found = places.resolve_row(village, district or decision.district_code)
            return own if found.endswith(_UNKNOWN) and decision.village_code else found

        return code

    def _unknown(self, decision: Decision) -> str:
        regency = self.tools.places.regency
        return f"{decision.district_code or f'{regency}.{_UNKNOWN}'}.{_UNKNOWN}"

    def codes(self, tables: list[Table]) -> list[str]:
        """Villages whose list the file is; of a district's file, those of its rows."""
        codes = set(self.decided)
        for table in tables:
            code = self.row_code(table)
            codes.update(code(cells) for _, cells in table.rows)
        return sorted(code for code in codes if not code.endswith(_UNKNOWN))


def place_cells(table: Table) -> Callable[[list[str]], tuple[str | None, str | None]]:
    """A function from a row's cells to its village (code or name) and district cells."""
    code, village, district = (
        getter(table.header, field) for field in ("village_code", "village", "district")
    )
    return lambda cells: (code(cells) or village(cells), district(cells))


def file_owner(found: Found, source: SourceRef, tools: ReadingTools) -> Ownership:
    """Looks at path, titles, sheet name and columns of every table."""
    decisions = []
    for table in found.tables:
        pair = place_cells(table)
        columns = (pair(cells) for _, cells in table.rows)
        decisions.append(_decide(tools, source, table.titles + found.titles, table.sheet, columns))
    if not decisions:
        decisions.append(_decide(tools, source, found.titles, "", iter(())))
    return Ownership(tools, found.tables, decisions)


def _decide(
    tools: ReadingTools,
    source: SourceRef,
    titles: list[str],
    sheet: str,
    columns: Iterator[tuple[str | None, str | None]],
) -> Decision:
    return decide(tools.places, labels(tools), path=source.path, titles=titles, sheet=sheet, columns=columns)


def named_by_path(source: SourceRef, tools: ReadingTools) -> list[str]:
    """Villages whose code stands in the path: all that is known of a file that cannot be opened."""
    return list(_decide(tools, source, [], "", iter(())).named_by_code)
