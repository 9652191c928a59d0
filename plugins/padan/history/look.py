"""A look at a person in the warehouse: noted and committed first, answered afterwards."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, text

from padan.errors import DataProblem
from padan.history.question import Question

_NOTE = """
SELECT audit.look_for(:reason, :nik, :kpj, CAST(:name_words AS text[]), CAST(:birth_date AS date), :told_by)
"""
_SHORTEST_REASON = 10
_LONG_NUMBER = re.compile(r"\d{11}")

Row = Mapping[str, Any]


class LookRefused(DataProblem):
    """The warehouse takes no look without a proper reason."""


@dataclass(frozen=True)
class Answer:
    """What one look found, as the functions audit.look_* tell it; rows in their order.

    Attributes:
        look_id: number of the look in audit.look.
        people: one row a person found.
        rows: every row of theirs in the newest version of each month.
        cases: their cases, month by month.
        months: all months that were reckoned.
    """

    look_id: int
    people: Sequence[Row]
    rows: Sequence[Row]
    cases: Sequence[Row]
    months: Sequence[Row]


def look(desk: Engine, question: Question, reason: str, told_by: str) -> Answer:
    """Note a look and return what it found.

    Args:
        desk: engine of a login that is a member of padan_desk.
        question: whom to look for.
        reason: why, in ten letters or more, without NIK or KPJ.
        told_by: user of the operating system.

    Raises:
        LookRefused: without a proper reason nothing is noted and nothing is told.

    """
    _require_reason(reason)
    binds = {
        "reason": reason,
        "nik": question.nik,
        "kpj": question.kpj,
        "name_words": list(question.name_words) if question.name_words else None,
        "birth_date": question.birth_date,
        "told_by": told_by,
    }
    with desk.begin() as connection:
        number = int(connection.execute(text(_NOTE), binds).scalar_one())
    with desk.connect() as connection:

        def told(name: str) -> Sequence[Row]:
            statement = text(f"SELECT * FROM audit.look_{name}(:number)")  # noqa: S608
            return [dict(row) for row in connection.execute(statement, {"number": number}).mappings()]

        return Answer(number, told("people"), told("rows"), told("cases"), told("months"))


def _require_reason(reason: str) -> None:
    # The warehouse refuses the same; its message does not come through, as it could hold values.
    if len(reason.strip()) < _SHORTEST_REASON:
        raise LookRefused(
            f"a look at a person needs a reason of {_SHORTEST_REASON} letters or more, e.g. which complaint it answers"
        )
    if _LONG_NUMBER.search(reason):
        raise LookRefused(
            "the reason holds a long number: write it without NIK and KPJ, as it is kept for ever"
        )
