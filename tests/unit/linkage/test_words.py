"""Weights in words: every level of the model has some, in both languages."""

from __future__ import annotations

import ast
import json
import re

import pytest

from padan.linkage.comparisons import FIELDS
from padan.linkage.words import explain
from padan.paths import INCLUDE, PROJECT
from padan.settings import LANGUAGES
from padan.texts import read_texts

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
    assert explain(repaired, "id") == "angka terakhir NIK hilang karena Excel; nama sama"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_level_has_words(language: str) -> None:
    told = [
        explain([{"field": field.name, "level": level.name, "weight": 1}], language)
        for field in FIELDS
        for level in field.levels
    ]
    assert len(set(told)) == len(told) == sum(len(field.levels) for field in FIELDS)


def nik_faults() -> set[str]:
    """Whatever padan.identity.nik can call a fault: its strings that are such words, docstrings aside."""
    tree = ast.parse((PROJECT / "plugins" / "padan" / "identity" / "nik.py").read_text("utf-8"))
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"[a-z][a-z0-9_]{3,}", node.value)
    }


def levels_of_the_statement() -> set[tuple[str, str]]:
    """Field and level of every agreement that link_evidence.sql writes by itself."""
    statement = (INCLUDE / "sql" / "identity" / "link_evidence.sql").read_text("utf-8")
    found = set()
    for part in statement.split("'field', ")[1:]:
        field = re.match(r"'(\w+)'", part)
        assert field is not None
        level = part.partition("'level'")[2]
        said = re.match(r",\s*(?:CASE(.*?)\sEND|coalesce\(\S+( '\w+')\)|('\w+'))", level, re.DOTALL)
        assert said is not None, level
        choices = re.findall(r"(?:THEN|ELSE) '(\w+)'", said[1] or "") or [(said[2] or said[3]).strip(" '")]
        found |= {(field[1], word) for word in choices}
    return found


def levels_of_the_model() -> set[tuple[str, str]]:
    """Field and level of everything that the pinned model can say."""
    model = json.loads((INCLUDE / "models" / "linkage.json").read_text("utf-8"))
    return {
        (comparison["output_column_name"], level["label_for_charts"])
        for comparison in model["settings"]["comparisons"]
        for level in comparison["comparison_levels"]
        if not level.get("is_null_level")
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_evidence_can_hold_has_words(language: str) -> None:
    damage = {("nik", fault) for fault in nik_faults()}
    written = levels_of_the_statement()
    assert ("nik", "mistyped") in written
    assert ("name", "one_letter") in written
    assert len(damage) > 10
    known = read_texts(language, "linkage")["levels"]
    missing = {
        (field, level)
        for field, level in written | levels_of_the_model() | damage
        if not known.get(field, {}).get(level)
    }
    assert missing == set()


def test_a_level_without_words_holds_nothing_back() -> None:
    assert explain([{"field": "birth_date", "level": "other_century", "weight": 1}], "id") == (
        "birth date other century +1,0"
    )
