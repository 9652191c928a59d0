"""Identity numbers as cells hold them: the cleaning that NIK, No KK and KPJ share."""

from __future__ import annotations

import re

from padan.identity.text import squeeze

# One or two: four noughts after a dot are a group of the number itself.
_DECIMALS = re.compile(r"[.,]0{1,2}$")
_PUNCTUATION = re.compile(r"[\s'.,\-_/:;()=]+")
_SCIENTIFIC = re.compile(r"^[+']?\s*(\d+)(?:[.,](\d+))?\s*[Ee]\s*\+?(\d{1,2})$")


def clean_number(text: str | None, *, numeric: bool) -> str:
    """Return an identity number without spaces, apostrophes, dots, dashes and '.0'; anything else stays to
    be seen.

    numeric: the cell was a number, so that an exponent is only its way of being printed, and is written out.
    """
    plain = squeeze(text)
    if numeric:
        plain = _written_out(plain)
    return _PUNCTUATION.sub("", _DECIMALS.sub("", plain))


def significant_digits(text: str) -> int | None:
    """Return how many digits a number printed with an exponent still shows (3,20102E+15: six); None for any
    other text.
    """
    match = _SCIENTIFIC.match(squeeze(text))
    return len(match[1]) + len(match[2] or "") if match else None


def _written_out(plain: str) -> str:
    match = _SCIENTIFIC.match(plain)
    if match is None:
        return plain
    whole, decimals, exponent = match[1], match[2] or "", int(match[3])
    return whole + decimals[:exponent] + "0" * max(0, exponent - len(decimals))
