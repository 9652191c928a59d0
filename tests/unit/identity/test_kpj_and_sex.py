import pytest
from hypothesis import given
from hypothesis import strategies as st

from padan.identity.kpj import read_kpj
from padan.identity.sex import read_sex


@pytest.mark.parametrize(
    ("cell", "numeric", "kpj"),
    [
        ("25012345678", False, "25012345678"),
        ("05012345678", False, "05012345678"),
        ("'05012345678", False, "05012345678"),
        (" 250 1234 5678 ", False, "25012345678"),
        ("250.1234.5678", False, "25012345678"),
        ("25012345678.0", True, "25012345678"),
        ("25012345678", True, "25012345678"),
        ("5012345678.0", True, None),
        ("2501234567", False, None),
        ("250123456789", False, None),
        ("2,50123E+10", False, None),
        ("2501234567O", False, None),
        ("00000000000", False, None),
        ("BELUM ADA", False, None),
        ("-", False, None),
        ("", False, None),
        (None, False, None),
    ],
)
def test_kpj(cell: str | None, numeric: bool, kpj: str | None) -> None:
    assert read_kpj(cell, numeric=numeric) == kpj


@pytest.mark.parametrize(
    ("sex", "cells"),
    [
        (
            "L",
            [
                "L",
                "l",
                "LK",
                "Lk.",
                "L K",
                "L ",
                "(L)",
                "LK2",
                "Laki-laki",
                "LAKI - LAKI",
                "LAKI LAKI",
                "laki",
                "Laki2",
                "Pria",
                "M",
                "1",
                "1.0",
            ],
        ),
        (
            "P",
            [
                "P",
                "p",
                "PR",
                "Pr.",
                "Perempuan",
                "PEREMPUAN ",
                "Perempun",
                "Wanita",
                "W",
                "F",
                "2",
                "2.0",
                "\u00a0P",
            ],
        ),
        (None, ["", " ", "-", None, "L/P", "X", "3", "1/2", "?", "12"]),
    ],
)
def test_sex(sex: str | None, cells: list[str | None]) -> None:
    assert [read_sex(cell) for cell in cells] == [sex] * len(cells)


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert read_sex(text) in ("L", "P", None)
    assert len(read_kpj(text, numeric=True) or "12345678901") == 11
