"""Codes of villages and districts inside text, in any punctuation.

Kemendagri writes PP.KK.CC.VVVV; BPS writes seven digits for a district and ten for a village, without dots.
They look alike and collide (BPS 3201010 is Nanggung, 32.01.01 is Cibinong): which one a number is, the
tables say, not its length.
"""

from __future__ import annotations

import re
from functools import lru_cache

_MARK = r"[.\-_/ ]?"
_DECIMALS = re.compile(r"^(\d{6,10})[.,]0+$")
_NOT_DIGITS = re.compile(r"\D+")


@lru_cache(maxsize=8)
def finder(regency: str) -> re.Pattern[str]:
    """Return what finds numbers that may be codes of a regency: not inside a longer number such as a NIK."""
    province, kabupaten = regency.split(".")
    return re.compile(
        rf"(?<!\d)(?<!\d\.){province}{_MARK}{kabupaten}"
        rf"(?:{_MARK}\d\d{_MARK}\d{{4}}|{_MARK}\d\d(?![.\-]\d)|\d{{3}}(?:\d{{3}})?)(?!\d)"
    )


def digits(text: str | None) -> str:
    """Return the digits of a code cell; '' where there is anything but digits and punctuation in it."""
    if not text:
        return ""
    plain = text.strip().strip("'")
    match = _DECIMALS.match(plain)
    if match is not None:
        return match[1]
    if any(sign.isalpha() for sign in plain):
        return ""
    return _NOT_DIGITS.sub("", plain) if plain.isascii() else ""


def village(plain: str) -> str:
    """Return ten digits as a Kemendagri village code: 32.01.05.2003."""
    return f"{plain[:2]}.{plain[2:4]}.{plain[4:6]}.{plain[6:]}"


def district(plain: str) -> str:
    """Return six digits as a Kemendagri district code: 32.01.05."""
    return f"{plain[:2]}.{plain[2:4]}.{plain[4:6]}"
