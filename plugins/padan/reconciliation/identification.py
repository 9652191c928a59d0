"""Step 1 of a month: who every usable row of both sides is. First by NIK, then confirmed, repaired, or linked."""

from __future__ import annotations

from itertools import groupby

from sqlalchemy import Connection, text

from padan.identity.names import read_name
from padan.linkage import score
from padan.reconciliation.variants import Observation, assign_variants
from padan.warehouse.copy import copy_rows
from padan.warehouse.sql import run


def identify(connection: Connection, period: str) -> None:
    """Make told_apart, row_link, row_doubt and identity out of village_laid, branch_laid, chosen and held_row.

    The waterfall: the same NIK unless name and birth date contradict; links that both offices confirmed; NIKs that
    their damage explains; the linkage model on what is left. Nothing here knows which files count: that is settled
    on who the rows are.
    """
    _tell_apart(connection, period)
    run(connection, "identity/link_rows.sql", period=period)
    run(connection, "identity/confirmed_links.sql")
    run(connection, "identity/link_targets.sql", period=period)
    _read_names(connection)
    run(connection, "identity/link_judged.sql", period=period, every=False)
    run(connection, "identity/nik_repair.sql")
    run(connection, "identity/wider_candidates.sql", period=period)
    _read_names(connection)
    run(connection, "identity/link_judged.sql", period=period, every=False)
    run(connection, "identity/link_score_tables.sql")
    score(connection, period)
    _judge_scored(connection, period)
    run(connection, "identity/linkage_decided.sql", period=period)
    run(connection, "identity/links_settled.sql", period=period)
    run(connection, "identity/identified.sql")


def _tell_apart(connection: Connection, period: str) -> None:
    """Tell apart the people under whose one NIK records contradict each other."""
    run(connection, "identity/observations.sql", period=period)
    rows = run(connection, "identity/contradicted_observations.sql").all()
    pairs = [tuple(pair) for pair in connection.execute(text("SELECT earlier, later FROM contradiction"))]
    variants: dict[int, int] = {}
    for _, group in groupby(rows, key=lambda row: row.nik):
        observations = [Observation(row.observation_id, row.variant) for row in group]
        wanted = {observation.observation_id for observation in observations}
        variants |= assign_variants(observations, [pair for pair in pairs if pair[0] in wanted])
    connection.execute(
        text("CREATE TEMP TABLE variant (observation_id bigint, variant smallint) ON COMMIT DROP")
    )
    copy_rows(connection, "pg_temp.variant", ("observation_id", "variant"), sorted(variants.items()))
    run(connection, "identity/told_apart.sql")


def _read_names(connection: Connection) -> None:
    """Read the registry's names of the records that are candidates: it keeps them as they are written."""
    connection.execute(
        text(
            "CREATE TEMP TABLE IF NOT EXISTS candidate_name "
            "(name text PRIMARY KEY, name_words text[]) ON COMMIT DROP"
        )
    )
    names = run(connection, "identity/candidate_names.sql").scalars()
    rows = ((name, list(read_name(name).words)) for name in names)
    copy_rows(connection, "pg_temp.candidate_name", ("name", "name_words"), rows)
    connection.execute(text("ANALYZE candidate_name"))


def _judge_scored(connection: Connection, period: str) -> None:
    """The model pairs rows that were no candidates of each other: what they agree on is asked all the same."""
    connection.execute(text("DELETE FROM candidate"))
    connection.execute(
        text("INSERT INTO candidate (link_id, target_id) SELECT DISTINCT left_ref, right_ref FROM link_score")
    )
    run(connection, "identity/link_judged.sql", period=period, every=True)
