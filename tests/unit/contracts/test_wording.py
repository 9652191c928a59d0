"""What a village clerk reads is short, plain Indonesian: sentences of at most twenty words, no words of our trade."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from padan.contracts import load_all

LONGEST_SENTENCE = 20
# Words of programmers and offices that a clerk need not know; each with what to say in its place.
JARGON = {
    "aksi": "status usulan",
    "atribut": "kolom",
    "baris header": "baris judul kolom",
    "bita": "ukuran",
    "byte": "ukuran",
    "database": "data",
    "digit": "angka",
    "duplikat": "berulang",
    "error": "salah",
    "field": "kolom",
    "file": "berkas",
    "header": "judul kolom",
    "import": "baca",
    "input": "isi",
    "invalid": "salah",
    "karakter": "huruf atau angka",
    "kontrak": "-",
    "konversi": "ubah",
    "layout": "susunan kolom",
    "numerik": "angka",
    "null": "kosong",
    "parsing": "baca",
    "record": "baris",
    "sheet": "lembar",
    "skema": "susunan kolom",
    "string": "teks",
    "upload": "kirim",
    "valid": "benar",
    "validasi": "periksa",
}
# What Excel itself calls things stays as it stands on the screen; so do file endings.
AS_ON_THE_SCREEN = re.compile(r"\(Excel:[^)]*\)|\{\w+\}|registry/\S+|\.\w+")


def texts() -> Iterator[tuple[str, str]]:
    """Every Indonesian text that people are told, with the code under which it stands."""
    for contract in load_all().values():
        for check in (*contract.rules, *contract.breakers):
            for text in (check.title, check.message, check.why, check.remedy):
                yield check.id, text.id
        for message in contract.refusals:
            for said in (message.id, message.remedy_id, message.why_id):
                yield message.code, said


TEXTS = sorted(set(texts()))


def sentences(text: str) -> list[str]:
    plain = re.sub(r"\([^)]*\)", "", AS_ON_THE_SCREEN.sub("x", text))
    return [part for part in re.split(r"[.!?;]\s+|:\s+", plain) if part.strip()]


@pytest.mark.parametrize(("code", "text"), TEXTS, ids=[f"{code}: {text[:30]}" for code, text in TEXTS])
def test_sentences_are_short(code: str, text: str) -> None:
    assert [s for s in sentences(text) if len(s.split()) > LONGEST_SENTENCE] == [], code


def test_no_word_of_our_trade() -> None:
    found = {
        (code, word)
        for code, text in TEXTS
        for word in JARGON
        if re.search(rf"\b{word}\b", AS_ON_THE_SCREEN.sub(" ", text), re.I)
    }
    assert found == set(), {word: JARGON[word] for _, word in found}


def test_a_text_begins_with_a_capital_and_ends_with_a_stop() -> None:
    """Titles have no stop."""
    for contract in load_all().values():
        for check in (*contract.rules, *contract.breakers):
            assert not check.title.id.endswith("."), check.id
            for text in (check.message, check.why, check.remedy):
                assert text.id[-1] in ".!?", check.id
                assert text.id[0].isupper() or text.id[0].isdigit(), check.id


def test_why_and_example_come_in_both_languages() -> None:
    for contract in load_all().values():
        for message in contract.refusals:
            assert bool(message.why_id) == bool(message.why_en), message.code


def test_a_text_is_true_of_every_row_and_list_that_its_rule_finds() -> None:
    checks = {check.id: check for c in load_all().values() for check in (*c.rules, *c.breakers)}
    # Whoever had reached the age when enrolled, or when first submitted, is off the roster.
    age = checks["UMUR-04"].why.id
    assert "orang ini tidak menjadi peserta; bila belum, hanya dilaporkan" in age
    # A first list is judged by the limit for all: nothing is usual for its village yet.
    for length in ("VOL-01", "VOL-02"):
        assert "biasa" not in checks[length].message.id
        assert "daftar pertama" in checks[length].why.id
