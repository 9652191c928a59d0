"""Sex as written in lists: L/P, LK/PR, 1/2, M/F and words."""

from __future__ import annotations

import re
from functools import lru_cache

from padan.identity.text import squeeze
from padan.identity.words import key, words

_DECIMALS = re.compile(r"^(\d)[.,]0+$")


@lru_cache(maxsize=4096)
def read_sex(text: str | None) -> str | None:
    """Return 'L' or 'P', or None where the cell is blank or says neither."""
    plain = squeeze(text)
    if not plain:
        return None
    return words().sex.get(key(_DECIMALS.sub(r"\1", plain)))
