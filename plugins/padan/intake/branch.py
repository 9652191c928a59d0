"""The branch's export → staging.branch_row, and its own printed totals → staging.branch_total."""

from __future__ import annotations

import re
from datetime import date

from padan.contracts import Contract
from padan.contracts.headers import key, normalise
from padan.identity.dates import read_date, read_month_span
from padan.identity.kpj import read_kpj
from padan.identity.sex import read_sex
from padan.intake.cells import is_blank, is_number
from padan.intake.columns import count_filled, picker, read_rupiah, word_or_unknown
from padan.intake.containers import Sheet
from padan.intake.header import check_header, find_header, no_header
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
from padan.intake.tables import Table, read_table, visible_sheets
from padan.intake.titles import declared_periods
from padan.intake.totals import TOTAL_COLUMNS, TOTAL_TABLE, read_totals, total_of_row

TABLE = "staging.branch_row"
COLUMNS = (
    ("sheet", "row_number", "cells", "kpj_raw", "kpj")
    + NIK_COLUMNS
    + NAME_COLUMNS
    + BIRTH_COLUMNS
    + ("sex_raw", "sex", "village_raw", "district_raw", "village_code", "group_raw", "participant_group")
    + ("funder_raw", "funding_source", "programme_raw", "member_since_raw", "member_since")
    + ("status_raw", "status_word", "status_months", "paid_raw", "paid_from", "paid_to")
    + ("contribution_raw", "contribution", "paid_on_raw", "paid_on", "card_raw", "filled")
)
_LETTERS = re.compile(r"[^A-Z]+")
_MONTHS = re.compile(r"\b(\d{1,2})\b")
_MONTH_UNITS = "month_units"
_TOTALS = "totals"


def read_branch_file(
    sheets: list[Sheet], source: SourceRef, tools: ReadingTools, reading: FileReading
) -> None:
    """Fills `reading` from the file's sheets: the by-name list, the printed totals, or both.

    Raises:
        Refusal: neither a list nor totals, or a sheet of people whose heads are not complete.
    """
    rows: list[tuple[Value, ...]] = []
    totals: list[tuple[Value, ...]] = []
    problem: Refusal | None = None
    titles: list[str] = []
    for sheet in visible_sheets(sheets, tools.contract, reading):
        cells = list(sheet.rows)
        if all(is_blank(cell) for row in cells for cell in row):
            reading.count("empty_sheet")
            continue
        printed = _printed_totals(sheet.name, cells, tools, reading)
        if printed is not None:
            totals += printed
            continue
        try:
            table = read_table(sheet.name, cells, tools, reading)
        except Refusal as refusal:
            problem = problem or refusal
            continue
        titles += table.titles
        reader = _RowReader(table, tools)
        rows += [reader.values(row_number, row) for row_number, row in table.rows]
        totals += [total_of_row(table, row_number, row, tools.contract) for row_number, row in table.totals]
    if problem is not None:
        raise problem
    if not rows and not totals:
        raise Refusal("no_rows" if reading.layout else "no_table")
    reading.rows = len(rows)
    reading.tables[TABLE] = RowSet(COLUMNS, rows)
    reading.tables[TOTAL_TABLE] = RowSet(TOTAL_COLUMNS, totals)
    _check_month(titles, source, tools, reading)


def _printed_totals(
    name: str, cells: list[list[str]], tools: ReadingTools, reading: FileReading
) -> list[tuple[Value, ...]] | None:
    """The sheet's printed totals; None where the sheet is the by-name list (or what should be one)."""
    contract = tools.contract
    first = cells[: tools.limits["header_rows"]]
    called_totals = contract.word_at_start("totals_sheets", name) is not None
    as_list = find_header(first, contract)
    if not called_totals and as_list is not None and "kpj" in as_list.columns:
        return None
    header = find_header(first, contract, _TOTALS)
    if header is None or "persons" not in header.columns:
        if called_totals:
            raise no_header(name, contract, _TOTALS)
        return None
    check_header(header, name, contract, _TOTALS)
    reading.layout.append({**header.layout(name), "part": _TOTALS})
    return read_totals(name, header, cells, contract, reading)


