"""What is hardest to make again: verdicts that came back, links they confirmed, a signed month that was amended."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import Server, made_warehouse
from tests.integration.evidence.conftest import FIRST, SECOND, Archive
from tests.integration.verdicts.answering import Answers
from tests.integration.verdicts.conftest import WORLD
from tests.spec.reconciliation.world import read_world, write_sources
from tests.support.corrected import correct_list
from tests.support.months import Office, digests, stamps

from padan import steps
from padan.evidence.holdings import Holdings, from_pack
from padan.local.reproduce import reproduce
from padan.settings import Settings
from padan.verification.__main__ import examine

# Every version is made again in processes of its own: slow where other work is going on.
pytestmark = pytest.mark.timeout(1200)

TOGETHER = "Orang yang sama"
OFFICES = {"disnaker": "disnaker", "branch": "cabang"}


@pytest.fixture(scope="module")
def amended(postgres_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """January signed, answered by both offices, used by February, corrected, signed again; February anew."""
    root = tmp_path_factory.mktemp("amended")
    write_sources(read_world(WORLD), root / "sources")
    with made_warehouse(postgres_server) as warehouse:
        office = Office(warehouse.loader_uri, root / "home", root / "sources")
        office.bring_in_all()
        office.month(FIRST)
        sign(office, 1)
        answer(office)
        office.bring_in("case_verdicts")
        kept = steps.reconcile(office.context(), FIRST)
        assert kept == {"period": FIRST, "version": 1, "changed": False}, "a verdict amends nothing"
        office.month(SECOND)
        correct_list(office.sources / "village_submissions" / FIRST)
        office.bring_in("village_submissions")
        office.month(FIRST)
        sign(office, 2)
        office.month(SECOND)
        environ = {"PADAN_HOME": str(office.home), "PADAN_WAREHOUSE_URI": office.uri}
        yield Archive(office, Settings.from_environ(environ))


def sign(office: Office, version: int) -> None:
    """Both offices sign January, and it is final."""
    proposed = steps.propose(office.context(), FIRST)
    assert proposed["version"] == version, proposed
    for name, person in OFFICES.items():
        said = {"office": name, "person": person, "approved": True, "at": "2026-03-02T09:15:00+07:00"}
        steps.sign(office.context(), proposed, said)
    assert steps.finalise(office.context(), proposed)["outcome"] == "done"


def answer(office: Office) -> None:
    """Both fill in the published workbook: every pair that was found by inference is one person."""
    found = office.rows(
        "SELECT s.case_code FROM reconciliation.case_state AS c JOIN reconciliation.subject AS s USING (subject_id) "
        "WHERE c.period = :p AND c.cause = 'matched_by_inference'",
        p=FIRST,
    )
    said = {row.case_code: TOGETHER for row in found}
    book = Answers(office.home / "reports" / FIRST / "v1" / "rekonsiliasi.xlsx")
    book.sign(decided_by_disnaker="Siti Rahma", decided_by_branch="Budi")
    book.say("disnaker", said).say("branch", said)
    book.save(office.sources / "verdicts" / FIRST / "balasan.xlsx", "2026-02-04T09:00")


def test_the_versions_stand_on_verdicts_links_and_an_amendment(amended: Archive) -> None:
    """Else the tests below would say nothing about them."""
    amendment, later = amended.kept(FIRST, 2), amended.kept(SECOND, 2)
    told = [(one["period"], one["version"], one["amends_version"]) for one in later.history["versions"]]
    assert told == [(FIRST, 1, None), (SECOND, 1, None), (FIRST, 2, 1), (SECOND, 2, None)]
    for kept in (amendment, later):
        assert "case_verdicts" in {file["feed"] for file in kept.history["versions"][-1]["inputs"]["files"]}
    used = amended.office.rows(
        "SELECT period, version, persons FROM mart.confirmed_link_use ORDER BY version"
    )
    assert [tuple(row) for row in used] == [(SECOND, 1, 3), (SECOND, 2, 3)]
    states = amended.office.rows(
        "SELECT version, status FROM reconciliation.version WHERE period = :p ORDER BY version", p=FIRST
    )
    assert [tuple(row) for row in states] == [(1, "amended"), (2, "final")]


@pytest.mark.parametrize(("source", "period"), [("home", FIRST), ("pack", SECOND)])
def test_every_product_is_the_same(amended: Archive, tmp_path: Path, source: str, period: str) -> None:
    before = stamps(amended.office.home)
    kept = amended.kept(period, 2) if source == "home" else unpacked(amended, period, 2, tmp_path)
    said: list[str] = []
    assert reproduce(kept, "id", tmp_path / "out", said.append), said
    published = digests(amended.report(period, 2))
    expected = {name: sha256 for name, sha256 in published.items() if not name.startswith("final/")}
    assert digests(tmp_path / "out") == expected
    assert stamps(amended.office.home) == before


def unpacked(amended: Archive, period: str, version: int, folder: Path) -> Holdings:
    """What an auditor has who was sent the pack alone."""
    pack = amended.pack(period, version, folder / "bukti.zip")
    checked = examine(pack, None)
    assert checked is not None
    assert checked.faults == []
    return from_pack(pack, folder / "unpacked")
