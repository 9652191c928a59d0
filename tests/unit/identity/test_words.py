from pathlib import Path

import pytest

from padan.identity.text import is_blank, squeeze
from padan.identity.words import WordsError, inverted, load_yaml, words


def test_every_list_is_filled() -> None:
    lists = words()
    assert sorted(set(lists.months.values())) == list(range(1, 13))
    assert set(lists.sex.values()) == {"L", "P"}
    assert all(isinstance(word, str) for word in lists.year_words)
    assert "MUHAMMAD" in lists.name_words.values()


def test_one_word_cannot_stand_for_two_things() -> None:
    with pytest.raises(WordsError, match=r"sex\.yaml: PR stands for two things"):
        inverted({"L": ["LK", "PR"], "P": ["PR"]}, "sex.yaml")


def test_a_missing_list_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(WordsError, match=r"include/reference/words/sex\.yaml"):
        load_yaml("sex.yaml", tmp_path)


@pytest.mark.parametrize(
    ("cell", "blank"),
    [
        (None, True),
        ("", True),
        (" \u00a0\u200b ", True),
        ("-", True),
        ("\u2014", True),
        ("...", True),
        ("Belum ada", True),
        ("BELUM  ADA !", True),
        ("#N/A", True),
        ("0", False),
        ("ADA", False),
    ],
)
def test_blank(cell: str | None, blank: bool) -> None:
    assert is_blank(cell) is blank


def test_squeeze() -> None:
    assert squeeze(" a\u00a0\n b\t\u200bc \u2019 \u2013 ") == "a b c ' -"
