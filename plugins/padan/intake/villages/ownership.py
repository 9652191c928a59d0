"""Whose list is a file? The evidence of every sheet, folded into one answer for the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from padan.area.evidence import Decision, parts_of
from padan.area.mentions import labelled, loosely_named
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
        """Villages that sheets were found to belong to.

        Where one village is named for certain, and no kecamatan sent the file, a sheet's name alone makes no
        second one: it may be a hamlet's.
        """
        every = {one.village_code for one in self.decisions if one.village_code}
        certain = {one.village_code for one in self.decisions if one.village_code and not one.by_hint}
        return sorted(certain if len(certain) == 1 and not self._kecamatan_sent_it() else every)

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
        return sorted({self.tools.places.villages[code].name for code in self._in_parts(self.path)})

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
        if decision.status != "several" and len(decided) == 1 and self._follows(table, decision, decided[0]):
            only = decided[0]
            return lambda _cells, _section: only
        village_code = decision.village_code if decision.village_code in decided else None
        own = village_code or self._unknown(decision)
        places, pair, district = self.tools.places, place_cells(table.header), decision.district_code

        def code(cells: list[str], section: Section) -> str:
            village, own_district = pair(cells)
            village = village or section.village
            if village is None:
                return own
            found = places.resolve_row(village, own_district or district)
            if village_code and found.endswith(_UNKNOWN):
                return own
            # What stands outside the district that the whole list names is a row to be looked at.
            return (
                found
                if district is None or places.district_of(found) == district
                else self._unknown(decision)
            )

        return code

    def _follows(self, table: Table, decision: Decision, village: str) -> bool:
        """Whether a sheet is the list of the one village that the file names for certain.

        A sheet without any evidence follows the others of its workbook. A zip's member is a file of its own: it
        follows where its path has the village's name too, or where it is called as a hamlet beside no other name.
        """
        places = self.tools.places
        if decision.village_code:
            return decision.village_code == village
        if decision.candidates:
            return village in decision.candidates
        if decision.district_code not in (None, places.district_of(village)):
            return False
        if named := self._names(table):
            return village in named
        if self._kecamatan_sent_it():
            return False
        if any(
            one.village_code == village and other.member == table.member
            for other, one in zip(self.tables, self.decisions, strict=True)
        ):
            return True
        return village in self._in_parts(self.path) or (
            _called_as_hamlet(table, self.tools) and all(self._names(one) <= {village} for one in self.tables)
        )

    def _names(self, table: Table) -> set[str]:
        """Villages whose names stand in a sheet's name, or in its member's path."""
        return self._in_parts(table.member) | loosely_named(
            self.tools.places, labels(self.tools), [table.sheet]
        )

    def _in_parts(self, path: str) -> set[str]:
        return loosely_named(self.tools.places, labels(self.tools), parts_of(path))

    def _kecamatan_sent_it(self) -> bool:
        """Whether the file's own name, 'Kec Ciampea Januari.xlsx', names a kecamatan and no village."""
        name = parts_of(self.path)[-1:]
        places, known = self.tools.places, labels(self.tools)
        districts = [one for part in name for one in labelled(places, known, part) if one.district_code]
        return bool(districts) and not loosely_named(places, known, name)

    def _unknown(self, decision: Decision) -> str:
        regency = self.tools.places.regency
        return f"{decision.certain_district or f'{regency}.{_UNKNOWN}'}.{_UNKNOWN}"

    def codes(self, tables: list[Table]) -> list[str]:
        """Villages whose list the file is; of a district's file, those of its rows."""
        if self.assigned:
            return [self.assigned]
        codes = set(self.decided)
        for table in tables:
            code = self.row_code(table)
            codes.update(code(cells, section) for _, _, cells, section in table.told_rows())
        return sorted(code for code in codes if not code.endswith(_UNKNOWN))


def _called_as_hamlet(table: Table, tools: ReadingTools) -> bool:
    """Whether a zip's member is called as a part of a village: 'DUSUN 2.xlsx'."""
    name = parts_of(table.member)[-1:]
    return any(tools.contract.word_at_start("group_rows", part) in ("hamlet", "rw", "rt") for part in name)


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
