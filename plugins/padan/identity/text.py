"""Cleaning that every kind of cell needs."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from padan.identity.words import key, words

# Zero-width signs, the soft hyphen and the byte order mark: nobody sees them, and every comparison fails on
# them.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
APOSTROPHES = "'\"`\u00b4\u2018\u2019\u201a\u201b\u201c\u201d\u02b9\u02bb\u02bc\u02bd\u2032\uff07"
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_SIGNS = str.maketrans(
    {sign: None for sign in INVISIBLE} | {sign: "'" for sign in APOSTROPHES} | {sign: "-" for sign in DASHES}
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def squeeze(text: str | None) -> str:
    """Return the text on one line with single ordinary spaces: NBSP, zero-width and control characters are
    cleaned.

    Full-width and other compatibility forms become plain ones, apostrophes and dashes of all kinds become '
    and -.
    """
    if not text:
        return ""
    if text.isascii():
        text = text.replace("`", "'").replace('"', "'")
    else:
        text = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS)
    return " ".join(_CONTROL.sub(" ", text).split())


@lru_cache(maxsize=65536)
def is_blank(text: str | None) -> bool:
    """Say whether a cell says nothing: empty, only punctuation, or a blank word such as BELUM ADA."""
    plain = squeeze(text)
    if not any(sign.isalnum() for sign in plain):
        return True
    return key(plain) in words().blank


def without_accents(text: str) -> str:
    """Return the text with plain letters in place of accented ones."""
    if text.isascii():
        return text
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
