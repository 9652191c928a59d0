"""Lists to act on, in the full workbook alone: whose cover ends, who is in no registry, how many are on no list."""

from __future__ import annotations

from typing import Any

from padan.products.programme import NOBODY_TELLS, desil_order
from padan.products.sheets.case_book import CaseBook
from padan.products.sheets.case_texts import CaseTexts
from padan.products.sheets.table import Cell, Column, TableSheets, columns, sheet_name

PLACE = {"district": 15, "village": 18, "village_code": 14}
PERSON = {**PLACE, "name": 28, "nik": 20, "kpj": 14}
BUDGET = {"group": 28, "funder": 24}
LAPSING = {**PERSON, **BUDGET, "last_paid": 12, "months": 12, "owed": 14}
OUTSIDE = {**PERSON, "birth_date": 12, **BUDGET}
NUMBERS = ("months", "owed")
ON_NO_LIST = "eligible_on_no_list"
COUNT_WIDTH = 11


def add_lists(tables: TableSheets, book: CaseBook, texts: dict[str, Any], say: CaseTexts) -> dict[str, int]:
    """Adds the lists that have somebody on them; returns sheet → rows."""
    titles = texts["columns"] | {"nik": texts["columns"]["nik_full"]}
    registry = say.month.programme.registry.partition(" ")[0]
    lapsing, outside, on_no_list = (
        sheet_name(texts["sheets"][key].format(registry=texts["registries"].get(registry, registry)))
        for key in ("lapsing", "outside", "on_no_list")
    )
    by_village, counted = _on_no_list(texts, say)
    added = {}
    for title, held, rows in (
        (lapsing, columns(LAPSING, titles, NUMBERS), [_lapsing(row, say) for row in book.lapsing]),
        (outside, columns(OUTSIDE, titles), [_outside(row, say) for row in book.outside]),
        (on_no_list, counted, by_village),
    ):
        if rows:
            tables.add(title, held, rows)
            added[title] = len(rows)
    return added


def _lapsing(row: Any, say: CaseTexts) -> dict[str, Cell]:
    return _person(row, say) | {
        "last_paid": say.names.unknown if row["last_paid"] == NOBODY_TELLS else row["last_paid"],
        "months": row["months"],
        "owed": row["rupiah"],
    }


def _outside(row: Any, say: CaseTexts) -> dict[str, Cell]:
    return _person(row, say) | {"birth_date": say.day(row["birth_date"])}


def _person(row: Any, say: CaseTexts) -> dict[str, Cell]:
    return {
        **say.place(row["village_code"]),
        "name": row["name"],
        "nik": row["nik"] or row["nik_raw"],
        "kpj": row["kpj"],
        "group": say.names.group(row["participant_group"]),
        "funder": say.names.funder(row["funding_source"]),
    }


def _on_no_list(texts: dict[str, Any], say: CaseTexts) -> tuple[list[dict[str, Cell]], list[Column]]:
    """Poor and eligible people whom no list has, counted: they are too many to be read one by one."""
    counts: dict[str, dict[str, int]] = {}
    for row in say.month.programme.third_register:
        if row.kind == ON_NO_LIST:
            counts.setdefault(row.village_code, {})[row.desil] = row.persons
    desils = sorted({desil for village in counts.values() for desil in village}, key=desil_order)
    titles = texts["columns"]
    rows: list[dict[str, Cell]] = [
        {
            **say.place(village),
            **{f"desil_{desil}": counts[village].get(desil, 0) for desil in desils},
            "total": sum(counts[village].values()),
        }
        for village in sorted(counts)
    ]
    return rows, [
        *columns(PLACE, titles),
        *(
            Column(f"desil_{desil}", titles["desil"].format(desil=desil), COUNT_WIDTH, "number")
            for desil in desils
        ),
        Column("total", titles["total"], COUNT_WIDTH, "number"),
    ]
