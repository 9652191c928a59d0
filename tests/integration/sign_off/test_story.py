"""Sent back, signed by two, locked, amended: what each step of a month's sign-off answers and leaves behind."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.integration.sign_off.story import FIRST, GONE, NUMBER, REASON, SECOND, Story, play
from tests.support.months import Office

from padan import steps
from padan.verification.pack import check_pack
from padan.verification.report import check_report

DOCUMENTS = ["berita-acara.pdf", f"bukti-{FIRST}-v1.zip", "pengesahan.json", "seal.json"]


@pytest.fixture(scope="module")
def story(office: Office) -> Story:
    return play(office)


def pdf_text(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_months_are_signed_in_order(story: Story) -> None:
    assert story.told["second month"] == f"{FIRST} must be final first"
    assert story.told["next"] == SECOND
    assert story.told["second month then"] == f"version 1 of {SECOND} awaits its signatures"


def test_the_signature_is_for_the_published_manifest(story: Story) -> None:
    manifest = (story.folder() / "manifest.json").read_bytes()
    assert story.told["proposed"]["manifest_sha256"] == hashlib.sha256(manifest).hexdigest()
    assert "rekonsiliasi.html is not what was published" in story.told["touched"]


def test_who_may_not_sign(story: Story) -> None:
    assert story.told["by a stranger"].startswith("siapa may not sign for disnaker")
    assert "without a reason" in story.told["without a reason"]


def test_a_rejection_sends_the_version_back_and_is_told_once(story: Story) -> None:
    assert story.told["rejected"]["outcome"] == "rejected"
    assert story.told["rejected"]["go_on"] is False
    assert story.told["after the rejection"] == "ended"
    alerts = story.office.rows("SELECT subject FROM audit.alert WHERE cause = 'sign_off_rejected'")
    assert [row.subject for row in alerts] == [f"v1: {REASON}"]


def test_an_answer_given_twice_counts_once(story: Story) -> None:
    assert story.told["disnaker again"] == {
        "outcome": "already",
        "go_on": True,
        "note": "disnaker approved it already",
    }
    rows = story.office.rows(
        "SELECT office, verdict, person FROM audit.sign_off WHERE version = 1 ORDER BY sign_off_id"
    )
    assert [tuple(row) for row in rows] == [
        ("disnaker", "approved", "disnaker"),
        ("branch", "rejected", "cabang"),
        ("disnaker", "approved", "disnaker"),
        ("branch", "approved", "cabang"),
    ]


def test_one_signature_makes_nothing_final(story: Story) -> None:
    assert story.told["too early"] == f"{FIRST} v1 is not approved by branch"


def test_documents_are_added_and_nothing_published_changes(story: Story) -> None:
    assert story.told["final"]["documents"] == DOCUMENTS
    assert story.told["final again"] == story.told["final"]
    published, signed = story.files["published"], story.files["signed"]
    assert {name: signed[name] for name in published} == published
    assert sorted(set(signed) - set(published)) == [f"v1/final/{name}" for name in DOCUMENTS]


def test_only_its_owner_reads_the_pack(story: Story) -> None:
    modes = {path.name: path.stat().st_mode & 0o777 for path in (story.folder() / "final").iterdir()}
    assert modes.pop(f"bukti-{FIRST}-v1.zip") == 0o600
    assert set(modes.values()) == {0o640}


def test_the_signed_record_says_who_when_and_the_chains_root(story: Story) -> None:
    words = pdf_text(story.folder() / "final" / "berita-acara.pdf")
    assert "DRAF" not in words
    assert f"Nomor: {NUMBER}" in words
    assert "Pada hari ini, Senin tanggal dua bulan Maret tahun dua ribu dua puluh enam" in words
    assert "Kantor cabang BPJS Ketenagakerjaan cabang 2 Maret 2026 09.15 WIB" in words
    approvals = json.loads((story.folder() / "final" / "pengesahan.json").read_text("utf-8"))
    assert approvals["event_root"] in words
    found = story.office.rows("SELECT audit.event_of_root(:root) AS event", root=approvals["event_root"])
    assert found[0].event is not None


def test_the_sealed_pack_alone_has_the_signed_record_and_vouches_for_it(story: Story, tmp_path: Path) -> None:
    final = story.folder() / "final"
    pack = shutil.copy(final / f"bukti-{FIRST}-v1.zip", tmp_path / "bukti.zip")
    with zipfile.ZipFile(pack) as held:
        for name in ("berita-acara.pdf", "pengesahan.json"):
            assert held.read(f"products/final/{name}") == (final / name).read_bytes()
    mine = shutil.copy(final / "berita-acara.pdf", tmp_path / "di tangan.pdf")
    assert check_pack(pack, mine).faults == []
    assert check_pack(pack, None).faults == []
    with mine.open("ab") as document:
        document.write(b" ")
    assert check_pack(pack, mine).faults == [("unsealed", str(mine))]


def test_the_published_draft_still_says_so(story: Story) -> None:
    assert "DRAF" in pdf_text(story.folder() / "berita-acara.pdf")


def test_the_verification_knows_the_signed_documents(story: Story) -> None:
    assert check_report(story.folder(), story.folder() / "final" / "berita-acara.pdf").faults == []


def test_a_signed_version_is_published_again_without_a_change(story: Story) -> None:
    steps.publish(story.office.context(), FIRST, 1)


def test_a_final_month_is_not_proposed(story: Story) -> None:
    assert story.told["proposed again"] == f"version 1 of {FIRST} is final already"


def test_a_final_month_whose_outcomes_hold_gets_no_version(story: Story) -> None:
    assert story.told["before the lock"]["ready"] is True
    assert story.told["locked"] == {"period": FIRST, "version": 1, "changed": False}
    assert story.told["after the lock"]["ready"] is False


def test_a_final_month_whose_outcomes_change_gets_a_draft_amendment(story: Story) -> None:
    assert story.told["amendment"] == {"period": FIRST, "version": 2, "changed": True}
    assert [tuple(row) for row in story.told["amendment status"]] == [(1, "final", None), (2, "draft", 1)]


def test_the_amendment_states_every_row_that_changed(story: Story) -> None:
    moves = {(row.side, row.outcome_before, row.outcome_after): row.persons for row in story.told["moves"]}
    # The list was replaced: its rows are superseded, the new list's rows are there for the first time.
    superseded = sum(count for key, count in moves.items() if key[0] == "village" and key[2] == "superseded")
    added = sum(count for key, count in moves.items() if key[0] == "village" and key[1] is None)
    assert superseded - added == GONE
    assert ("branch", "matched", "matched") not in moves
    assert sum(count for key, count in moves.items() if key[0] == "branch") >= 1


def test_a_request_for_the_replaced_version_signs_nothing(story: Story) -> None:
    assert story.told["outdated"] == "ended"
    assert story.told["outdated answer"]["go_on"] is False


def test_the_amendment_replaces_the_final_version(story: Story) -> None:
    assert [tuple(row) for row in story.told["amended status"]] == [(1, "amended"), (2, "final")]
    signed, amended = story.files["signed"], story.files["amended"]
    assert {name: amended[name] for name in signed} == signed


def test_the_record_of_amendment_says_what_changes(story: Story) -> None:
    for path in (story.folder(2) / "berita-acara.pdf", story.folder(2) / "final" / "berita-acara.pdf"):
        words = pdf_text(path)
        assert "BERITA ACARA PERUBAHAN REKONSILIASI" in words
        assert "Perubahan terhadap versi final" in words
        assert "mengubah versi 1" in words
        roster = [row for row in rows_of(story, "roster")]
        before, after = (row.persons for row in roster)
        assert f"Roster yang harus dilindungi {before} {after} −{before - after}" in words


def rows_of(story: Story, line: str) -> list[object]:
    return story.office.rows(
        "SELECT version, sum(persons)::int AS persons FROM mart.gap_bridge WHERE period = :p AND level = 'regency' "
        "AND line = :line AND participant_group <> 'all' GROUP BY version ORDER BY version",
        p=FIRST,
        line=line,
    )


def test_the_chain_is_whole_after_all_this(story: Story) -> None:
    found = story.office.rows("SELECT audit.broken_event() AS broken, count(*) AS events FROM audit.event")
    assert (found[0].broken, found[0].events >= 8) == (None, True)
