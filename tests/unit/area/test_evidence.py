"""Whose list is it? Every case names what stands where, and what is decided."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padan.area.evidence import Decision, PlaceLabels, decide
from padan.area.places import load_places

PLACES = load_places("32.01")
LABELS = PlaceLabels(
    ("DESA", "KELURAHAN", "DESA/KELURAHAN", "KODE DESA"), ("KECAMATAN", "KEC"), hamlet=("DUSUN", "KP")
)
RAGAJAYA, PABUARAN, KEMANG = "32.01.13.2004", "32.01.13.1007", "32.01.12.2004"
"""Ragajaya; Pabuaran of Bojonggede; Pabuaran of Kemang."""


def whose(**stands: Any) -> Decision:
    return decide(PLACES, LABELS, **stands)


@pytest.mark.parametrize(
    ("stands", "village"),
    [
        # A code anywhere.
        ({"path": "32.01.13.2004.xlsx"}, RAGAJAYA),
        ({"path": "3201132004.xlsx"}, RAGAJAYA),
        ({"path": "32-01-13-2004_januari.xlsx"}, RAGAJAYA),
        ({"path": "2026-01_32.01.13.2004_2026-01.xlsx"}, RAGAJAYA),
        ({"path": "32.01.13.2004/daftar marbot.xlsx"}, RAGAJAYA),
        ({"path": "kecamatan.zip!/3201132004.csv"}, RAGAJAYA),
        ({"titles": ["KODE DESA : 32.01.13.2004"]}, RAGAJAYA),
        ({"sheet": "3201132004"}, RAGAJAYA),
        ({"columns": [("3201132004", None)] * 3}, RAGAJAYA),
        # Names in title rows.
        ({"titles": ["DESA : RAGAJAYA"]}, RAGAJAYA),
        ({"titles": ["DESA : PABUARAN", "KECAMATAN : BOJONG GEDE"]}, PABUARAN),
        ({"titles": ["KECAMATAN : KEMANG", "", "DESA : PABUARAN"]}, KEMANG),
        ({"titles": ["DESA/KELURAHAN : PABUARAN KECAMATAN : BOJONGGEDE"]}, PABUARAN),
        ({"titles": ["PEMERINTAH DESA PABUARAN KECAMATAN KEMANG KABUPATEN BOGOR"]}, KEMANG),
        ({"titles": ["DAFTAR PEKERJA RENTAN DESA RAGAJAYA BULAN JANUARI 2026"]}, RAGAJAYA),
        ({"titles": ["Desa: Raga Jaya; Kec.: Bojong Gede"]}, RAGAJAYA),
        # Names in the path: village and district, both whole words.
        ({"path": "data_marbot_pabuaran_bojonggede.xlsx"}, PABUARAN),
        ({"path": "Kec. Bojonggede/Pabuaran/list.xlsx"}, PABUARAN),
        ({"path": "Kec_Bojonggede.zip!/Pabuaran.xlsx"}, PABUARAN),
        ({"path": "kec_babakan_madang/cijayanti.xlsx"}, "32.01.05.2001"),
        ({"path": "desa_cibinong_kec_cibinong.xlsx"}, "32.01.01.1006"),
        # One tells the village, another the district.
        ({"path": "Kec Bojonggede/januari.xlsx", "titles": ["DESA : PABUARAN"]}, PABUARAN),
        ({"path": "bojonggede/januari.xlsx", "titles": ["DESA : PABUARAN"]}, PABUARAN),
        ({"path": "Kec Bojonggede.xlsx", "sheet": "Pabuaran"}, PABUARAN),
        ({"titles": ["DESA : PABUARAN"], "columns": [("Pabuaran", "Kemang")] * 2}, KEMANG),
        ({"titles": ["KECAMATAN : KEMANG"], "columns": [("Pabuaran", None)] * 2}, KEMANG),
        ({"titles": ["DESA : PABUARAN"], "columns": [(None, "Kemang")] * 2}, None),
        # Columns.
        ({"columns": [("Ragajaya", "Bojonggede")] * 2}, RAGAJAYA),
        ({"columns": [("Pabuaran", "Kemang"), ("Pabuaran", None)]}, KEMANG),
        ({"columns": [("Ragajaya", None), ("Nowhere", None)]}, RAGAJAYA),
        # Much of it, all of one mind.
        (
            {
                "path": "32.01.13.2004.xlsx",
                "titles": ["DESA : RAGAJAYA", "KECAMATAN : BOJONGGEDE"],
                "sheet": "RAGAJAYA",
                "columns": [("Ragajaya", "Bojonggede")],
            },
            RAGAJAYA,
        ),
        # A dusun may be called as some village: the sheet's bare name never contradicts.
        ({"titles": ["DESA : RAGAJAYA"], "sheet": "CIJAYANTI"}, RAGAJAYA),
        ({"sheet": "CIJAYANTI", "columns": [("Ragajaya", "Bojonggede")]}, RAGAJAYA),
        ({"sheet": "RAGAJAYA"}, RAGAJAYA),
        # With its district known for certain, a name among other words of a sheet's name is that village.
        ({"path": "Kec Bojonggede.xlsx", "sheet": "Rekap Pabuaran"}, PABUARAN),
        ({"titles": ["KECAMATAN : KEMANG"], "sheet": "Data Pabuaran 2026"}, KEMANG),
        # A row whose own village and district do not go together is that row's fault.
        (
            {"titles": ["DESA : RAGAJAYA"], "columns": [("Ragajaya", "Bojonggede"), ("Cibanon", "Cibinong")]},
            RAGAJAYA,
        ),
    ],
)
def test_decided(stands: dict[str, Any], village: str | None) -> None:
    decision = whose(**stands)
    if village is None:
        assert decision.status == "ambiguous"
        return
    assert (decision.status, decision.village_code) == ("decided", village)
    assert decision.district_code == village[:8]


@pytest.mark.parametrize(
    "stands",
    [
        {"titles": ["DESA : PABUARAN"]},
        {"titles": ["KELURAHAN PABUARAN"]},
        {"sheet": "Pabuaran"},
        {"columns": [("Pabuaran", None)] * 5},
        {"path": "desa_pabuaran.xlsx", "titles": ["DESA PABUARAN"]},
    ],
)
def test_a_shared_name_alone_is_never_a_guess(stands: dict[str, Any]) -> None:
    decision = whose(**stands)
    assert (decision.status, decision.village_code, len(decision.candidates)) == ("ambiguous", None, 5)


@pytest.mark.parametrize(
    ("stands", "district"),
    [
        ({}, None),
        ({"path": "data marbot.xlsx"}, None),
        ({"path": "pabuaran.xlsx"}, None),
        ({"path": "ragajaya.xlsx"}, None),
        ({"path": "data_pabuaranbojonggede.xlsx"}, None),
        ({"path": "cibinong_bojonggede_pabuaran.xlsx"}, None),
        ({"titles": ["DESA SUKAMAJU BARU"]}, None),
        ({"titles": ["KEPALA DESA"]}, None),
        ({"titles": ["KECAMATAN : CIBINONG"]}, "32.01.01"),
        ({"titles": ["NIK 3201132004800001"]}, None),
        ({"columns": [("Nowhere", "Cibinong")]}, "32.01.01"),
    ],
)
def test_unknown(stands: dict[str, Any], district: str | None) -> None:
    decision = whose(**stands)
    assert (decision.status, decision.district_code) == ("unknown", district)


@pytest.mark.parametrize(
    ("stands", "candidates"),
    [
        ({"path": "32.01.13.2005.xlsx", "titles": ["DESA : RAGAJAYA"]}, (RAGAJAYA, "32.01.13.2005")),
        ({"titles": ["DESA : RAGAJAYA", "DESA : CIJAYANTI"]}, ("32.01.05.2001", RAGAJAYA)),
        ({"titles": ["DESA : RAGAJAYA", "KECAMATAN : CIBINONG"]}, ("32.01.01", RAGAJAYA)),
        ({"path": "32.01.13.2004/32.01.05.2001.xlsx"}, ("32.01.05.2001", RAGAJAYA)),
        ({"titles": ["DESA : RAGAJAYA"], "columns": [("Pabuaran", "Bojonggede")]}, (PABUARAN, RAGAJAYA)),
        (
            {"path": "32.01.13.2004.xlsx", "columns": [("Ragajaya", ""), ("Cijayanti", "")]},
            ("32.01.05.2001", RAGAJAYA),
        ),
        ({"titles": ["DESA : RAGAJAYA"], "columns": [(None, "Cibinong")]}, ("32.01.01", RAGAJAYA)),
        ({"path": "Kec Ciawi.xlsx", "columns": [("Ragajaya", "")]}, (RAGAJAYA, "32.01.24")),
    ],
)
def test_contradictory_names_both(stands: dict[str, Any], candidates: tuple[str, ...]) -> None:
    decision = whose(**stands)
    assert (decision.status, decision.village_code, decision.candidates) == (
        "contradictory",
        None,
        candidates,
    )


@pytest.mark.parametrize(
    ("stands", "district"),
    [
        ({"columns": [("Ragajaya", "Bojonggede"), ("Pabuaran", "Bojonggede")]}, "32.01.13"),
        ({"path": "Kec Bojonggede.xlsx", "columns": [("Ragajaya", None), ("Pabuaran", "")]}, "32.01.13"),
    ],
)
def test_a_districts_list_is_told_by_its_rows(stands: dict[str, Any], district: str) -> None:
    decision = whose(**stands)
    assert (decision.status, decision.candidates, decision.district_code) == (
        "several",
        (PABUARAN, RAGAJAYA),
        district,
    )


def test_a_refusal_is_told_to_villages_named_by_code() -> None:
    decision = whose(path="32.01.13.2004.xlsx", titles=["DESA CIJAYANTI"])
    assert (decision.status, decision.named_by_code) == ("contradictory", (RAGAJAYA,))


@given(
    st.text(),
    st.lists(st.text(), max_size=3),
    st.text(),
    st.lists(st.tuples(st.text(), st.text()), max_size=3),
)
def test_any_text_is_judged(path: str, titles: list[str], sheet: str, columns: list[tuple[str, str]]) -> None:
    decision = whose(path=path, titles=titles, sheet=sheet, columns=columns)
    assert (decision.village_code is not None) == (decision.status == "decided")


@pytest.mark.parametrize(
    ("stands", "own", "others", "other", "status"),
    [
        # One odd row among 110, and the largest share that is still a matter of the rows.
        ({"path": "32.01.13.2004.xlsx"}, ("Ragajaya", None), 109, ("Cijayanti", None), "decided"),
        ({"titles": ["DESA : RAGAJAYA"]}, ("Ragajaya", None), 4, ("Cijayanti", None), "decided"),
        ({"titles": ["DESA : RAGAJAYA"]}, ("Ragajaya", None), 3, ("Cijayanti", None), "contradictory"),
        ({"titles": ["DESA : RAGAJAYA"]}, (None, "Bojonggede"), 9, (None, "Cibinong"), "decided"),
        ({"titles": ["DESA : RAGAJAYA"]}, ("", ""), 200, ("Cijayanti", None), "contradictory"),
        # A hint does not outvote a row, and nothing outvotes where only the rows name villages.
        ({"sheet": "RAGAJAYA"}, ("Ragajaya", None), 109, ("Cijayanti", None), "several"),
        ({}, ("Ragajaya", None), 109, ("Cijayanti", None), "several"),
        ({"path": "Kec Bojonggede.xlsx"}, ("Ragajaya", None), 109, ("Cijayanti", None), "decided"),
        ({"path": "Kec Bojonggede.xlsx"}, ("Ragajaya", None), 1, ("Cijayanti", None), "contradictory"),
    ],
)
def test_a_few_rows_that_name_another_village_do_not_speak_for_the_list(
    stands: dict[str, Any],
    own: tuple[str | None, str | None],
    others: int,
    other: tuple[str | None, str | None],
    status: str,
) -> None:
    decision = whose(**stands, columns=[*[own] * others, other], dissent_share=0.2)
    assert decision.status == status


@pytest.mark.parametrize(
    ("stands", "village", "by_hint"),
    [
        ({"sheet": "RAGAJAYA"}, RAGAJAYA, True),
        ({"path": "bojonggede/januari.xlsx", "sheet": "Pabuaran"}, PABUARAN, True),
        ({"path": "Kec Bojonggede.xlsx", "sheet": "Pabuaran"}, PABUARAN, True),
        ({"sheet": "RAGAJAYA", "columns": [("Ragajaya", None)]}, RAGAJAYA, False),
        ({"sheet": "Rekap Ragajaya"}, None, False),
        ({"path": "Kec Bojonggede.xlsx", "sheet": "Dusun Pabuaran"}, None, False),
        ({"path": "Kec Bojonggede/Kp. Pabuaran.xlsx"}, None, False),
    ],
)
def test_a_sheets_name_alone_is_a_hint(stands: dict[str, Any], village: str | None, by_hint: bool) -> None:
    decision = whose(**stands)
    assert (decision.village_code, decision.by_hint) == (village, by_hint)
