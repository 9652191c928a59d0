"""A workbook that comes before its month has a version, as when an archive is read anew: it waits for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import Server, made_warehouse
from tests.integration.verdicts.answering import Answers
from tests.integration.verdicts.conftest import WORLD
from tests.spec.reconciliation.world import read_world, write_sources
from tests.support.months import Office

from padan import steps
from padan.evidence.history import read_history

JANUARY = "2026-01"
FEED = "case_verdicts"


@pytest.fixture(scope="module")
def answered(postgres_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sources of a Padan that published January; its workbook came back filled in."""
    root = tmp_path_factory.mktemp("answered")
    write_sources(read_world(WORLD), root / "sources")
    with made_warehouse(postgres_server) as made:
        office = Office(made.loader_uri, root / "home", root / "sources")
        office.bring_in_all()
        office.month(JANUARY)
        found = office.rows("SELECT case_code FROM mart.open_case WHERE cause = 'not_at_branch'")
        book = Answers(office.home / "reports" / JANUARY / "v1" / "rekonsiliasi.xlsx")
        book.sign(decided_by_disnaker="Siti Rahma").say(
            "disnaker", {row.case_code: "Setuju" for row in found}
        )
        book.save(office.sources / "verdicts" / JANUARY / "balasan.xlsx", "2026-02-04T09:00")
    return root / "sources"


@pytest.fixture
def anew(postgres_server: Server, answered: Path, tmp_path: Path) -> Iterator[Office]:
    """The same sources in a Padan that holds nothing yet."""
    shutil.copytree(answered, tmp_path / "sources")
    with made_warehouse(postgres_server) as made:
        yield Office(made.loader_uri, tmp_path / "home", tmp_path / "sources")


def alerts(office: Office, cause: str) -> list[tuple[object, ...]]:
    rows = office.rows("SELECT period, subject, details FROM audit.alert WHERE cause = :cause", cause=cause)
    return [(row.period, row.subject, row.details["count"]) for row in rows]


def test_it_waits_for_its_month_and_is_taken_by_itself(anew: Office) -> None:
    assert anew.bring_in(FEED).load_id is None, "there is no case yet to give a verdict on"
    assert anew.bring_in(FEED).load_id is None
    assert alerts(anew, "verdicts_early") == [(JANUARY, "balasan.xlsx", 1)], "told once"
    anew.bring_in_all()
    anew.month(JANUARY)
    taken = anew.bring_in(FEED)
    assert (taken.files, taken.refused) == (1, 0)
    assert JANUARY in taken.periods, "it wakes its month"
    assert alerts(anew, "verdicts_not_taken") == []
    assert anew.rows("SELECT count(*) AS taken FROM audit.verdict")[0].taken == 3
    anew.month(JANUARY)
    counted = anew.rows("SELECT version, count(*) AS said FROM reconciliation.case_verdict GROUP BY version")
    assert [tuple(row) for row in counted] == [(2, 3)]
    assert anew.bring_in(FEED).load_id is None


def test_what_led_to_both_versions_can_be_done_again(anew: Office) -> None:
    """The file stands in the load that took it, after the version that did not know it."""
    anew.bring_in_all()
    anew.month(JANUARY)
    anew.bring_in(FEED)
    anew.month(JANUARY)
    with anew.engine.connect() as connection:
        first, second = (read_history(connection, JANUARY, version) for version in (1, 2))
    feeds = [[load["feed"] for load in history["loads"]] for history in (first, second)]
    assert FEED not in feeds[0]
    assert feeds[1] == [*feeds[0], FEED]


def test_its_month_does_not_wait_for_it(anew: Office) -> None:
    """Neither at the source nor landed: the two would wait for each other for ever."""
    for feed in ("village_submissions", "bpjs_branch_export"):
        anew.bring_in(feed)
    assert steps.readiness(anew.context(), JANUARY, anew.source)["ready"] is True
    anew.bring_in(FEED)
    anew.month(JANUARY)
    later = steps.readiness(anew.context(), "2026-02", anew.source)
    assert later["ready"] is True, later["reason"]


def test_a_workbook_that_comes_after_the_version_is_waited_for(anew: Office) -> None:
    held = anew.sources / "verdicts"
    held.rename(anew.sources / "later")
    anew.bring_in_all()
    anew.month(JANUARY)
    (anew.sources / "later").rename(held)
    assert steps.readiness(anew.context(), JANUARY, anew.source)["reason"].endswith("case_verdicts 1")
