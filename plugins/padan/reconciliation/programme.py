"""The programme beside the bridge: third register, double funding, money, tie-out, targets, coverage."""

from __future__ import annotations

from sqlalchemy import Connection

from padan.warehouse.sql import run

_STATEMENTS = (
    "programme/exclusions.sql",
    "programme/register.sql",
    "programme/funding_matrix.sql",
    "programme/money.sql",
    "programme/tie_out.sql",
    "programme/targets.sql",
    "programme/denominators.sql",
    "reconciliation/coverage.sql",
)


def reckon_programme(connection: Connection, period: str, version: int, regency: str) -> None:
    """Write what the programme's officers ask beside the bridge, of one version of one month.

    Needs the temporary table month_outcome and the version's bridge; everything is counted from them, from rows and
    from reference data, and kept with the version: later registries and lists change nothing that was published.
    """
    for statement in _STATEMENTS:
        run(connection, statement, period=period, version=version, regency=regency)
