"""The rows of pengajuan-bpjs.xlsx: one a request, or one a field that is to be changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import RowMapping

from padan.products.sheets.case_texts import CaseTexts
from padan.products.sheets.differences import changed
from padan.products.sheets.table import Cell

Row = dict[str, Cell]
MakeRows = Callable[[RowMapping, dict[str, Any], CaseTexts], Iterator[Row]]


def _asked(request: RowMapping, texts: dict[str, Any], say: CaseTexts) -> Row:
    return {
        **say.place(request["village_code"]),
        "case_code": request["case_code"],
        "group": say.names.group(request["participant_group"]),
        "funder": say.names.funder(request["funding_source"]),
        "reason": texts["reasons"][request["cause"]],
        "first_asked": request["first_period"],
        "times": request["times"],
    }


def _member(request: RowMapping, say: CaseTexts) -> Row:
    """Whom the branch finds under the card: its own record, so that it recognises it."""
    return {
        "kpj": request["branch_kpj"],
        "nik": request["branch_nik"] or request["nik"],
        "name": request["branch_name"] or request["name"],
        "birth_date": say.day(request["branch_birth_date"] or request["birth_date"]),
        "rupiah": request["branch_rupiah"],
    }


def register(request: RowMapping, texts: dict[str, Any], say: CaseTexts) -> Iterator[Row]:
    """Everything that the village's list says of the person, with the NIK that can be registered."""
    yield _asked(request, texts, say) | {
        "nik": request["nik"],
        "nik_note": texts["nik_found"].format(written=request["nik_raw"] or "–")
        if request["nik_found"]
        else None,
        "name": request["name"],
        "birth_place": request["birth_place"],
        "birth_date": say.day(request["birth_date"]),
        "sex": request["sex"],
        "family_card": request["family_card_number"],
        "address": request["address"],
        "rt": request["rt"],
        "rw": request["rw"],
        "occupation": request["occupation"],
        "phone": request["phone"],
        "programme": texts["programme"],
        "rupiah": request["tariff"],
    }


def change(request: RowMapping, texts: dict[str, Any], say: CaseTexts) -> Iterator[Row]:
    """One row a field: what the branch has, and what it becomes."""
    fields = {
        "nik": (request["branch_nik"], request["nik"]),
        "name": (request["branch_name"], request["name"]),
        "birth_date": (say.day(request["branch_birth_date"]), say.day(request["birth_date"])),
        "sex": (request["branch_sex"], request["sex"]),
        "village": (say.village(request["branch_village_code"]), say.village(request["village_code"])),
        "group": (say.names.group(request["branch_group"]), say.names.group(request["participant_group"])),
        "funder": (say.names.funder(request["branch_funder"]), say.names.funder(request["funding_source"])),
        "contribution": (
            say.numbers.rupiah(request["branch_rupiah"]),
            say.numbers.rupiah(request["village_rupiah"]),
        ),
    }
    for field in str(request["reason"] or "").split(","):
        old, new = fields[field]
        label = say.texts["fields"][field]
        yield (
            _asked(request, texts, say)
            | _member(request, say)
            | {
                "field": label,
                "from": old,
                "to": new,
                "marked": changed([(label, old or "", new or "")]),
            }
        )


def stop(request: RowMapping, texts: dict[str, Any], say: CaseTexts) -> Iterator[Row]:
    """Why the person is out, or which card stays."""
    yield (
        _asked(request, texts, say)
        | _member(request, say)
        | {
            "reason": _why_out(request, texts, say),
            "exit_since": request["exit_since"],
            "kept_kpj": request["kept_kpj"],
        }
    )


def _why_out(request: RowMapping, texts: dict[str, Any], say: CaseTexts) -> str:
    reasons = texts["reasons"]
    if request["cause"] != "billed_after_exit" or request["exit_outcome"] is None:
        return str(reasons[request["cause"]])
    why = say.reason(request["exit_reason"])
    told = str(reasons[request["exit_outcome"]])
    return f"{told}: {why}" if why else told


def reactivate(request: RowMapping, texts: dict[str, Any], say: CaseTexts) -> Iterator[Row]:
    """The card that is to be active again, and how far it was paid."""
    status = request["branch_status"]
    yield (
        _asked(request, texts, say)
        | _member(request, say)
        | {
            "status": say.labels.of("branch_status", status) if status else None,
            "paid_to": request["branch_paid_to"],
            "rupiah": request["tariff"],
        }
    )


ROWS: dict[str, MakeRows] = {"register": register, "change": change, "stop": stop, "reactivate": reactivate}
