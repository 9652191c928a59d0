"""What changed in the form of a branch's export, and which change would mislead."""

from __future__ import annotations

from typing import Any

import pytest

from padan.contracts import load_contract
from padan.intake.branch.form import Change, changes, file_form, list_form, new_totals
from padan.intake.cells import NumberText
from padan.intake.header import Header

CONTRACT = load_contract("bpjs_branch_export")
FORM: dict[str, Any] = {
    "heads": ["NO", "NO KPJ", "NIK", "DESA", "TGL LAHIR", "IURAN", "CATATAN"],
    "fields": {
        "kpj": "NO KPJ",
        "nik": "NIK",
        "village": "DESA",
        "birth_date": "TGL LAHIR",
        "contribution": "IURAN",
    },
    "status_words": ["AKTIF"],
    "date_styles": {"birth_date": "d-m-y"},
    "number_style": "9.9",
    "usual_contribution": 16800,
    "totals": ["sheet"],
}


def form(**other: Any) -> dict[str, Any]:
    return {**FORM, **other}


def without(name: str, **more: str) -> dict[str, Any]:
    """The form without a column, perhaps with another in its place."""
    fields = {field: head for field, head in FORM["fields"].items() if field != name} | more
    heads = [head for head in FORM["heads"] if head != FORM["fields"].get(name)] + list(more.values())
    return form(fields=fields, heads=heads)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (form(), []),
        (without("birth_date"), [Change("column_lost", "birth_date", "TGL LAHIR")]),
        # A code tells the village as a name does.
        (
            without("village", village_code="KODE DESA"),
            [
                Change("column_gone", "village", "DESA"),
                Change("column_new", "village_code", after="KODE DESA"),
            ],
        ),
        (
            form(
                fields={**FORM["fields"], "nik": "NO KTP"},
                heads=[*FORM["heads"][:2], "NO KTP", *FORM["heads"][3:]],
            ),
            [Change("column_renamed", "nik", "NIK", "NO KTP")],
        ),
        # Columns that nobody asked for are told, and never block.
        (form(heads=FORM["heads"][:-1]), [Change("column_gone", "CATATAN", "CATATAN")]),
        (form(heads=[*FORM["heads"], "WADAH"]), [Change("column_new", "WADAH", after="WADAH")]),
        (
            form(heads=["NO", "NIK", "NO KPJ", *FORM["heads"][3:]]),
            [
                Change(
                    "columns_moved",
                    "",
                    "NO | NO KPJ | NIK | DESA | TGL LAHIR | IURAN | CATATAN",
                    "NO | NIK | NO KPJ | DESA | TGL LAHIR | IURAN | CATATAN",
                )
            ],
        ),
        (
            form(date_styles={"birth_date": "m-d-y"}),
            [Change("date_style", "birth_date", "d-m-y", "m-d-y", misleads=True)],
        ),
        (form(date_styles={"birth_date": "y-m-d"}), [Change("date_style", "birth_date", "d-m-y", "y-m-d")]),
        (form(date_styles={"birth_date": "d-m-y?"}), []),
        (form(date_styles={"birth_date": "words"}), []),
        (
            form(usual_contribution=17),
            [Change("contribution_unit", "contribution", "16800", "17", misleads=True)],
        ),
        # Half the tariff is a case to raise, three months paid ahead is none at all.
        (form(usual_contribution=8400), []),
        (form(usual_contribution=50400), []),
        (form(usual_contribution=None, number_style=None), []),
        (form(number_style="number"), [Change("number_style", "contribution", "9.9", "number")]),
        (form(status_words=["AKTIF", "KLAIM"]), [Change("status_words", "status", after="KLAIM")]),
        (form(status_words=[]), []),
    ],
)
def test_what_changed(after: dict[str, Any], expected: list[Change]) -> None:
    assert changes(FORM, after, CONTRACT, 50) == expected


def test_a_month_first_export_that_can_no_longer_be_told() -> None:
    before = form(date_styles={"birth_date": "m-d-y"})
    [change] = changes(before, form(date_styles={"birth_date": "d-m-y?"}), CONTRACT, 50)
    assert change.misleads


@pytest.mark.parametrize(
    ("money", "style"),
    [
        (["Rp 16.800,00", "Rp 16.800,00", "16800"], "RP 9.9,9"),
        (["16,800", "16,800.00"], "9,9"),
        ([NumberText("16800"), "16.800", NumberText("8400")], "number"),
        (["BUDI SANTOSO"], "A A"),
        ([None], None),
    ],
)
def test_how_figures_are_written(money: list[str | None], style: str | None) -> None:
    header = Header(1, {}, None, frozenset(), {}, (), ())
    assert list_form(header, {}, money, [], [])["number_style"] == style


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        (["sheet"], ["sheet"], []),
        (["sheet", "row"], ["row"], []),
        (["file"], [], []),
        ([], ["row"], []),
        (["sheet"], ["row"], ["totals"]),
    ],
)
def test_totals_of_another_kind(before: list[str], after: list[str], kinds: list[str]) -> None:
    assert [change.kind for change in new_totals(before, after)] == kinds


def test_a_field_that_one_of_several_lists_lacks_is_not_the_files() -> None:
    lists = [form(), without("birth_date")]
    found = file_form(lists, {"row"})
    assert "birth_date" not in found["fields"]
    assert found["totals"] == ["row"]
    assert file_form([], {"file"}) == {"totals": ["file"]}
