"""One row of the branch's by-name list → a row of staging.branch_row."""

from __future__ import annotations

import re
from datetime import date

from padan.contracts import Contract
from padan.contracts.headers import key, normalise
from padan.identity.dates import read_date, read_month_span
from padan.identity.kpj import read_kpj
from padan.identity.nik import judge
from padan.identity.sex import read_sex
from padan.intake.branch.date_order import Order, day_first
from padan.intake.cells import is_number
from padan.intake.people import (
    BIRTH_COLUMNS,
    NAME_COLUMNS,
    NIK_COLUMNS,
    birth_of,
    name_values,
    nik_of,
    nik_values,
)
from padan.intake.records import ReadingTools, Value
from padan.intake.table.columns import count_filled, picker, read_rupiah, word_or_unknown
from padan.intake.table.tables import Table

TABLE = "staging.branch_row"
COLUMNS = (
    ("member", "sheet", "row_number", "cells", "kpj_raw", "kpj")
    + NIK_COLUMNS
    + NAME_COLUMNS
    + BIRTH_COLUMNS
    + ("sex_raw", "sex", "village_raw", "district_raw", "village_code", "group_raw", "participant_group")
    + ("funder_raw", "funding_source", "programme_raw", "member_since_raw", "member_since")
    + ("status_raw", "status_word", "status_months", "paid_raw", "paid_from", "paid_to")
    + ("contribution_raw", "contribution", "paid_on_raw", "paid_on", "card_raw", "filled")
)
CONTRIBUTION = COLUMNS.index("contribution")
STATUS_WORD = COLUMNS.index("status_word")
_LETTERS = re.compile(r"[^A-Z]+")
_MONTHS = re.compile(r"\b(\d{1,2})\b")
_MONTH_UNITS = "month_units"
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


class RowReader:
    """Types the rows of one by-name list."""

    def __init__(self, table: Table, orders: dict[str, Order], tools: ReadingTools) -> None:
        """Looks up what is asked for every row; `orders` is how each column writes its dates."""
        self._address = (table.member, table.sheet)
        self._month_first = {name: order is Order.MONTH_FIRST for name, order in orders.items()}
        self._tools = tools
        self._contract = tools.contract
        self._pick = picker(table.header, _FIELDS)
        self._spans: dict[str, tuple[str | None, str | None]] = {}
        self._statuses: dict[str, tuple[str | None, int | None]] = {}

    def values(self, row_number: int, cells: list[str], filled: list[str]) -> tuple[Value, ...]:
        """One row of staging.branch_row; `filled` are its cells with merged ones filled down."""
        picked = self._pick(filled)
        (kpj, nik_cell, name, birth_cell, sex, code, village, district, group) = picked[:9]
        (funder, programme, since, status, paid, money, paid_on, card, _) = picked[9:]
        nik = nik_of(nik_cell, self._tools)
        birth = birth_of(self._in_order("birth_date", birth_cell), self._tools.as_of)
        return (
            (*self._address, row_number, cells, kpj, read_kpj(kpj, numeric=is_number(kpj)))
            + nik_values(
                nik_cell, nik, judge(nik, None, birth.date, self._tools.districts, self._tools.as_of)
            )
            + name_values(name)
            + (birth_cell, birth.date, birth.fault, sex, read_sex(sex))
            + (village, district, self._village_code(code, village, district))
            + (group, word_or_unknown(self._contract, "participant_group", group))
            + (funder, word_or_unknown(self._contract, "funding_source", funder))
            + (programme, since, self._day("member_since", since), status)
            + self._status(status)
            + (
                paid,
                *self._span(paid),
                money,
                read_rupiah(money),
                paid_on,
                self._day("paid_on", paid_on),
                card,
            )
            + (count_filled(picked),)
        )

    def _day(self, name: str, cell: str | None) -> date | None:
        written = self._in_order(name, cell)
        return read_date(written, as_of=self._tools.as_of, birth=False).date if written else None

    def _in_order(self, name: str, cell: str | None) -> str | None:
        return day_first(cell) if self._month_first.get(name) else cell

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
