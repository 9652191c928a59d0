"""What the model sees of a row."""

from __future__ import annotations

import pytest

from padan.identity.names import spell
from padan.linkage.features import LinkRow, features, readable_nik, sound


def row(**said: object) -> LinkRow:
    blank = dict.fromkeys(LinkRow._fields, None) | {"ref": 1, "name_words": []}
    return LinkRow(**(blank | said))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "fault", "kind", "digits"),
    [
        ("3201051205800012", None, "whole", "3201051205800012"),
        ("3201051205800012.0", "decimal_suffix", "whole", "3201051205800012"),
        ("3201 0512 0580 0012", None, "whole", "3201051205800012"),
        ("3201051205800010", "excel_cut", "cut", "320105120580001"),
        ("3,20105E+15", "scientific", "few", "32010"),
        ("3,2E+15", "scientific", None, None),
        ("32O1051205800012", "letters", "slip", "3201051205800012"),
        ("320105120580001l", "letters", "slip", "3201051205800011"),
        ("320105120580001", "missing_digit", "slip", "320105120580001"),
        ("32010512058000112", "extra_digit", "slip", "32010512058000112"),
        ("3201051219800012", "impossible_date", "slip", "3201051219800012"),
        ("3201", "not_16_digits", None, None),
        ("3201050101200001", "family_card", None, None),
        ("1111111111111111", "repeated_digits", None, None),
        ("0000000000000001", "temporary", None, None),
        ("BELUM ADA", "empty", None, None),
        (None, "empty", None, None),
    ],
)
def test_how_much_of_a_nik_can_be_read(
    written: str | None, fault: str | None, kind: str | None, digits: str | None
) -> None:
    assert readable_nik(written, fault) == (kind, digits)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MOCH. YUSUP", "MUHAMMAD YUSUF"),
        ("M. YUSUF", "MUHAMMAD YUSUF"),
        ("SOELAEMAN DJUNAEDI", "SULAIMAN JUNAEDI"),
        ("H. ACHMAD ROHMAN, S.Pd.I", "AHMAD ROHMAN"),
        ("YUSUF AHMAD", "AHMAD YUSUF"),
    ],
)
def test_names_that_are_the_same_words(one: str, other: str) -> None:
    told = features(row(name=one)).name_sorted
    assert told is not None
    assert told == features(row(name=other)).name_sorted


def test_a_patronym_is_a_feature_of_its_own() -> None:
    told = features(row(name="SITI AMINAH BINTI SOELEMAN"))
    assert told.name_sorted == "AMINAH SITI"
    assert told.patronym == features(row(name="SITI BINTI SULEMAN")).patronym == "SULEMAN"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("ROHMAT", "ROHMAD", True),
        ("HAERUDIN", "HAIRUDIN", True),
        ("ASEP", "ACEP", False),
        ("BUDI", "RUDI", False),
    ],
)
def test_words_that_sound_alike(one: str, other: str, alike: bool) -> None:
    assert (sound(spell(one)) == sound(spell(other))) is alike


def test_day_and_month_swap_only_where_that_is_a_date() -> None:
    assert features(row(birth_date="1980-05-12")).born_swapped == "19801205"
    assert features(row(birth_date="1980-05-13")).born_swapped is None


def test_a_village_that_cannot_be_told_says_nothing() -> None:
    told = features(row(village_code="32.01.05.unknown"))
    assert (told.village, told.district) == (None, "32.01.05")
    nowhere = features(row(village_code="32.01.unknown.unknown"))
    assert (nowhere.village, nowhere.district) == (None, None)


def test_leading_noughts_of_a_neighbourhood_are_nothing() -> None:
    assert features(row(rt="003", rw="07"))[11:13] == features(row(rt="3", rw="7"))[11:13] == ("3", "7")
