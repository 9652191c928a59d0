"""Totals that the branch printed: a REKAP sheet, a file of its own, or the JUMLAH row below the list."""

from __future__ import annotations

from padan.contracts import Contract
from padan.intake.cells import is_blank
from padan.intake.containers import Sheet
from padan.intake.header import Header
from padan.intake.records import FileReading, Refusal, Value
from padan.intake.table.columns import getter, mask, read_rupiah
from padan.intake.table.tables import Table

TOTAL_TABLE = "staging.branch_total"
TOTAL_COLUMNS = ("member", "sheet", "row_number", "participant_group", "funding_source", "persons", "rupiah")


def read_totals(
    sheet: Sheet, header: Header, rows: list[list[str]], contract: Contract, reading: FileReading
) -> list[tuple[Value, ...]]:
    """One row of staging.branch_total for each printed line with a number of persons.

    A funder written once for several lines below one another (a merged cell) holds until the next one.

    Raises:
        Refusal: totals_unreadable, where a line names a group or funder but its number cannot be read.
    """
    get = {
        field: getter(header, field) for field in ("participant_group", "funding_source", "persons", "rupiah")
    }
    found: list[tuple[Value, ...]] = []
    funder_above: str | None = None
    reading.count(
        "title", sum(1 for cells in rows[: header.row_number - 1] if any(not is_blank(c) for c in cells))
    )
    for row_number, cells in enumerate(rows[header.row_number :], start=header.row_number + 1):
        persons_cell = get["persons"](cells)
        if persons_cell is None or _is_footer(contract, cells):
            reading.count("blank" if all(is_blank(cell) for cell in cells) else "signature")
            continue
        persons = read_rupiah(persons_cell)
        if persons is None:
            if contract.column_for(persons_cell, "totals"):
                reading.count("repeated_header")
                continue
            raise Refusal("totals_unreadable", sheet=sheet.name, row=row_number, found=mask(persons_cell))
        group_cell, funder_cell = get["participant_group"](cells), get["funding_source"](cells)
        whole = _is_total(contract, cells)
        funder = funder_cell or (None if whole else funder_above)
        funder_above = funder
        found.append(
            (
                sheet.member,
                sheet.name,
                row_number,
                _word(contract, "participant_group", group_cell, cells, whole),
                _word(contract, "funding_source", funder, cells, whole),
                persons,
                read_rupiah(get["rupiah"](cells)),
            )
        )
    return found


def total_of_row(table: Table, row_number: int, cells: list[str], contract: Contract) -> tuple[Value, ...]:
    """A JUMLAH row below the by-name list: its rupiah stand under IURAN, its persons in any other cell."""
    money = table.header.columns.get("contribution")
    rupiah = read_rupiah(cells[money]) if money is not None and money < len(cells) else None
    others = [cell for at, cell in enumerate(cells) if at != money and not is_blank(cell)]
    numbers = [number for cell in others if (number := read_rupiah(cell)) is not None]
    return (
        table.member,
        table.sheet,
        row_number,
        _word(contract, "participant_group", None, cells, True),
        _word(contract, "funding_source", None, cells, True),
        numbers[0] if len(numbers) == 1 else None,
        rupiah,
    )


def _word(contract: Contract, field: str, cell: str | None, cells: list[str], whole: bool) -> str | None:
    """The group or funder of a line: None where it is not split by it, 'unknown' where it cannot be told."""
    if whole:
        line = " ".join(text for text in cells if not is_blank(text) and read_rupiah(text) is None)
        return contract.word_within(field, line)
    if cell is None or contract.word("all_groups", cell):
        return None
    return contract.word(field, cell) or contract.word_within(field, cell) or "unknown"


def _is_total(contract: Contract, cells: list[str]) -> bool:
    first = next((cell for cell in cells if not is_blank(cell)), "")
    return (
        contract.word_at_start("total_rows", first) is not None
        or contract.word("all_groups", first) is not None
    )


def _is_footer(contract: Contract, cells: list[str]) -> bool:
    return any(
        contract.word_at_start("signatures", cell) == "signature" for cell in cells if not is_blank(cell)
    )
