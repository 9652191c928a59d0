"""A NIK is recognised and classed, never repaired. Today is 31 January 2026."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padan.area.places import load_district_codes
from padan.identity.nik import Nik, is_family_card, judge, read_family_card, read_nik

TODAY = date(2026, 1, 31)
BABAKAN_MADANG = frozenset({"320105", "327101"})


def nik(text: str | None, *, numeric: bool = False) -> Nik:
    return read_nik(text, numeric=numeric, districts=BABAKAN_MADANG, as_of=TODAY)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("3201051205800001", "as it should be"),
        (" 3201051205800001 ", "spaces around"),
        ("3201 0512 0580 0001", "groups of four"),
        ("320105.120580.0001", "dots"),
        ("320105-120580-0001", "dashes"),
        ("320105\u2013120580\u20130001", "long dashes"),
        ("3201051205800001\u00a0", "non-breaking space"),
        ("\u00a03201 051205800001", "non-breaking and plain spaces"),
        ("\u200b3201051205800001\ufeff", "zero-width space, byte order mark"),
        ("'3201051205800001", "Excel's apostrophe"),
        ("\u2019 3201051205800001", "curly apostrophe"),
        ("`3201051205800001", "backtick"),
        ("3201051205800001,", "trailing comma"),
        ("3201051205800001.", "trailing dot"),
        ("(3201051205800001)", "brackets"),
        ("3201051205800001;", "trailing semicolon"),
        ('="3201051205800001"', "Excel's way of keeping a text a text"),
        ("3201\u202f0512\u20090580\u30000001", "thin and wide spaces"),
        ("3201051205800001\n", "line break"),
        ("3.201.051.205.800.001", "thousands"),
        (
            "\uff13\uff12\uff10\uff11\uff10\uff15\uff11\uff12\uff10\uff15\uff18\uff10\uff10\uff10\uff10\uff11",
            "full width",
        ),
    ],
)
def test_the_same_number_in_every_clothing(cell: str, why: str) -> None:
    assert nik(cell) == Nik("3201051205800001", None, True, date(1980, 5, 12), "L"), why


@pytest.mark.parametrize(
    ("cell", "numeric", "fault", "digits_kept"),
    [
        (None, False, "empty", False),
        ("", False, "empty", False),
        ("   ", False, "empty", False),
        ("-", False, "empty", False),
        ("\u2014", False, "empty", False),
        ("BELUM ADA", False, "empty", False),
        ("belum  ada.", False, "empty", False),
        ("#N/A", False, "empty", False),
        ("3,20105E+15", False, "scientific", False),
        ("3.20105E+15", False, "scientific", False),
        ("3,20105e15", False, "scientific", False),
        ("32O1051205800001", False, "letters", False),
        ("320105120580000l", False, "letters", False),
        ("3201O5I205800001", False, "letters", False),
        ("dalam proses", False, "letters", False),
        ("320105|205800001", False, "letters", False),
        ("3201051205800OO1.0", False, "letters", False),
        ("32010512058000l", False, "letters", False),
        ("\u041e201051205800001", False, "letters", False),
        ("3,2E+15", False, "scientific", False),
        ("'3,20105E+15", False, "scientific", False),
        ("3.20105120580001E+15", False, "scientific", False),
        ("3.20105E+15", True, "scientific", False),
        ("320105120580001.0", False, "missing_digit", False),
        ("3201 0512 0580 001", False, "missing_digit", False),
        ("32010512058000001.0", False, "extra_digit", False),
        ("32010512058000012", True, "extra_digit", False),
        ("32010512058001", False, "not_16_digits", False),
        ("3201051205800001 / 3201051205800002", False, "not_16_digits", False),
        ("0", True, "not_16_digits", False),
        ("3201051205800001.0", False, "decimal_suffix", True),
        ("3201051205800001,0", False, "decimal_suffix", True),
        ("3201051205800001.00", False, "decimal_suffix", True),
        ("3201051205800001.000", False, "decimal_suffix", True),
        ("3.201.051.205.800.001,00", False, "decimal_suffix", True),
        ("3201051205800001 ,0", False, "decimal_suffix", True),
        ("'3201051205800120.0", False, "decimal_suffix", True),
        ("3201051213800001.0", False, "impossible_date", True),
        ("3201051205800000.0", False, "excel_cut", True),
        ("9171051205800012.0", False, "excel_cut", True),
        ("320105120580001", False, "missing_digit", False),
        ("32010512058000011", False, "extra_digit", False),
        ("320105120580001.0", True, "missing_digit", False),
        (
            "3201\u2022\u2022\u2022\u2022\u2022\u2022\u2022\u2022\u2022\u2022\u2022\u2022",
            False,
            "not_16_digits",
            False,
        ),
        (
            "\u0663\u0662\u0660\u0661\u0660\u0665\u0661\u0662\u0660\u0665\u0668\u0660\u0660\u0660\u0660\u0661",
            False,
            "not_16_digits",
            False,
        ),
        ("0001051205800001", False, "temporary", True),
        ("0000000000000000", False, "temporary", True),
        ("3333333333333333", False, "repeated_digits", True),
        ("1111111111111111", False, "repeated_digits", True),
        ("1234567890123456", False, "sequence", True),
        ("2345678901234567", False, "sequence", True),
        ("9876543210987654", False, "sequence", True),
        ("3201051205800000", False, "excel_cut", True),
        ("3201051205800000", True, "excel_cut", True),
        ("3201051205800000.0", True, "excel_cut", True),
        ("3201051205800120.0", True, "excel_cut", True),
        ("3.20105120580012E+15", True, "excel_cut", True),
        ("9171051205800012.0", True, "excel_cut", True),
        ("3201051213800001", False, "impossible_date", True),
        ("3201051200800001", False, "impossible_date", True),
        ("3201050005800001", False, "impossible_date", True),
        ("3201053205800001", False, "impossible_date", True),
        ("3201054005800001", False, "impossible_date", True),
        ("3201057205800001", False, "impossible_date", True),
        ("3201053002800001", False, "impossible_date", True),
        ("3201057102800001", False, "impossible_date", True),
        ("3201053104800001", False, "impossible_date", True),
    ],
)
def test_faults(cell: str | None, numeric: bool, fault: str, digits_kept: bool) -> None:
    read = nik(cell, numeric=numeric)
    assert (read.fault, read.digits is not None) == (fault, digits_kept)
    assert read.digits is None or len(read.digits) == 16


@pytest.mark.parametrize(
    ("cell", "numeric", "why"),
    [
        ("3201051205800010", False, "a text cell keeps its last nought: serial 0010"),
        ("3201051205800120", False, "serial 0120 as text"),
        ("3201051205800012.0", True, "a number cell that kept all 16 digits"),
        ("9171051205800012", False, "Papua as text is whole"),
        ("3201051205800001.0", True, "the nought is only how a float is printed"),
        ("3201052902810001", False, "29 February exists, though not in 1981: the number stays as given out"),
    ],
)
def test_no_fault(cell: str, numeric: bool, why: str) -> None:
    assert nik(cell, numeric=numeric).fault is None, why


@pytest.mark.parametrize(
    ("cell", "birth_date", "sex"),
    [
        ("3201051205800001", date(1980, 5, 12), "L"),
        ("3201055205800001", date(1980, 5, 12), "P"),
        ("3201057112990001", date(1999, 12, 31), "P"),
        ("3201053101260001", date(2026, 1, 31), "L"),
        ("3201050102260001", date(1926, 2, 1), "L"),
        ("3201052902000001", date(2000, 2, 29), "L"),
        ("3201052902810001", None, "L"),
        ("3201051205800000", date(1980, 5, 12), "L"),
        ("0001051205800001", None, None),
        ("3201051213800001", None, None),
    ],
)
def test_birth_date_and_sex_inside(cell: str, birth_date: date | None, sex: str | None) -> None:
    read = nik(cell)
    assert (read.birth_date, read.sex) == (birth_date, sex)


@pytest.mark.parametrize(
    ("cell", "known"),
    [
        ("3201051205800001", True),
        ("3271011205800001", True),
        ("3201991205800001", False),
        ("320105120580", None),
    ],
)
def test_the_place_of_first_registration_is_never_a_fault(cell: str, known: bool | None) -> None:
    read = nik(cell)
    assert read.district_known is known
    assert read.fault in (None, "not_16_digits")


def test_every_kecamatan_of_indonesia_is_known() -> None:
    districts = load_district_codes()
    assert len(districts) == 7285
    assert {"320105", "110101"} <= districts


@pytest.mark.parametrize(
    ("number", "family_card", "declared", "is_card", "why"),
    [
        ("3201051205800001", "3201051205800001", None, True, "equal to the row's No KK"),
        ("3201051205150003", None, date(1980, 5, 12), True, "issued 2015, the person was born in 1980"),
        ("3201051205150003", "3201051205150004", date(1980, 5, 12), True, "the same beside another No KK"),
        ("3201051205150003", None, date(2015, 5, 12), False, "a child, and declared as one"),
        ("3201051205150003", None, None, False, "nothing declared to compare with"),
        ("3201051205800003", None, date(1975, 1, 1), False, "an adult's number"),
        ("3201055205150003", None, date(1980, 5, 12), False, "a woman's day is no day of issue"),
        ("3201051205200003", None, date(1920, 5, 12), False, "born in 1920: only the century is open"),
        ("320105120515000", "320105120515000", date(1980, 5, 12), False, "not 16 digits"),
    ],
)
def test_family_card_in_the_nik_column(
    number: str, family_card: str | None, declared: date | None, is_card: bool, why: str
) -> None:
    assert is_family_card(nik(number), family_card, declared, TODAY) is is_card, why


@pytest.mark.parametrize(
    ("cell", "numeric", "digits"),
    [
        ("3201051205150003", False, "3201051205150003"),
        ("'3201 0512 0515 0003", False, "3201051205150003"),
        ("3201051205150003.0", True, "3201051205150003"),
        ("320105120515000", False, None),
        ("3,20105E+15", False, None),
        ("-", False, None),
        (None, False, None),
    ],
)
def test_family_card_number(cell: str | None, numeric: bool, digits: str | None) -> None:
    assert read_family_card(cell, numeric=numeric) == digits


@given(st.text() | st.text(alphabet="0123456789.,-' eE+OlI\u00a0", max_size=24), st.booleans())
def test_any_text_is_read(text: str, numeric: bool) -> None:
    read = nik(text, numeric=numeric)
    assert (read.digits is None) == (read.district_known is None)
    assert read.fault is not None or read.digits is not None
    read_family_card(text, numeric=numeric)


@given(st.dates(date(1927, 1, 1), TODAY), st.integers(1, 9999), st.sampled_from("LP"))
def test_a_number_tells_what_was_put_into_it(born: date, serial: int, sex: str) -> None:
    day = born.day + (40 if sex == "P" else 0)
    read = nik(f"320105{day:02}{born:%m%y}{serial:04}")
    assert read == Nik(read.digits, None, True, born, sex)


BORN = date(1980, 3, 12)


@pytest.mark.parametrize(
    ("cell", "family_card", "declared", "fault", "why"),
    [
        ("3201051203800001", None, BORN, None, "a good row"),
        ("3201051203800001", None, date(1980, 12, 3), None, "the declared date is mistyped, not the NIK"),
        ("3201051203800001", None, date(1908, 3, 12), None, "the same"),
        ("3201051203800001", None, None, None, "nothing declared"),
        ("3201051203800001", "3201051203800001", BORN, "family_card", "equal to the row's No KK"),
        ("3201051203150003", None, BORN, "family_card", "issued 2015, the person was born in 1980"),
        ("3201051203150003.0", None, BORN, "family_card", "the same with decimals"),
        (
            "3201051203150000",
            "3201051203150000",
            BORN,
            "family_card",
            "cut, but the row's No KK all the same",
        ),
        ("3201051203150000", None, BORN, "excel_cut", "cut: what it was nobody can say"),
        ("1111111111111111", "1111111111111111", BORN, "repeated_digits", "typed into both cells"),
        ("", "3201051203150003", BORN, "empty", "nothing"),
        ("3201051320800001", None, BORN, "impossible_date", "month 20: no one swap makes it 12-03"),
        ("3201051200380001", None, BORN, "impossible_date", "month 00, and a swap beside it: not the date"),
        (
            "3201051023800001",
            None,
            BORN,
            "swapped_digits",
            "day 10, month 23: digits 8 and 9 swapped is 12-03",
        ),
        ("3201051023800001", None, None, "impossible_date", "nothing declared to compare with"),
        ("3201051023800001", None, date(1980, 3, 13), "impossible_date", "declared is another day"),
        ("3201055023800001", None, BORN, "swapped_digits", "the same for a woman: 52 03"),
        ("3021051203800001", None, BORN, "swapped_digits", "no province 30; swapped it is 3201"),
        ("3021051203800001", None, date(1981, 3, 12), None, "the date is not the declared one: only told"),
        ("3201991203800001", None, BORN, None, "no such place, and no swap leads to one"),
    ],
)
def test_a_nik_among_the_other_columns(
    cell: str, family_card: str | None, declared: date | None, fault: str | None, why: str
) -> None:
    assert judge(nik(cell), family_card, declared, BABAKAN_MADANG, TODAY) == fault, why


def test_an_old_code_of_a_kecamatan_is_no_swapped_code() -> None:
    """320150 is no kecamatan today and 320105 is, but renumbered kecamatan live on in good NIKs."""
    districts = load_district_codes()
    read = read_nik("3201501203800001", numeric=False, districts=districts, as_of=TODAY)
    assert read.district_known is False
    assert judge(read, None, BORN, districts, TODAY) is None
