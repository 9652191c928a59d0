"""A month is signed by two officers through the real scheduler; the next one asks by itself, and is rejected."""

from __future__ import annotations

import hashlib
import json

import psycopg2
import pytest
from tests.end_to_end.signing import NUMBER, REASON
from tests.end_to_end.story import MONTHS, Chapter, Story

# The first test plays the whole story.
pytestmark = pytest.mark.timeout(900)

FIRST, SECOND = MONTHS
DOCUMENTS = ["berita-acara.pdf", f"bukti-{FIRST}-v1.zip", "pengesahan.json", "seal.json"]


def states(chapter: Chapter) -> dict[str, str]:
    [run] = chapter.runs
    return {task["task_id"]: task["state"] for task in run["tasks"]}


def rows(story: Story, statement: str) -> list[tuple[object, ...]]:
    with (
        psycopg2.connect(story.warehouse.replace("+psycopg2", "")) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
        return list(cursor.fetchall())


@pytest.mark.parametrize("name", ["signed", "rejected"])
def test_every_task_does_it_at_the_first_attempt(story: Story, name: str) -> None:
    assert story[name].repeated_tasks() == []


class TestSigned:
    """Disnaker approves, then the branch."""

    def test_the_run_was_woken_by_the_publication(self, story: Story) -> None:
        [run] = story["signed"].runs
        assert (run["run_type"], run["partition_key"]) == ("asset_triggered", FIRST)
        assert set(states(story["signed"]).values()) == {"success"}

    def test_the_request_tells_what_is_signed(self, story: Story) -> None:
        [run] = story["signed"].runs
        manifest = hashlib.sha256(
            (story.home / "reports" / FIRST / "v1" / "manifest.json").read_bytes()
        ).hexdigest()
        for request in run["requests"]:
            assert FIRST in request["subject"]
            assert manifest in request["body"]
            assert "{{" not in request["subject"] + request["body"]

    def test_who_signed_stands_in_the_warehouse(self, story: Story) -> None:
        signed = rows(
            story,
            "SELECT office, verdict, person, document_number FROM audit.sign_off "
            f"WHERE period = '{FIRST}' ORDER BY 1 DESC",
        )
        assert signed == [
            ("disnaker", "approved", "disnaker", NUMBER),
            ("branch", "approved", "cabang", None),
        ]
        assert rows(story, f"SELECT status FROM reconciliation.version WHERE period = '{FIRST}'") == [
            ("final",)
        ]
        assert rows(story, "SELECT audit.broken_event()") == [(None,)]

    def test_the_signed_documents_are_added_and_sealed(self, story: Story) -> None:
        folder = story.home / "reports" / FIRST / "v1"
        assert sorted(path.name for path in (folder / "final").iterdir()) == sorted(DOCUMENTS)
        seal = json.loads((folder / "final" / "seal.json").read_text("utf-8"))
        assert sorted(seal) == sorted({*DOCUMENTS, "../manifest.json"} - {"seal.json"})
        for name, sha256 in seal.items():
            assert hashlib.sha256((folder / "final" / name).read_bytes()).hexdigest() == sha256, name

    def test_nothing_published_changed(self, story: Story) -> None:
        before = story["mended"].products
        assert {name: story["signed"].products[name] for name in before} == before


class TestRejected:
    """The next month asked by itself; Disnaker sends it back."""

    def test_it_was_woken_by_the_month_before(self, story: Story) -> None:
        [run] = story["rejected"].runs
        assert (run["run_type"], run["partition_key"], run["state"]) == ("asset_triggered", SECOND, "success")

    def test_without_a_reason_it_asked_again(self, story: Story) -> None:
        [run] = story["rejected"].runs
        first, again = run["requests"]
        assert first["task"]["id"] == again["task"]["id"]

    def test_what_follows_is_skipped(self, story: Story) -> None:
        found = states(story["rejected"])
        assert {name for name, state in found.items() if state == "skipped"} == {
            "ask_branch",
            "record_branch",
            "finalise",
            "announce",
        }

    def test_the_reason_is_kept_and_told_once(self, story: Story) -> None:
        signed = rows(
            story, f"SELECT office, verdict, person, reason FROM audit.sign_off WHERE period = '{SECOND}'"
        )
        assert signed == [("disnaker", "rejected", "disnaker", REASON)]
        assert rows(story, f"SELECT status FROM reconciliation.version WHERE period = '{SECOND}'") == [
            ("draft",)
        ]
        told = [mail for mail in story["rejected"].mails if mail["Padan-Cause"] == "sign_off_rejected"]
        assert len(told) == 1
        assert REASON in told[0].get_content()
