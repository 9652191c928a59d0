"""A newer version comes while an older one awaits its signatures: nothing old is signed, nothing waits for ever."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Server, made_warehouse
from tests.integration.verdicts.conftest import WORLD
from tests.spec.reconciliation.world import read_world, write_sources
from tests.support.corrected import correct_list
from tests.support.months import Office

from padan import steps
from padan.reconciliation.month import reconcile_month
from padan.sign_off import OUTDATED

JANUARY, FEBRUARY = "2026-01", "2026-02"
PERSONS = {"disnaker": "disnaker", "branch": "cabang"}


@dataclass
class Desk:
    """Two published months of one village, and both officers at hand."""

    office: Office

    def propose(self, period: str = JANUARY, run: str = "local/sign") -> dict[str, Any]:
        return steps.propose(self.office.context(run), period)

    def awaited(self, proposed: dict[str, Any], office: str) -> str:
        return steps.awaited(self.office.context(), proposed, office)

    def sign(self, proposed: dict[str, Any], *offices: str) -> dict[str, Any]:
        answer: dict[str, Any] = {}
        for office in offices:
            said = {"office": office, "person": PERSONS[office], "approved": True}
            said["at"] = "2026-03-02T09:15:00+07:00"
            answer = steps.sign(self.office.context("local/sign"), proposed, said)
        return answer

    def finalise(self, proposed: dict[str, Any]) -> dict[str, Any]:
        return steps.finalise(self.office.context(), proposed)

    def correct(self, period: str = JANUARY) -> None:
        """The village's list comes again, with somebody fewer."""
        correct_list(self.office.sources / "village_submissions" / period)
        self.office.bring_in("village_submissions")

    def state(self, period: str = JANUARY) -> list[tuple[Any, ...]]:
        rows = self.office.rows(
            "SELECT version, status FROM reconciliation.version WHERE period = :p ORDER BY version", p=period
        )
        return [tuple(row) for row in rows]

    def signatures(self) -> list[tuple[Any, ...]]:
        rows = self.office.rows("SELECT period, version, office FROM audit.sign_off ORDER BY sign_off_id")
        return [tuple(row) for row in rows]


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("newer") / "sources"
    write_sources(read_world(WORLD), root)
    return root


@pytest.fixture
def desk(postgres_server: Server, sources: Path, tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(sources, tmp_path / "sources")
    with made_warehouse(postgres_server) as made:
        office = Office(made.loader_uri, tmp_path / "home", tmp_path / "sources")
        office.bring_in_all()
        office.month(JANUARY)
        yield Desk(office)


def test_between_the_two_signatures(desk: Desk) -> None:
    first = desk.propose()
    desk.sign(first, "disnaker")
    assert desk.awaited(first, "branch") == "open"
    desk.correct()
    made = desk.office.reckon(JANUARY)
    assert made["version"] == 2
    # Not published yet: nobody is asked, and the old request ends all the same.
    assert desk.awaited(first, "branch") == "ended"
    assert desk.sign(first, "branch") == {"outcome": "ended", "go_on": False, "note": OUTDATED}
    assert desk.propose()["reason"] == f"version 2 of {JANUARY} is not published yet"
    desk.office.publish(JANUARY, 2)
    # The approval of the first version does not count for the second, of which people are told.
    second = desk.propose(run="local/second")
    assert (second["ready"], second["version"]) == (True, 2)
    assert [desk.awaited(second, office) for office in PERSONS] == ["open", "ended"]
    told = desk.office.rows("SELECT subject FROM audit.alert WHERE cause = 'signature_awaited' ORDER BY 1")
    assert [row.subject for row in told] == ["v1", "v2"]
    desk.sign(second, "disnaker", "branch")
    assert desk.finalise(second)["outcome"] == "done"
    assert desk.signatures() == [
        (JANUARY, 1, "disnaker"),
        (JANUARY, 2, "disnaker"),
        (JANUARY, 2, "branch"),
    ]
    assert desk.state() == [(1, "approved"), (2, "final")]


def test_after_both_signatures(desk: Desk) -> None:
    first = desk.propose()
    desk.sign(first, "disnaker", "branch")
    desk.correct()
    desk.office.month(JANUARY)
    ended = desk.finalise(first)
    assert (ended["outcome"], ended["note"]) == ("ended", OUTDATED)
    assert not (Path(first["folder"]) / "final").exists()
    assert desk.state() == [(1, "approved"), (2, "draft")]
    assert desk.propose()["version"] == 2


def test_an_earlier_month_gets_an_amendment(desk: Desk) -> None:
    """The later month's figures stand on it: its request ends, and it is woken when the earlier one is final."""
    january = desk.propose()
    desk.sign(january, "disnaker", "branch")
    desk.finalise(january)
    desk.office.month(FEBRUARY)
    february = desk.propose(FEBRUARY)
    desk.sign(february, "disnaker")
    desk.correct()
    desk.office.month(JANUARY)
    assert desk.awaited(february, "branch") == "ended"
    assert desk.sign(february, "branch")["note"] == f"{JANUARY} must be final first"
    desk.office.month(FEBRUARY)
    assert desk.propose(FEBRUARY)["reason"] == f"{JANUARY} must be final first"
    amendment = desk.propose()
    assert amendment["amends_version"] == 1
    desk.sign(amendment, "disnaker", "branch")
    desk.finalise(amendment)
    assert desk.state() == [(1, "amended"), (2, "final")]
    assert steps.next_to_sign(desk.office.context(), JANUARY) == FEBRUARY
    again = desk.propose(FEBRUARY)
    assert (again["ready"], again["version"]) == (True, 2)


def test_while_the_newer_version_is_being_made(desk: Desk) -> None:
    """The answer waits until it is known which version is the newest, and then signs nothing."""
    first = desk.propose()
    desk.correct()
    answers: list[dict[str, Any]] = []
    signing = threading.Thread(target=lambda: answers.append(desk.sign(first, "disnaker")))
    with desk.office.engine.begin() as connection:
        reconcile_month(
            connection, JANUARY, regency="32.01", case_prefix="BGR", run_ref="local/test", now=None
        )
        signing.start()
        signing.join(1.5)
        assert signing.is_alive()
    signing.join(30)
    assert [answer["note"] for answer in answers] == [OUTDATED]
    assert desk.signatures() == []
