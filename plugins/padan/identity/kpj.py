"""KPJ: the 11-digit card number of BPJS Ketenagakerjaan."""

from __future__ import annotations

from padan.identity.numbers import clean_number

LENGTH = 11


def read_kpj(text: str | None, *, numeric: bool) -> str | None:
    """Return the 11 digits of a KPJ cell, or None where it is blank or damaged.

    numeric: the cell was a number, which has lost its leading zeros: ten digits stay damaged, nothing is
    put back.
    """
    if text is None:
        return None
    digits = text if len(text) == LENGTH else clean_number(text, numeric=numeric)
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdigit()) or digits == digits[0] * LENGTH:
        # Eleven times the same digit is what people type into a cell that must not be empty.
        return None
    return digits
