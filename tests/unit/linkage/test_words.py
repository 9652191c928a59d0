"""Weights in words: every level of the model has some, in both languages."""

from __future__ import annotations

import pytest

from padan.linkage.comparisons import FIELDS
from padan.linkage.words import explain
from padan.settings import LANGUAGES

MADE = [
    {"field": "name", "level": "similar", "weight": 6.23},
    {"field": "birth_date", "level": "same", "weight": 9.1},
    {"field": "village", "level": "different", "weight": -2.04},
    {"field": "sex", "level": "same", "weight": -0.01},
]


def test_in_indonesian() -> None:
    assert (
        explain(MADE, "id")
        == "nama mirip +6,2; tanggal lahir sama +9,1; desa berbeda -2,0; jenis kelamin sama +0,0"
    )


def test_in_english() -> None:
    assert explain(MADE[:3], "en") == "similar name +6.2; same birth date +9.1; different village -2.0"


def test_a_repaired_nik_has_no_weights() -> None:
    repaired = [{"field": "nik", "level": "excel_cut"}, {"field": "name", "level": "same"}]
    assert explain(repaired, "id") == "NIK terpotong Excel; nama sama"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_level_has_words(language: str) -> None:
    told = [
        explain([{"field": field.name, "level": level.name, "weight": 1}], language)
        for field in FIELDS
        for level in field.levels
    ]
    assert len(set(told)) == len(told) == sum(len(field.levels) for field in FIELDS)


def test_a_level_without_words_is_told() -> None:
    with pytest.raises(ValueError, match=r"linkage\.yaml has no words for level 'heard'"):
        explain([{"field": "name", "level": "heard", "weight": 1}], "id")
