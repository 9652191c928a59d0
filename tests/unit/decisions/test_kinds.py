"""The kinds of decisions: those that the file understands, that the form asks for, and that have words."""

from __future__ import annotations

from typing import get_args

import pytest

from padan.decisions.kinds import FIELDS
from padan.decisions.model import Entry
from padan.settings import LANGUAGES
from padan.texts import read_texts


def test_the_form_offers_what_the_file_understands() -> None:
    union, *_ = get_args(Entry)
    models = {get_args(model.model_fields["kind"].annotation)[0]: model for model in get_args(union)}
    assert list(FIELDS) == list(models)
    for kind, fields in FIELDS.items():
        assert set(fields) <= set(models[kind].model_fields)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_and_field_has_words(language: str) -> None:
    words = read_texts(language, "decision_form")
    assert list(words["kinds"]) == list(FIELDS)
    assert set(words["fields"]) == {name for names in FIELDS.values() for name in names} | {"kind", "reason"}
