"""Header cells and category words, made comparable: one function for the contracts and for the intake."""

import re
import unicodedata
from functools import lru_cache

_NOT_A_SIGN = re.compile(r"[^0-9A-Z+<]+")


@lru_cache(maxsize=65536)
def normalise(text: str) -> str:
    """Return a header or word in upper case, with punctuation, line breaks and double spaces as one space.

    ``+`` and ``<`` stay, because the registry has columns that differ in nothing else (``60+``, ``<7``).
    """
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _NOT_A_SIGN.sub(" ", plain.upper()).strip()


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """Return the normalised text without spaces: what two spellings of one header share (N.I.K, NIK)."""
    return normalise(text).replace(" ", "")
