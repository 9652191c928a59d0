import pytest

from padan.contracts import load_contract
from padan.intake.branch.rows import read_status
from padan.intake.cells import NumberText
from padan.intake.table.columns import mask, read_age, read_rupiah


@pytest.mark.parametrize(
    ("text", "rupiah"),
    [
        ("16800", 16800),
        (NumberText("16800"), 16800),
        (NumberText("16800.4"), 16800),
        ("16.800", 16800),
        ("16,800", 16800),
        ("Rp 16.800,00", 16800),
        ("Rp. 16.800,-", 16800),
        ("16,800.00", 16800),
        ("1.234.567", 1234567),
        ("IDR 743.551.200", 743551200),
        ("0", 0),
        ("-16.800", -16800),
        ("-", None),
        ("LUNAS", None),
        (None, None),
        ("9" * 40, None),
    ],
)
def test_rupiah(text: str | None, rupiah: int | None) -> None:
    assert read_rupiah(text) == rupiah


@pytest.mark.parametrize(
    ("text", "age"),
    [("45", 45), ("45 TH", 45), ("± 45 tahun", 45), ("?", None), (None, None), ("1980", None)],
)
def test_age(text: str | None, age: int | None) -> None:
    assert read_age(text) == age


@pytest.mark.parametrize(
    ("text", "word", "months"),
    [
        ("AKTIF", "AKTIF", None),
        ("Non-Aktif", "NONAKTIF", None),
        ("Menunggak 2 bulan", "MENUNGGAK", 2),
        ("MENUNGGAK (2 BLN)", "MENUNGGAK", 2),
        ("menunggak 3", "MENUNGGAK", 3),
        ("Pindah Segmen PU", "PINDAHSEGMENPU", None),
        ("KLAIM JKM", "KLAIMJKM", None),
        ("-", None, None),
    ],
)
def test_status(text: str, word: str | None, months: int | None) -> None:
    assert read_status(load_contract("bpjs_branch_export"), text) == (word, months)


def test_a_masked_cell_shows_six_signs() -> None:
    assert mask("3201151205800001") == "320115••••••••••"
