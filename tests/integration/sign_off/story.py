"""A month on its way through both offices, without Airflow: each step's answer is kept for the tests."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.integration.sign_off.conftest import MONTHS
from tests.support.months import Office, digests

from padan import steps
from padan.sign_off import SignOffError

FIRST, SECOND = MONTHS
NUMBER = "500.15/7/Naker/2026"
GONE = 5
REASON = "Total tercetak cabang belum dikoreksi"
LATER_TODAY = "2026-01-31T10:00:00+07:00"


@dataclass
class Story:
    """What each step answered, and what stood in the folder after it."""

    office: Office
    told: dict[str, Any] = field(default_factory=dict)
    files: dict[str, dict[str, str]] = field(default_factory=dict)

    def folder(self, version: int = 1) -> Path:
        return self.office.home / "reports" / FIRST / f"v{version}"

    def propose(self, period: str = FIRST, run: str = "local/sign") -> dict[str, Any]:
        return steps.propose(self.office.context(run), period)

    def answer(
        self, proposed: dict[str, Any], office: str, person: str, *, approved: bool = True, **other: str
    ) -> dict[str, Any]:
        said = {"office": office, "person": person, "approved": approved, "at": "2026-03-02T09:15:00+07:00"}
        return steps.sign(self.office.context("local/sign"), proposed, {**said, **other})

    def refusal(self, proposed: dict[str, Any], office: str, person: str, **other: Any) -> str:
        with pytest.raises(SignOffError) as caught:
            self.answer(proposed, office, person, **other)
        return caught.value.message

    def keep(self, name: str) -> None:
        self.files[name] = digests(self.office.home / "reports" / FIRST)


def play(office: Office) -> Story:
    """Sent back once, signed by two, locked, then amended."""
    story = Story(office)
    told = story.told
    story.keep("published")
    told["second month"] = story.propose(SECOND)["reason"]
    told["proposed"] = proposed = story.propose()
    told["by a stranger"] = story.refusal(proposed, "disnaker", "siapa")
    told["without a reason"] = story.refusal(proposed, "disnaker", "disnaker", approved=False)
    told["disnaker first time"] = story.answer(proposed, "disnaker", "disnaker")
    told["rejected"] = story.answer(proposed, "branch", "cabang", approved=False, reason=REASON)
    told["after the rejection"] = steps.awaited(office.context(), proposed, "branch")
    touch(story, proposed)
    told["disnaker"] = story.answer(proposed, "disnaker", "disnaker", document_number=NUMBER)
    told["disnaker again"] = story.answer(proposed, "disnaker", "disnaker")
    told["too early"] = too_early(story, proposed)
    told["branch"] = story.answer(proposed, "branch", "cabang")
    told["final"] = steps.finalise(office.context(), proposed)
    told["final again"] = steps.finalise(office.context(), proposed)
    told["root"] = office.rows(
        "SELECT event_sha256 FROM audit.sign_off WHERE office = 'branch' ORDER BY 1 DESC"
    )
    story.keep("signed")
    told["proposed again"] = story.propose()["reason"]
    told["next"] = steps.next_to_sign(office.context(), FIRST)
    told["second month then"] = story.propose(SECOND)["reason"]
    lock(story)
    amend(story)
    return story


def touch(story: Story, proposed: dict[str, Any]) -> None:
    """Somebody edits the published page before it is signed."""
    page = story.folder() / "rekonsiliasi.html"
    whole = page.read_bytes()
    page.write_bytes(whole.replace(b"Padan", b"padan", 1))
    story.told["touched"] = story.refusal(proposed, "disnaker", "disnaker")
    page.write_bytes(whole)


def too_early(story: Story, proposed: dict[str, Any]) -> str:
    with pytest.raises(SignOffError) as caught:
        steps.finalise(story.office.context(), proposed)
    return caught.value.message


def lock(story: Story) -> None:
    """Inputs change and nothing comes of it: another instant of the same day stands in for the cut-off date."""
    office = story.office
    environment = {
        "PADAN_HOME": str(office.home),
        "PADAN_WAREHOUSE_URI": office.uri,
        "PADAN_NOW": LATER_TODAY,
    }
    ctx = steps.open_context("local/lock", environment)
    story.told["before the lock"] = steps.readiness(ctx, FIRST, office.source)
    story.told["locked"] = steps.reconcile(ctx, FIRST)
    story.told["after the lock"] = steps.readiness(ctx, FIRST, office.source)


def amend(story: Story) -> None:
    """A village's list of the final month comes again, with some people fewer."""
    office, told = story.office, story.told
    shorten(office)
    office.bring_in("village_submissions")
    told["amendment"] = made = office.reckon(FIRST)
    told["amendment status"] = office.rows(
        "SELECT version, status, amends_version FROM reconciliation.version WHERE period = :p ORDER BY version",
        p=FIRST,
    )
    told["moves"] = office.rows(
        "SELECT side, outcome_before, outcome_after, persons FROM reconciliation.changed_outcomes(:p, 1, 2) "
        "WHERE NOT partner_only",
        p=FIRST,
    )
    office.publish(FIRST, made["version"])
    told["outdated"] = steps.awaited(office.context(), told["proposed"], "disnaker")
    told["outdated answer"] = story.answer(told["proposed"], "disnaker", "disnaker")
    proposed = story.propose()
    for one, person in (("disnaker", "disnaker"), ("branch", "cabang")):
        story.answer(proposed, one, person)
    steps.finalise(office.context(), proposed)
    told["amended status"] = office.rows(
        "SELECT version, status FROM reconciliation.version WHERE period = :p ORDER BY version", p=FIRST
    )
    story.keep("amended")


def shorten(office: Office) -> None:
    """The last people of one village's list are gone."""
    folder = office.sources / "village_submissions" / FIRST
    path = max((p for p in folder.rglob("*.xlsx")), key=lambda p: (p.stat().st_size, p.name))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    people = [row for row in range(1, sheet.max_row + 1) if holds_a_person(sheet, row)]
    sheet.delete_rows(people[-GONE], GONE)
    modified = path.stat().st_mtime + 20 * 24 * 3600
    book.save(path)
    os.utime(path, (modified, modified))


def holds_a_person(sheet: Any, row: int) -> bool:
    texts = [str(cell.value or "") for cell in sheet[row]]
    return any(len("".join(filter(str.isdigit, value))) == 16 for value in texts)
