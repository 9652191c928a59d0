from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from padan.paths import INCLUDE
from padan.products import ProductError
from padan.products.labels import labels
from padan.products.sheets.table import sheet_name
from padan.products.texts import TEMPLATES, read_texts

FILES = ("bridge_lines", "outcomes", "format", "workbook", "berita-acara", "page")
MIGRATIONS = INCLUDE / "sql" / "migrations"


def values_of(column: str, file: str) -> set[str]:
    """The values that a check of the warehouse allows in a column."""
    sql = (MIGRATIONS / file).read_text("utf-8")
    found = re.findall(
        rf"\b{column} (?:text )?(?:NOT NULL )?(?:DEFAULT '\w+' )?CHECK\s*\(\s*{column}\s+IN\s*\(([^)]*)\)",
        sql,
    )
    assert found, column
    return {value for group in found for value in re.findall(r"'(\w+)'", group)}


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    ("kind", "column", "file"),
    [
        ("outcomes", "outcome", "0006_reconciliation.sql"),
        ("owners", "owner", "0004_quality.sql"),
        ("severity", "severity", "0004_quality.sql"),
        ("branch_status", "status", "0005_core.sql"),
        ("case_change", "change", "0006_reconciliation.sql"),
        ("feeds", "feed", "0001_landing.sql"),
    ],
)
def test_every_value_of_the_warehouse_has_words(language: str, kind: str, column: str, file: str) -> None:
    assert set(labels(language).words[kind]) >= values_of(column, file)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_line_of_the_bridge_has_words(language: str) -> None:
    assert {label.line for label in labels(language).bridge} == values_of("line", "0007_mart.sql")


@pytest.mark.parametrize("name", FILES)
def test_both_languages_say_the_same_things(name: str) -> None:
    def shape(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: shape(entry) for key, entry in value.items()}
        if isinstance(value, list):
            return len(value)
        return sorted(re.findall(r"\{\w+\}", str(value)))

    indonesian, english = dict(read_texts("id", name)), dict(read_texts("en", name))
    if name == "berita-acara":
        # Indonesian records spell numbers and the day in words; English ones write figures.
        for texts in (indonesian, english):
            assert texts.pop("opening")
            texts.pop("spelling", None)
    assert shape(indonesian) == shape(english)


def test_the_texts_are_plain_yaml() -> None:
    for path in sorted(TEMPLATES.glob("*/*.yaml")):
        assert yaml.safe_load(path.read_text("utf-8")), path


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (None, ""),
        ("over_age", "melewati batas umur"),
        ("name,village", "nama, desa"),
        ("NIK-01", "NIK-01: NIK kosong"),
        ("something_new", "something_new"),
    ],
)
def test_reasons_in_words(reason: str | None, words: str) -> None:
    assert labels("id").reason(reason, {"NIK-01": "NIK kosong"}) == words


def test_a_value_without_words_names_the_file_to_mend() -> None:
    with pytest.raises(ProductError, match="include/templates/id/outcomes.yaml"):
        labels("id").of("causes", "moon")


@pytest.mark.parametrize("language", ["id", "en"])
def test_sheets_are_named_apart(language: str) -> None:
    names = [sheet_name(label) for label in labels(language).words["causes"].values()]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 for name in names)
