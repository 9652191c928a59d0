"""Lists for officers in rekonsiliasi-lengkap.xlsx: whose cover ends, who is in no registry, how many are on no list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import Connection, text
from tests.integration.products.world import PERIOD, TARIFF, Row, World

from padan.products import build

REGENCY = "32.01"
FULL = "rekonsiliasi-lengkap.xlsx"
LAPSING, OUTSIDE, ON_NO_LIST = (
    "Berakhir bulan depan",
    "Dilindungi, tidak dalam DTSEN",
    "Tidak pada daftar mana pun",
)

ARREARS = """
INSERT INTO reconciliation.arrears (period, version, row_id, months, last_paid, lapses_next, rupiah)
VALUES (:period, 1, :row_id, :months, :last_paid, :lapses_next, :rupiah)
"""
IN_REGISTRY = """
INSERT INTO reconciliation.register_match (period, version, registry_row_id, standing, side, row_id)
VALUES (:period, 1, :registry_row_id, :standing, 'branch', :row_id)
"""
THE_VIEW = """
SELECT village_code, coalesce(nik, '') AS nik, name FROM core.third_register_person
WHERE period = :period AND version = 1 AND kind = 'covered_not_in_registry'
"""


def cards(world: World) -> list[Row]:
    """Covered cards that count once."""
    return [r for r in world.rows if r.side == "branch" and r.covered and r.outcome != "duplicate_at_branch"]


def made(connection: Connection, folder: Path, language: str = "id") -> Path:
    folder.mkdir()
    build(connection, PERIOD, 1, folder, language, REGENCY)
    return folder


def table(path: Path, sheet: str) -> list[dict[str, Any]]:
    """A sheet's rows under its head."""
    head, *rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def owe(connection: Connection, row: Row, months: int, last_paid: str, *, lapses_next: bool) -> None:
    values = {"row_id": row.row_id, "months": months, "last_paid": last_paid, "rupiah": months * row.rupiah}
    connection.execute(text(ARREARS), {"period": PERIOD, "lapses_next": lapses_next, **values})


def test_who_lapses_next_month_is_listed_with_the_funder_and_what_is_owed(
    connection: Connection, world: World, tmp_path: Path
) -> None:
    first, paying, *_, last = cards(world)
    owe(connection, last, 3, "2025-10", lapses_next=True)
    owe(connection, first, 3, "unknown", lapses_next=True)
    owe(connection, paying, 1, "2025-12", lapses_next=False)
    rows = table(made(connection, tmp_path / "v1") / FULL, LAPSING)
    names, districts, groups, funders = (
        dict(connection.execute(text(f"SELECT {columns} FROM core.{table_}")).all())
        for columns, table_ in (
            ("village_code, village_name", "village"),
            ("village_code, district_name", "village"),
            ("participant_group, title_id", "programme"),
            ("funding_source, title_id", "funder"),
        )
    )
    assert rows == [
        {
            "Kecamatan": districts[card.village],
            "Desa/kelurahan": names[card.village],
            "Kode desa": card.village,
            "Nama": card.name,
            "NIK": card.nik,
            "Nomor KPJ": None,
            "Kelompok": groups[card.group],
            "Sumber dana": funders[card.funder],
            "Terakhir dibayar": last_paid,
            "Bulan menunggak": 3,
            "Tunggakan (Rp)": 3 * TARIFF,
        }
        for card, last_paid in ((first, "tidak diketahui"), (last, "2025-10"))
    ]


def test_who_is_covered_and_not_in_the_registry_is_listed(
    connection: Connection, world: World, tmp_path: Path
) -> None:
    known, barred, *_ = cards(world)
    for number, (card, standing) in enumerate(((known, "covered"), (barred, "barred")), start=1):
        connection.execute(
            text(IN_REGISTRY),
            {"period": PERIOD, "registry_row_id": number, "standing": standing, "row_id": card.row_id},
        )
    rows = table(made(connection, tmp_path / "v1") / FULL, OUTSIDE)
    assert len(rows) == len(cards(world)) - 1
    listed = sorted((row["Kode desa"], row["NIK"] or "", row["Nama"]) for row in rows)
    assert listed == sorted(tuple(row) for row in connection.execute(text(THE_VIEW), {"period": PERIOD}))
    assert (barred.village, barred.nik, barred.name) in listed
    assert [row["Kode desa"] for row in rows] == sorted(row["Kode desa"] for row in rows)


def test_the_poor_on_no_list_are_counted_by_village_and_decile(
    connection: Connection, world: World, tmp_path: Path
) -> None:
    rows = table(made(connection, tmp_path / "v1") / FULL, ON_NO_LIST)
    counts = [{key: row[key] for key in ("Kode desa", "Desil 1", "Desil 2", "Jumlah")} for row in rows]
    assert counts == [
        {"Kode desa": world.villages[0], "Desil 1": 4, "Desil 2": 0, "Jumlah": 4},
        {"Kode desa": world.villages[1], "Desil 1": 1600, "Desil 2": 55, "Jumlah": 1655},
    ]


def test_the_masked_workbook_has_the_number_and_no_list(
    connection: Connection, world: World, tmp_path: Path
) -> None:
    owe(connection, cards(world)[0], 3, "2025-10", lapses_next=True)
    folder = made(connection, tmp_path / "v1")
    book = openpyxl.load_workbook(folder / "rekonsiliasi.xlsx")
    assert not {LAPSING, OUTSIDE, ON_NO_LIST} & set(book.sheetnames)
    facts = {row[0]: row[1] for row in book["Ringkasan"].iter_rows(max_col=2, values_only=True)}
    lapsing = connection.execute(text("SELECT sum(persons) FROM mart.arrears WHERE lapses_next")).scalar_one()
    assert facts["Berakhir bulan depan bila tidak dibayar (orang)"] == lapsing > 0


@pytest.mark.parametrize(
    ("language", "sheets"),
    [("id", (OUTSIDE, ON_NO_LIST)), ("en", ("Covered, not in DTSEN", "On no list"))],
)
def test_a_list_of_nobody_is_left_out(
    connection: Connection, world: World, tmp_path: Path, language: str, sheets: tuple[str, ...]
) -> None:
    with_registry = openpyxl.load_workbook(made(connection, tmp_path / "v1", language) / FULL).sheetnames
    assert [name for name in with_registry if name in sheets] == list(sheets)
    assert not {LAPSING, "Ends next month"} & set(with_registry)
    for name in ("reconciliation.register_basis", "mart.third_register"):
        connection.execute(text(f"DELETE FROM {name}"))
    without = openpyxl.load_workbook(made(connection, tmp_path / "v2", language) / FULL).sheetnames
    assert without == [name for name in with_registry if name not in sheets]
