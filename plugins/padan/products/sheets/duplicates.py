"""Why one of two rows keeps the place, and which one does, in words: for cases of duplicates."""

from __future__ import annotations

from sqlalchemy import RowMapping

from padan.products.sheets.case_texts import CaseTexts


def why_kept(kept: RowMapping, say: CaseTexts) -> str:
    """The rule of the precedence that decided, with what it compared: a row of duplicates.sql in words."""
    return str(
        say.texts["kept_by"][kept["kept_by"]].format(
            village=say.village(kept["kept_village_code"]),
            code=kept["kept_village_code"],
            period=kept["last_period"],
            action=say.reason(kept["action"]),
            kept=kept["kept_count"],
            own=kept["own_count"],
            kept_day=say.day(kept["kept_since"]),
            own_day=say.day(kept["own_since"]) or say.texts["no_day"],
            kept_moment=_moment(kept, "kept"),
            own_moment=_moment(kept, "own"),
        )
    )


def kept_row(kept: RowMapping, say: CaseTexts, *, full: bool) -> str:
    """Where the row stands that keeps the place: village, card (for named officers), month, file, sheet, row."""
    address = say.texts["address" if kept["kept_sheet"] else "address_text_file"].format(
        file=f"{kept['kept_period']}/{kept['kept_path']}",
        sheet=kept["kept_sheet"],
        row=kept["kept_row_number"],
    )
    card = f"KPJ {kept['kept_kpj']}" if full and kept["kept_kpj"] else ""
    return " · ".join(filter(None, (card, say.village(kept["kept_village_code"]), address)))


def _moment(kept: RowMapping, which: str) -> str:
    return f"{kept[f'{which}_received']:%d-%m-%Y %H.%M.%S}"
