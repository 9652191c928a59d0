"""Whom somebody at the desk asks for: a NIK, a KPJ, or a name with the birth date."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from padan.errors import DataProblem
from padan.identity.dates import read_date
from padan.identity.names import read_name

NIK_DIGITS, KPJ_DIGITS = 16, 11
_MARKS = re.compile(r"[\s.'\-\u00a0]")


class UnclearQuestion(DataProblem):
    """What was typed is no NIK, no KPJ and no name with a birth date."""


@dataclass(frozen=True)
class Question:
    """Exactly one of NIK, KPJ and name with birth date; never shown, not even by repr."""

    nik: str | None = field(default=None, repr=False)
    kpj: str | None = field(default=None, repr=False)
    name_words: tuple[str, ...] | None = field(default=None, repr=False)
    birth_date: date | None = field(default=None, repr=False)


def read_question(typed: str, as_of: date) -> Question:
    """Read what somebody typed: 16 digits, 11 digits, or 'SITI AMINAH; 12-03-1980'.

    Args:
        typed: one line; spaces, dots and dashes in a number are ignored.
        as_of: the day that counts as today, for birth dates with two digits of the year.

    Raises:
        UnclearQuestion: it is none of them; the message does not repeat it.
    """
    digits = _MARKS.sub("", typed.strip())
    if digits.isdecimal() and len(digits) == NIK_DIGITS:
        return Question(nik=digits)
    if digits.isdecimal() and len(digits) == KPJ_DIGITS:
        return Question(kpj=digits)
    name, separator, born = typed.rpartition(";")
    words = read_name(name).words if separator else ()
    birth_date = read_date(born, as_of=as_of).date if separator else None
    if words and birth_date is not None:
        return Question(name_words=words, birth_date=birth_date)
    raise UnclearQuestion(
        f"type a NIK of {NIK_DIGITS} digits, a KPJ of {KPJ_DIGITS} digits, "
        "or a name and a birth date with a semicolon between, as SITI AMINAH; 12-03-1980"
    )
