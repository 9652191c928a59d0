"""The branch's export → staging.branch_row, and its own printed totals → staging.branch_total."""

from __future__ import annotations

from dataclasses import dataclass, field

from padan.intake.branch.date_order import Order, evidence, settle
from padan.intake.branch.form import Form, file_form, list_form
from padan.intake.branch.rows import COLUMNS, CONTRIBUTION, STATUS_WORD, TABLE, RowReader
from padan.intake.branch.totals import TOTAL_COLUMNS, TOTAL_TABLE, read_totals, total_of_row
from padan.intake.cells import is_blank
from padan.intake.containers import Sheet
from padan.intake.header import check_header, find_header, no_header
from padan.intake.parameters import parameter
from padan.intake.records import FileReading, ReadingTools, Refusal, RowSet, SourceRef, Value
from padan.intake.table.columns import getter
from padan.intake.table.decided import aids_for, with_entry
from padan.intake.table.tables import Table, read_table, visible_sheets
from padan.intake.table.titles import declared_periods

_TOTALS = "totals"
_DATES = ("birth_date", "member_since", "paid_on")


@dataclass
class _Taken:
    """What a file's sheets gave so far; `printed` are its ways of printing totals."""

    rows: list[tuple[Value, ...]] = field(default_factory=list)
    totals: list[tuple[Value, ...]] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    printed: set[str] = field(default_factory=set)
    problem: Refusal | None = None


def read_branch_file(
    sheets: list[Sheet], source: SourceRef, tools: ReadingTools, reading: FileReading
) -> None:
    """Fills `reading` from the file's sheets: the by-name list, the printed totals, or both.

    Raises:
        Refusal: neither a list nor totals, a sheet of people whose heads are not complete, or dates of which
            nobody can tell the day from the month.
    """
    taken = _Taken()
    for sheet in visible_sheets(sheets, tools.contract, reading):
        cells = list(sheet.rows)
        if all(is_blank(cell) for row in cells for cell in row):
            reading.count("empty_sheet")
            continue
        printed = _printed_totals(sheet, cells, tools, reading)
        if printed is not None:
            taken.totals += printed
            taken.printed.add("sheet")
            continue
        try:
            _take_list(sheet, cells, tools, reading, taken)
        except Refusal as refusal:
            taken.problem = taken.problem or refusal
    if taken.problem is not None:
        raise with_entry(taken.problem, tools)
    if not taken.rows and not taken.totals:
        raise Refusal("no_rows" if reading.layout else "no_table")
    reading.rows = len(taken.rows)
    reading.layout[0]["form"] = file_form(taken.forms, taken.printed if taken.forms else {"file"})
    reading.tables[TABLE] = RowSet(COLUMNS, taken.rows)
    reading.tables[TOTAL_TABLE] = RowSet(TOTAL_COLUMNS, taken.totals)
    _check_month(taken.titles, source, tools, reading)


def _take_list(
    sheet: Sheet, cells: list[list[str]], tools: ReadingTools, reading: FileReading, taken: _Taken
) -> None:
    """Reads the by-name list of one sheet."""
    table = read_table(
        sheet.name,
        cells,
        tools,
        reading,
        member=sheet.member,
        merges=sheet.merges,
        aids=aids_for(sheet, cells, tools, None),
    )
    orders = _date_orders(table, tools)
    reader = RowReader(table, orders, tools)
    rows = [reader.values(row_number, row, filled) for row_number, row, filled, _ in table.told_rows()]
    money = getter(table.header, "contribution")
    taken.forms.append(
        list_form(
            table.header,
            orders,
            [money(row) for _, row in table.rows],
            [row[CONTRIBUTION] for row in rows],
            [row[STATUS_WORD] for row in rows],
        )
    )
    taken.titles += table.titles
    taken.rows += rows
    taken.totals += [total_of_row(table, row_number, row, tools.contract) for row_number, row in table.totals]
    if table.totals:
        taken.printed.add("row")


def _date_orders(table: Table, tools: ReadingTools) -> dict[str, Order]:
    """How each column of dates writes them.

    Raises:
        Refusal: dates_unclear, before a day is silently taken for a month.
    """
    rows = [cells for _, cells in table.rows]
    nik = getter(table.header, "nik")
    least, slips = parameter("date_order_evidence", tools.as_of), parameter("date_order_slips", tools.as_of)
    orders: dict[str, Order] = {}
    for name in _DATES:
        if name not in table.header.columns:
            continue
        cell = getter(table.header, name)
        seen = evidence([cell(cells) for cells in rows], map(nik, rows) if name == "birth_date" else ())
        orders[name] = order = seen.order(int(least), slips)
        if order in (Order.UNCLEAR, Order.SWAPPED):
            raise Refusal(
                "dates_unclear",
                sheet=table.sheet,
                row=table.header.row_number,
                column=table.header.texts[table.header.columns[name]],
                found=seen.in_words(),
            )
    return settle(orders)


def _printed_totals(
    sheet: Sheet, cells: list[list[str]], tools: ReadingTools, reading: FileReading
) -> list[tuple[Value, ...]] | None:
    """The sheet's printed totals; None where the sheet is the by-name list (or what should be one)."""
    contract, name = tools.contract, sheet.name
    first = cells[: tools.limits["header_rows"]]
    called_totals = contract.word_at_start("totals_sheets", name) is not None
    as_list = find_header(first, contract, merges=sheet.merges)
    if not called_totals and as_list is not None and "kpj" in as_list.columns:
        return None
    header = find_header(first, contract, _TOTALS, merges=sheet.merges)
    if header is None or "persons" not in header.columns:
        if called_totals:
            raise no_header(name, contract, _TOTALS)
        return None
    check_header(header, name, contract, _TOTALS)
    reading.layout.append({**header.layout(name, sheet.member), "part": _TOTALS})
    return read_totals(sheet, header, cells, contract, reading)


def _check_month(titles: list[str], source: SourceRef, tools: ReadingTools, reading: FileReading) -> None:
    declared = declared_periods(tools.contract, titles, source.path)
    others = [period for period, _ in declared if period != source.period]
    if declared:
        reading.declared_period = others[0] if others else declared[0][0]
    if others:
        reading.refuse(Refusal("wrong_month", declared=others[0], found=others[0], expected=source.period))
