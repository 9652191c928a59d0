"""The page's figures of single villages, in which small counts are hidden."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import Any

from padan.products.labels import Labels
from padan.products.masking import shown_counts
from padan.products.month import MATCHED, Month, amount
from padan.products.numbers import numbers


def suppressed_villages(month: Month, labels: Labels) -> list[dict[str, Any]]:
    """One entry a district: its villages' names, state of the list, roster, not paired, open cases.

    Submitted and paired people are not shown: the difference of two large counts would tell a small one.
    """
    figures = numbers(month.language)
    cases = Counter[str]()
    for row in month.cases:
        cases[row["village_code"]] += row["cases"]
    result = []
    for district, group in groupby(month.submissions, key=lambda row: str(row["district_name"])):
        rows = list(group)
        columns = []
        for count in (_roster, _gap, lambda _, code: cases[code]):
            counts = [count(month, row["village_code"]) for row in rows]
            columns.append(shown_counts(counts, month.small_count_below, figures))
        result.append(
            {
                "district": district,
                "rows": [
                    {
                        "name": row["village_name"],
                        "state": row["status"],
                        "status": labels.of("submission", row["status"]),
                        "counts": [column[place] for column in columns],
                    }
                    for place, row in enumerate(rows)
                ],
            }
        )
    return result


def _roster(month: Month, code: str) -> int:
    return amount(month.lines("village", code), "roster").persons


def _gap(month: Month, code: str) -> int:
    return _roster(month, code) - amount(month.lines("village", code), *MATCHED).persons
