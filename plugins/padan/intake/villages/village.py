"""A village's list → staging.village_row: one row a person whom the village asks to be covered."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from padan.identity.dates import DateReading, read_date
from padan.identity.nik import judge, read_family_card
from padan.identity.rt_rw import read_rt_rw
from padan.identity.sex import read_sex
from padan.identity.text import is_blank as says_nothing
from padan.intake.cells import is_number
from padan.intake.containers import Sheet
from padan.intake.people import (
    BIRTH_COLUMNS,
    NAME_COLUMNS,
    NIK_COLUMNS,
    birth_of,
    name_values,
    nik_of,
    nik_values,
)
from padan.intake.records import FileReading, ReadingTools, Refusal, RowSet, SourceRef, Value
from padan.intake.table.columns import count_filled, picker, read_age
from padan.intake.table.decided import entry_for
from padan.intake.table.sections import NOTHING, Section
from padan.intake.table.tables import Table, find_tables
from padan.intake.table.titles import declared_periods, told_word
from padan.intake.villages.ownership import Ownership, file_owner

TABLE = "staging.village_row"
COLUMNS = (
    ("member", "sheet", "row_number", "village_code", "cells")
    + NIK_COLUMNS
    + ("family_card_raw", "family_card_number")
    + NAME_COLUMNS
    + ("birth_place",)
    + BIRTH_COLUMNS
    + ("age_raw", "age", "sex_raw", "sex", "address", "rt", "rw", "village_raw", "district_raw", "occupation")
    + ("monthly_income_raw", "phone", "group_raw", "participant_group", "group_origin", "funder_raw")
    + ("funding_source", "funder_origin", "action_raw", "action", "note", "filled", "returned_key")
)
_ASIDE = re.compile(r"[,;:(/\d]")
_LONGEST_DATED = 60


def read_village_file(
    sheets: list[Sheet], source: SourceRef, tools: ReadingTools, reading: FileReading
) -> None:
    """Fills `reading` from the file's sheets.

    Raises:
        Refusal: no table, no rows, or unclear whose list it is. A wrong month is noted and the rows kept.
    """
    found = find_tables(sheets, tools, reading, source)
    owner = file_owner(found, source, tools)
    reading.village_codes = owner.named
    titles = [line for lines in found.titles.values() for line in lines]
    titles += [line for table in found.tables for line in table.titles]
    _note_period(reading, titles, source, tools)
    if found.problem:
        _propose(found.problem, owner, tools)
    if found.problem and (found.problem.details.pop("people", False) or not (found.tables or found.nil)):
        raise found.problem
    rows = sum(len(table.rows) for table in found.tables)
    if not rows and not found.nil:
        raise Refusal("no_rows" if found.tables else "no_table")
    owner.settle()
    reading.village_codes = owner.codes(found.tables)
    reading.outcome = "read" if rows else "nil"
    reading.rows = rows
    values = [value for table in found.tables for value in _typed(table, owner, tools)]
    reading.tables[TABLE] = RowSet(COLUMNS, values)
    _check_month(reading, source)


def _propose(problem: Refusal, owner: Ownership, tools: ReadingTools) -> None:
    """Adds the decision that would settle the refusal, for the one village that the file names, else for any."""
    villages = owner.decided or owner.named
    entry = entry_for(problem, villages[0] if len(villages) == 1 else None, tools)
    if entry is not None:
        problem.details["entry"] = entry


def _note_period(reading: FileReading, titles: list[str], source: SourceRef, tools: ReadingTools) -> None:
    declared = declared_periods(tools.contract, titles, source.path, source.period)
    others = [period for period, _ in declared if period != source.period]
    if declared:
        reading.declared_period = others[0] if others else declared[0][0]


def _check_month(reading: FileReading, source: SourceRef) -> None:
    declared = reading.declared_period
    if declared and source.period and declared != source.period:
        reading.refuse(Refusal("wrong_month", declared=declared, found=declared, expected=source.period))


def _typed(table: Table, owner: Ownership, tools: ReadingTools) -> Iterable[tuple[Value, ...]]:
    reader = _RowReader(table, owner, tools)
    return [reader.values(*row) for row in table.told_rows()]


_FIELDS = (
    ("nik", "family_card_number", "name", "birth_place", "birth_date", "birth_place_and_date", "age", "sex")
    + ("address", "rt", "rw", "rt_rw", "village", "district", "occupation", "monthly_income", "phone")
    + ("participant_group", "funding_source", "action", "note", "village_code", "name_end", "row_key")
)
_TELLING = len(_FIELDS) - 1
"""The row key is ours and tells nothing of the person."""


class _RowReader:
    """Types the rows of one table; everything that is the same for all its rows is looked up once."""

    def __init__(self, table: Table, owner: Ownership, tools: ReadingTools) -> None:
        self._member, self._sheet = table.member, table.sheet
        self._tools = tools
        self._contract = tools.contract
        self._code = owner.row_code(table)
        self._pick = picker(table.header, _FIELDS)
        self._group = self._title_word("participant_group", table)
        self._funder = self._title_word("funding_source", table)
        self._default_funders = {row.participant_group: row.funding_source for row in tools.programmes}

    def values(
        self, row_number: int, cells: list[str], filled: list[str], section: Section
    ) -> tuple[Value, ...]:
        """One row of staging.village_row, from its cells, the same with merged ones filled down, its section."""
        picked = self._pick(filled)
        (nik_cell, card_cell, name, birth_place, birth_cell, place_and_date, age_cell, sex) = picked[:8]
        (address, rt, rw, rt_rw, village, district, occupation, income, phone) = picked[8:17]
        (group, funder, action, note, _, name_end, row_key) = picked[17:]
        as_of = self._tools.as_of
        nik = nik_of(nik_cell, self._tools)
        card = read_family_card(card_cell, numeric=is_number(card_cell)) if card_cell else None
        birth_cell = birth_cell or place_and_date
        birth = birth_of(birth_cell, as_of)
        fault = judge(nik, card, birth.date, self._tools.districts, as_of)
        rt, rw = read_rt_rw(rt, rw, rt_rw)
        if name_end:
            name = f"{name or ''} {name_end}".strip()
        if section is not NOTHING:
            address, rt, rw = address or section.hamlet, rt or section.rt, rw or section.rw
            village = village or section.village
        return (
            (self._member, self._sheet, row_number, self._code(filled, section), cells)
            + nik_values(nik_cell, nik, fault)
            + (card_cell, card)
            + name_values(name)
            + (birth_place or birth.place, birth_cell, birth.date, birth.fault)
            + (age_cell, _age(age_cell, birth_cell, birth), sex, read_sex(sex), address, rt, rw)
            + (village, district, occupation, income, phone)
            + self._programme(group, funder, section.group)
            + self._action(action, note)
            + (count_filled(picked[:_TELLING]), row_key)
        )

    def _title_word(self, field: str, table: Table) -> tuple[str, str] | None:
        """What the sheet's name or a title tells; the titles nearest to the table go before those further up."""
        return told_word(self._contract, field, table.sheet, table.titles) or told_word(
            self._contract, field, "", table.above
        )

    def _programme(
        self, group_cell: str | None, funder_cell: str | None, section_group: str | None
    ) -> tuple[Value, ...]:
        """group_raw, participant_group, group_origin, funder_raw, funding_source, funder_origin."""
        default = self._tools.programmes[0]
        group, group_origin = self._told(
            "participant_group",
            group_cell,
            (section_group, "title") if section_group else self._group,
            default.participant_group,
        )
        by_default = self._default_funders.get(group or "", default.funding_source)
        funder, funder_origin = self._told("funding_source", funder_cell, self._funder, by_default)
        return (group_cell, group, group_origin, funder_cell, funder, funder_origin)

    def _told(
        self, field: str, cell: str | None, told: tuple[str, str] | None, default: str
    ) -> tuple[str | None, str]:
        if cell is not None and not says_nothing(cell):
            return self._contract.word(field, cell), "column"
        return told or (default, "default")

    def _action(self, action_cell: str | None, note_cell: str | None) -> tuple[Value, ...]:
        """action_raw, action, note: a note may be an action, a free text in the action's column is a note."""
        if action_cell is None and note_cell is None:
            return (None, None, None)
        by_action = self._action_word(action_cell)
        if by_action or not note_cell:
            return (action_cell, by_action, note_cell if by_action else action_cell)
        by_note = self._contract.word("action", note_cell) or self._dated_action(note_cell)
        if by_note is None and action_cell is None and self._contract.word_at_start("leaving", note_cell):
            # 'PINDAH KE DEPOK' may be a wish or a fact: the village is asked, and the person stays proposed.
            return (note_cell, None, note_cell)
        note = f"{action_cell}; {note_cell}" if action_cell else note_cell
        return (note_cell if by_note else action_cell, by_note, note)

    def _action_word(self, cell: str | None) -> str | None:
        """The action of its own column, also with a date or a remark behind it: 'MENINGGAL (12-01-2026)'."""
        if cell is None:
            return None
        return (
            self._contract.word("action", cell) or self._word_before_remark(cell) or self._dated_action(cell)
        )

    def _word_before_remark(self, cell: str) -> str | None:
        """'KELUAR (pindah kerja)' says keluar; 'MAMPU: TIDAK' says its opposite, and nobody is taken off for it."""
        word, *remark = _ASIDE.split(cell, maxsplit=1)
        if remark and self._contract.word_within("negations", remark[0]):
            return None
        return self._contract.word("action", word)

    def _dated_action(self, cell: str) -> str | None:
        """The action of a cell that holds nothing beside it but its date: 'MENINGGAL TGL 3 JANUARI 2026'."""
        dated = _dated(self._contract.words["before_dates"]["link"])
        match = dated.fullmatch(cell) if len(cell) <= _LONGEST_DATED else None
        if match is None or read_date(match["date"], as_of=self._tools.as_of, birth=False).date is None:
            return None
        return self._contract.word("action", match["word"])


@lru_cache(maxsize=4)
def _dated(links: tuple[str, ...]) -> re.Pattern[str]:
    """A word and its date, with words such as PADA or TGL between them, the date perhaps in brackets."""
    between = rf"[\s,;:(]*(?:\b(?:{'|'.join(map(re.escape, links))})\b[\s.:]*)*"
    return re.compile(rf"(?P<word>[^\W\d_][^\d(,;:]*?){between}(?P<date>\d[^)]*)\)?[\s.]*", re.IGNORECASE)


def _age(age_cell: str | None, birth_cell: str | None, birth: DateReading) -> int | None:
    """The age in its own column, or where somebody wrote it in place of the birth date."""
    return read_age(age_cell) if age_cell else read_age(birth_cell) if birth.hint == "age" else None
