"""Villages of Kabupaten Bogor by code and by name. 38 names are shared by 90 villages; Pabuaran is five."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padan.area.places import PlacesError, load_places

PLACES = load_places("32.01")


def test_the_regency() -> None:
    assert (len(PLACES.villages), len(PLACES.districts)) == (435, 40)
    assert Counter(village.kind for village in PLACES.villages.values()) == {"desa": 416, "kelurahan": 19}
    assert PLACES.villages["32.01.05.2001"].name == "Cijayanti"


def test_a_regency_without_villages_is_refused() -> None:
    with pytest.raises(PlacesError, match=r"villages\.csv"):
        load_places("99.99")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("32.01.05.2003", "32.01.05.2003"),
        ("3201052003", "32.01.05.2003"),
        ("32-01-05-2003", "32.01.05.2003"),
        ("32 01 05 2003", "32.01.05.2003"),
        ("3201.05.2003", "32.01.05.2003"),
        ("3201052003.0", "32.01.05.2003"),
        ("'3201052003", "32.01.05.2003"),
        ("32.01.05.9999", None),
        ("32.71.05.1001", None),
        ("3201010003", None),  # BPS: a village of Nanggung, and no Kemendagri code
        ("32.01.05", None),
        ("Cijayanti", None),
        ("", None),
        (None, None),
    ],
)
def test_village_by_code(cell: str | None, code: str | None) -> None:
    assert PLACES.village_by_code(cell) == code


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("32.01.01", "Cibinong"),
        ("320101", "Cibinong"),
        ("320101.0", "Cibinong"),
        ("3201010", "Nanggung"),  # BPS: tells itself apart by the table
        ("3201010003", "Nanggung"),
        ("32.01.05.2003", "Babakan Madang"),
        ("Babakan Madang", "Babakan Madang"),
        ("KEC. BABAKANMADANG", "Babakan Madang"),
        ("Kecamatan : Gunung Putri", "Gunungputri"),
        ("GUNUNGPUTRI", "Gunungputri"),
        ("Bojong Gede", "Bojonggede"),
        ("PARUNG PANJANG", "Parungpanjang"),
        ("Tajur Halang", "Tajurhalang"),
        ("Citereup", "Citeureup"),
        ("32.01.05 - Babakan Madang", "Babakan Madang"),
        ("Bogor Tengah", None),
        ("Parung P", None),
        ("32.01.99", None),
        ("-", None),
        ("", None),
        (None, None),
    ],
)
def test_find_district(cell: str | None, name: str | None) -> None:
    code = PLACES.find_district(cell)
    assert (PLACES.districts[code] if code else None) == name


@pytest.mark.parametrize(
    ("village", "district", "code"),
    [
        ("Ragajaya", "Bojonggede", "32.01.13.2004"),
        ("RAGA JAYA", "KEC. BOJONG GEDE", "32.01.13.2004"),
        ("Ragajaya", None, "32.01.13.2004"),
        ("Desa Ragajaya", "", "32.01.13.2004"),
        ("DS.RAGAJAYA", "-", "32.01.13.2004"),
        ("Ragajaya, Kec. Bojonggede", None, "32.01.13.2004"),
        ("32.01.13.2004", None, "32.01.13.2004"),
        ("3201132004 RAGAJAYA", None, "32.01.13.2004"),
        ("Ragajaya", "3201220", "32.01.13.2004"),
        ("Ragajaya", "Bojong Gde (typo)", "32.01.13.2004"),
        ("PABUARAN", "BOJONGGEDE", "32.01.13.1007"),
        ("Kel. Pabuaran", "Kecamatan Cibinong", "32.01.01.1012"),
        ("PABUARAN KEC KEMANG", "", "32.01.12.2004"),
        ("Cibatok 1", "Cibungbulang", "32.01.16.2004"),
        ("Cibatok II", None, "32.01.16.2012"),
        ("CIBATOK DUA", None, "32.01.16.2012"),
        ("Pamagersari", None, "32.01.19.2012"),
        ("Pamegarsari", None, "32.01.10.2006"),
        ("Cibeteung Muara", None, "32.01.33.2009"),
        # The name alone is ambiguous, whatever DESA or KELURAHAN says before it.
        ("Pabuaran", None, "32.01.unknown.unknown"),
        ("Kelurahan Sukahati", None, "32.01.unknown.unknown"),
        ("Cibatok", "Cibungbulang", "32.01.16.unknown"),
        # Village and district do not go together, or are nowhere.
        ("Cibanon", "Cibinong", "32.01.01.unknown"),
        ("Ragajaya", "Bogor Tengah", "32.01.unknown.unknown"),
        ("32.01.13.2005 RAGAJAYA", None, "32.01.unknown.unknown"),
        ("32.01.13.2004", "Cibinong", "32.01.01.unknown"),
        ("Ragajaya Kec. Cibinong", "Bojonggede", "32.01.unknown.unknown"),
        ("Nowhere", "Cibinong", "32.01.01.unknown"),
        ("Nowhere", "Nowhere", "32.01.unknown.unknown"),
        ("", "Nanggung", "32.01.21.unknown"),
        (None, None, "32.01.unknown.unknown"),
    ],
)
def test_resolve_row(village: str | None, district: str | None, code: str) -> None:
    assert PLACES.resolve_row(village, district) == code


def test_candidates_are_named() -> None:
    match = PLACES.find_village("PABUARAN", None)
    assert (match.code, len(match.candidates)) == (None, 5)
    assert list(match.candidates) == sorted(match.candidates)


def test_every_village_is_found_by_its_names_with_its_district() -> None:
    for village in PLACES.villages.values():
        written = (village.name, village.name.upper(), village.name.replace(" ", ""), f"DESA {village.name}")
        for name in written:
            for district in (village.district_name, f"Kec. {village.district_name.upper()}"):
                assert PLACES.resolve_row(name, district) == village.code


def test_shared_names_are_ambiguous_without_their_district() -> None:
    # 90 share their name to the letter; Gunungsari and Pasirangin differ from two more by a space alone.
    found = [PLACES.find_village(village.name, None).code for village in PLACES.villages.values()]
    assert found.count(None) == 94
    assert all(code in (None, own) for code, own in zip(found, PLACES.villages, strict=True))


@given(st.text() | st.none(), st.text() | st.none())
def test_any_text_is_looked_up(village: str | None, district: str | None) -> None:
    assert PLACES.resolve_row(village, district).startswith("32.01.")
