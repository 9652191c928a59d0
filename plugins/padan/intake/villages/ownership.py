"""Whose list is a file? The evidence of every sheet, folded into one answer for the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from padan.area.evidence import Decision, parts_of
from padan.area.mentions import loosely_named
from padan.intake.records import ReadingTools, Refusal, SourceRef
from padan.intake.table.evidence import labels, place_cells, whose
from padan.intake.table.sections import Section
from padan.intake.table.tables import Found, Table

_UNKNOWN = "unknown"

RowCode = Callable[[list[str], Section], str]
"""From a row's cells (merged ones filled down) and its section to its village's code."""


@dataclass
class Ownership:
    """The decisions about a file's sheets.

    Attributes:
        tools: places of the regency.
        tables: the file's tables.
        decisions: one for each table, in their order; one a member where there is no table.
        assigned: the village that a person assigned the file to, before all evidence.
        path: where the file lay.
    """

    tools: ReadingTools
    tables: list[Table]
    decisions: list[Decision]
    assigned: str | None = None
    path: str = ""

    @property
    def named(self) -> list[str]:
        """Villages that the evidence names by code: whom a refusal is told."""
        if self.assigned:
            return [self.assigned]
        return sorted({code for decision in self.decisions for code in decision.named_by_code})

    @property
    def decided(self) -> list[str]:
        """Villages that sheets were found to belong to."""
        return sorted({decision.village_code for decision in self.decisions if decision.village_code})

    def settle(self) -> None:
        """Raises a Refusal unless it is clear whose list the file is."""
        if self.assigned:
            return
        for table, decision in zip(self.tables, self.decisions, strict=False):
            if decision.status == "contradictory":
                raise self._refusal("village_contradictory", decision, _place(table))
        if self.decided or any(decision.status == "several" for decision in self.decisions):
            return
        for status in ("contradictory", "ambiguous", "unknown"):
            for decision in self.decisions:
                if decision.status == status:
                    raise self._refusal(f"village_{status}", decision, "")

    def _refusal(self, code: str, decision: Decision, sheet: str) -> Refusal:
        candidates = [self._title(code) for code in decision.candidates[:10]]
        return Refusal(
            code, sheet=sheet, found=", ".join(self._read_names(decision)) or "-", candidates=candidates
        )

    def _read_names(self, decision: Decision) -> list[str]:
        """The names of the places that were read, each once: of five villages Pabuaran the one name."""
        villages, districts = self.tools.places.villages, self.tools.places.districts
        names = {villages[code].name for one in decision.evidence for code in one.villages}
        if not names:
            names = {
                f"Kec. {districts[one.district_code]}"
                for one in decision.evidence
                if one.district_code is not None and one.district_code in districts
            }
        return sorted(names) or self._in_path()

    def _in_path(self) -> list[str]:
        """Names in the path alone, which are no evidence: the clerk sees that they were read, and do not suffice."""
        codes = loosely_named(self.tools.places, labels(self.tools), parts_of(self.path))
        return sorted({self.tools.places.villages[code].name for code in codes})

    def _title(self, code: str) -> str:
        village = self.tools.places.villages.get(code)
        return (
            f"{code} {village.name}"
            if village
            else f"{code} {self.tools.places.districts.get(code, '')}".strip()
        )

    def row_code(self, table: Table) -> RowCode:
        """A function from a row to its village code, '...unknown' where it cannot be told."""
        if assigned := self.assigned:
            return lambda _cells, _section: assigned
        decision = self.decisions[next(at for at, one in enumerate(self.tables) if one is table)]
        decided = self.decided
        alone = decision.status != "several" and len(decided) == 1 and _allows(decision, decided[0])
        if alone and not self._names_another(table, decision, decided[0]):
            only = decided[0]
            return lambda _cells, _section: only
        own = decision.village_code or self._unknown(decision)
        places, pair, district = self.tools.places, place_cells(table.header), decision.district_code

        def code(cells: list[str], section: Section) -> str:
            village, own_district = pair(cells)
            village = village or section.village
            if village is None:
                return own
            found = places.resolve_row(village, own_district or district)
            if decision.village_code and found.endswith(_UNKNOWN):
                return own
            # What stands outside the district that the whole list names is a row to be looked at.
            return (
                found
                if district is None or places.district_of(found) == district
                else self._unknown(decision)
            )

        return code

    def _names_another(self, table: Table, decision: Decision, village: str) -> bool:
        """Whether a zip's member without evidence of its own lies in a folder, or has a name, of another village."""
        if decision.village_code or not table.member:
            return False
        named = loosely_named(self.tools.places, labels(self.tools), parts_of(table.member))
        return bool(named) and village not in named

    def _unknown(self, decision: Decision) -> str:
        regency = self.tools.places.regency
        return f"{decision.district_code or f'{regency}.{_UNKNOWN}'}.{_UNKNOWN}"

    def codes(self, tables: list[Table]) -> list[str]:
        """Villages whose list the file is; of a district's file, those of its rows."""
        if self.assigned:
            return [self.assigned]
        codes = set(self.decided)
        for table in tables:
            code = self.row_code(table)
            codes.update(code(cells, section) for _, _, cells, section in table.told_rows())
        return sorted(code for code in codes if not code.endswith(_UNKNOWN))


def _allows(decision: Decision, village: str) -> bool:
    """Whether a sheet that names no village for certain may be another sheet's village."""
    return decision.village_code == village or not decision.candidates or village in decision.candidates


def _place(table: Table) -> str:
    return f"{table.member} › {table.sheet}".strip(" ›") if table.member else table.sheet


def file_owner(found: Found, source: SourceRef, tools: ReadingTools) -> Ownership:
    """Looks at path, titles, sheet name and columns of every table."""
    decisions = []
    for table in found.tables:
        pair = place_cells(table.header)
        told = ((pair(cells), section) for _, _, cells, section in table.told_rows())
        columns = ((village or section.village, district) for (village, district), section in told)
        titles = table.above + table.titles + found.titles.get(table.member, [])
        decisions.append(
            whose(tools, source, member=table.member, titles=titles, sheet=table.sheet, columns=columns)
        )
    if not decisions:
        for member, titles in found.titles.items() or [("", [])]:
            decisions.append(whose(tools, source, member=member, titles=titles))
    return Ownership(tools, found.tables, decisions, source.village, source.path)


def named_by_path(source: SourceRef, tools: ReadingTools) -> list[str]:
    """Villages whose code stands in the path: all that is known of a file that cannot be opened."""
    if source.village:
        return [source.village]
    return list(whose(tools, source).named_by_code)
