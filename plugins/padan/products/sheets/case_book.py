"""Everything that the workbooks of cases show, read once for both of them and for what is asked of the branch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping

from padan.products.errors import ProductError
from padan.products.month import Month
from padan.products.query import fetch
from padan.products.sheets.verdict_choices import VerdictChoices, verdict_choices

Rows = Sequence[RowMapping]


@dataclass(frozen=True)
class CaseBook:
    """Rows of include/sql/products, in their order.

    Attributes:
        cases: open cases by cause (exceptions.sql).
        candidates: case code → its candidates by rank (evidence.sql).
        kept: case code of a duplicate → the row that keeps the place (duplicates.sql).
        choices: the verdicts on offer.
        contradictions: cases on which the offices contradict each other.
        verdicts: verdicts that came, taken or not (verdicts_read.sql).
        in_process: people in process by village and since when.
        requests: what the month asks of the branch.
        results: what the branch did with what was asked the month before.
        lapsing: cards whose cover ends next month unless something is paid.
        outside: covered people who are not in the poverty registry.
        totals: confirmed, contradictions, in_process, lapses: numbers for the summary.
    """

    cases: Rows
    candidates: dict[str, list[RowMapping]]
    kept: dict[str, RowMapping]
    choices: VerdictChoices
    contradictions: Rows
    verdicts: Rows
    in_process: Rows
    requests: Rows
    results: Rows
    lapsing: Rows
    outside: Rows
    totals: Mapping[str, int]


def read_case_book(connection: Connection, month: Month) -> CaseBook:
    """Reads one version of one month.

    Raises:
        ProductError: the cases found are not as many as the month's summary counts.
    """
    which = {"period": month.period, "version": month.version}
    cases = fetch(connection, "exceptions", **which)
    if len(cases) != month.head["open_cases"]:
        raise ProductError(
            f"{month.period} version {month.version} has {len(cases)} open cases with rows, but its "
            f"summary counts {month.head['open_cases']}; run the reconciliation of the month again"
        )
    candidates: dict[str, list[RowMapping]] = {}
    for row in fetch(connection, "evidence", **which):
        candidates.setdefault(row["case_code"], []).append(row)
    words = fetch(connection, "verdict_words", day=month.cut_off)
    return CaseBook(
        cases=cases,
        candidates=candidates,
        kept={row["case_code"]: row for row in fetch(connection, "duplicates", **which)},
        choices=verdict_choices(words, month.language),
        contradictions=fetch(connection, "contradictions", **which),
        verdicts=fetch(connection, "verdicts_read", **which),
        in_process=fetch(connection, "in_process", **which),
        requests=fetch(connection, "requests", **which),
        results=fetch(connection, "request_results", **which),
        lapsing=fetch(connection, "lapsing", **which),
        outside=fetch(connection, "outside_registry", **which),
        totals=dict(fetch(connection, "link_use", **which)[0]),
    )
