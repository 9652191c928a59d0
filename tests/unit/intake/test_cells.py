from datetime import date, datetime

import pytest

from padan.intake.cells import NumberText, cell_text, is_blank, is_number, row_texts


@pytest.mark.parametrize(
    ("value", "text", "number"),
    [
        ("0012", "0012", False),
        ("", "", False),
        (None, "", False),
        (12.0, "12", True),
        (1.5, "1.5", True),
        (3201052708800001.0, "3201052708800001", True),
        (1e22, "1e+22", True),
        (True, "TRUE", False),
        (date(1980, 5, 12), "1980-05-12", False),
        (datetime(1980, 5, 12, 3, 4), "1980-05-12 03:04:00", False),
    ],
)
def test_a_cell_is_read_as_it_is_stored(value: object, text: str, number: bool) -> None:
    got = cell_text(value)

    assert got == text
    assert is_number(got) is number


def test_a_number_stays_a_number_in_its_row() -> None:
    assert [is_number(cell) for cell in row_texts(["a", 1.0, None])] == [False, True, False]


@pytest.mark.parametrize(
    ("cell", "blank"), [("", True), (" \t\n", True), ("\xa0​", True), ("-", False), (NumberText(0), False)]
)
def test_blank(cell: str, blank: bool) -> None:
    assert is_blank(cell) is blank