def _check_month(titles: list[str], source: SourceRef, tools: ReadingTools, reading: FileReading) -> None:
    declared = declared_periods(tools.contract, titles, source.path)
    others = [period for period, _ in declared if period != source.period]
    if declared:
        reading.declared_period = others[0] if others else declared[0][0]
    if others:
        reading.refuse(Refusal("wrong_month", declared=others[0], found=others[0], expected=source.period))


_FIELDS = (
    ("kpj", "nik", "name", "birth_date", "sex", "village_code", "village", "district", "participant_group")
    + (
        "funding_source",
        "programme",
        "member_since",
        "status",
        "paid_months",
        "contribution",
        "paid_on",
        "card",
    )
    + ("payment_code",)
)


class _RowReader:
    """Types the rows of one by-name list."""

    def __init__(self, table: Table, tools: ReadingTools) -> None:
        self._sheet = table.sheet
        self._tools = tools
        self._contract = tools.contract
        self._pick = picker(table.header, _FIELDS)
        self._spans: dict[str, tuple[str | None, str | None]] = {}
        self._statuses: dict[str, tuple[str | None, int | None]] = {}

    def values(self, row_number: int, cells: list[str]) -> tuple[Value, ...]:
        """One row of staging.branch_row."""
        picked = self._pick(cells)
        (kpj, nik_cell, name, birth_cell, sex, code, village, district, group) = picked[:9]
        (funder, programme, since, status, paid, money, paid_on, card, _) = picked[9:]
        nik = nik_of(nik_cell, self._tools)
        birth = birth_of(birth_cell, self._tools.as_of)
        return (
            (self._sheet, row_number, cells, kpj, read_kpj(kpj, numeric=is_number(kpj)))
            + nik_values(nik_cell, nik, nik.fault)
            + name_values(name)
            + (birth_cell, birth.date, birth.fault, sex, read_sex(sex))
            + (village, district, self._village_code(code, village, district))
            + (group, word_or_unknown(self._contract, "participant_group", group))
            + (funder, word_or_unknown(self._contract, "funding_source", funder))
            + (programme, since, self._day(since), status)
            + self._status(status)
            + (paid, *self._span(paid), money, read_rupiah(money), paid_on, self._day(paid_on), card)
            + (count_filled(picked),)
        )

    def _day(self, cell: str | None) -> date | None:
        return read_date(cell, as_of=self._tools.as_of, birth=False).date if cell else None

    def _village_code(self, code: str | None, village: str | None, district: str | None) -> str | None:
        if code is None and village is None and district is None:
            return None
        places = self._tools.places
        return (places.village_by_code(code) if code else None) or places.resolve_row(
            village or code, district
        )

    def _status(self, cell: str | None) -> tuple[str | None, int | None]:
        if cell is None:
            return (None, None)
        found = self._statuses.get(cell)
        if found is None:
            found = self._statuses[cell] = read_status(self._contract, cell)
        return found

    def _span(self, cell: str | None) -> tuple[str | None, str | None]:
        if cell is None:
            return (None, None)
        found = self._spans.get(cell)
        if found is None:
            found = self._spans[cell] = read_month_span(cell) or (None, None)
        return found


def read_status(contract: Contract, cell: str) -> tuple[str | None, int | None]:
    """The status word and the number of months in it: 'Menunggak 2 bulan' → ('MENUNGGAK', 2)."""
    text = normalise(cell)
    match = _MONTHS.search(text)
    months = int(match[1]) if match else None
    if match:
        units = contract.words.get(_MONTH_UNITS, {})
        unit_keys = {
            key(spelling) for canonical, spellings in units.items() for spelling in (canonical, *spellings)
        }
        before, after = text[: match.start()].split(), text[match.end() :].split()
        text = " ".join([*before, *(after[1:] if after and key(after[0]) in unit_keys else after)])
    return (_LETTERS.sub("", text) or None, months)
