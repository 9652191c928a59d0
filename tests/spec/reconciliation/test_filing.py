"""Decisions about submissions, and what a list changes against the one it replaces: months computed again."""

from __future__ import annotations

import hashlib
import os
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from tests.conftest import Warehouse
from tests.spec.reconciliation.adds_up import assert_adds_up
from tests.spec.reconciliation.test_again import A_LATER_DAY, MONTHS, Office
from tests.spec.reconciliation.test_worlds import run_feeds

from padan import steps
from padan.decisions.model import DecisionsError

VILLAGE = "32.01.05.2003"
LIST = {"period": "2026-02", "path": f"{VILLAGE}.csv"}
HEAD = "NIK;NAMA;TANGGAL LAHIR;JENIS KELAMIN"
DAY = date(2026, 6, 1)


@pytest.fixture
def office(warehouse: Warehouse, tmp_path: Path) -> Office:
    """Both months of again/start.md computed once."""
    environ = {"PADAN_HOME": str(tmp_path / "home"), "PADAN_WAREHOUSE_URI": warehouse.loader_uri}
    office = Office(tmp_path / "sources", steps.open_context("local/filing", environ), {})
    office.receive("start")
    assert office.reconcile() == [(1, True), (1, True)]
    return office


def decide(office: Office, kind: str, **told: str) -> str:
    form = {"kind": kind, "reason": "salah kirim", **told}
    return steps.record_decision(office.ctx, form, decided_by="petugas", decided_on=DAY)["id"]


def again(office: Office) -> list[tuple[int, bool]]:
    """What the source and the decisions file hold now is taken, and both months computed in order."""
    run_feeds(office.ctx, office.sources)
    made = office.reconcile()
    with office.ctx.warehouse.connect() as connection:
        for period, (version, _) in zip(MONTHS, made, strict=True):
            assert_adds_up(connection, period, version=version)
    return made


def send(office: Office, period: str, path: str, *lines: str) -> str:
    """A village's list, received after those that are there; its SHA-256."""
    file = office.sources / "village_submissions" / period / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    received = A_LATER_DAY + 60 * len(list(file.parent.iterdir()))
    os.utime(file, (received, received))
    return hashlib.sha256(file.read_bytes()).hexdigest()


def rows(office: Office, statement: str, **binds: object) -> list[tuple[Any, ...]]:
    with office.ctx.warehouse.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement), binds)]


def status(office: Office, period: str, village: str) -> tuple[Any, ...]:
    [found] = rows(
        office,
        "SELECT status, files, rows_submitted, reason FROM mart.submission_status "
        "WHERE period = :p AND village_code = :v ORDER BY version DESC LIMIT 1",
        p=period,
        v=village,
    )
    return found


def ends(office: Office, period: str, version: int, village: str) -> list[tuple[Any, ...]]:
    """File, row and outcome of every row of a village."""
    return [
        (row[2], row[4], row[5]) for row in office.rows(period, version) if row[:2] == ("village", village)
    ]


def test_a_withdrawn_submission_counts_for_nothing_until_that_is_undone(office: Office) -> None:
    before = office.rows("2026-02", 1)
    entry = decide(office, "withdraw_submission", **LIST)
    assert again(office) == [(1, False), (2, True)]
    # As if nothing had been sent: January's list is carried.
    assert status(office, "2026-02", VILLAGE) == ("carried_forward", 0, 0, "withdrawn")
    assert ends(office, "2026-02", 2, VILLAGE) == [
        (f"{VILLAGE}.csv", 2, "matched"),
        (f"{VILLAGE}.csv", 3, "not_at_branch"),
    ]
    assert rows(
        office,
        "SELECT state, rows FROM reconciliation.submission "
        "WHERE period = '2026-02' AND version = 2 AND village_code = :v",
        v=VILLAGE,
    ) == [("withdrawn", 0)]
    [inputs] = rows(
        office,
        "SELECT inputs -> 'decisions' FROM reconciliation.version WHERE period = '2026-02' AND version = 2",
    )
    assert [one["id"] for one in inputs[0]] == [entry]
    assert again(office) == [(1, False), (2, False)], "a decision is applied once"

    decide(office, "undo", undoes=entry)
    assert again(office) == [(1, False), (3, True)]
    assert office.rows("2026-02", 3) == before
    assert office.rows("2026-02", 1) == before, "an old version stays as it was"
    assert status(office, "2026-02", VILLAGE)[:3] == ("received", 1, 3)


def test_a_list_filed_under_the_wrong_month(office: Office) -> None:
    office.receive("corrected")
    assert again(office) == [(1, False), (2, True)]
    before = office.rows("2026-02", 1)
    february = office.rows("2026-02", 2)
    moved = f"{VILLAGE} perbaikan.csv"
    entry = decide(office, "reassign_submission", period="2026-02", path=moved, to_period="2026-01")
    assert again(office) == [(2, True), (3, True)]
    assert ends(office, "2026-01", 2, VILLAGE) == [
        (moved, 2, "matched"),
        (moved, 3, "not_at_branch"),
        (moved, 4, "not_at_branch"),
        (f"{VILLAGE}.csv", 2, "superseded"),
        (f"{VILLAGE}.csv", 3, "superseded"),
    ]
    # B is new in February now, C is not.
    assert ends(office, "2026-02", 3, VILLAGE) == [
        (f"{VILLAGE}.csv", 2, "matched"),
        (f"{VILLAGE}.csv", 3, "in_process"),
        (f"{VILLAGE}.csv", 4, "not_at_branch"),
    ]
    decide(office, "undo", undoes=entry)
    assert again(office) == [(3, True), (4, True)]
    assert office.rows("2026-01", 3) == office.rows("2026-01", 1)
    assert (office.rows("2026-02", 1), office.rows("2026-02", 4)) == (before, february)


def test_a_list_filed_under_no_village_and_under_another(office: Office) -> None:
    send(office, "2026-02", "daftar usulan.csv", HEAD, "3201054306780006;ENTIN SUHARTINI;03-06-1978;P")
    assert again(office) == [(1, False), (2, True)]
    assert status(office, "2026-02", "32.01.05.2007")[0] == "missing"
    entry = decide(
        office, "reassign_submission", period="2026-02", path="daftar usulan.csv", to_village="32.01.05.2007"
    )
    assert again(office) == [(1, False), (3, True)]
    assert status(office, "2026-02", "32.01.05.2007")[0] == "late"
    assert ends(office, "2026-02", 3, "32.01.05.2007") == [("daftar usulan.csv", 2, "in_process")]

    # A later decision goes before an earlier one; the list says 32.01.05.2003 in its name.
    decide(
        office, "reassign_submission", period="2026-02", path="daftar usulan.csv", to_village="32.01.05.2008"
    )
    other = decide(office, "reassign_submission", **LIST, to_village="32.01.05.2007")
    assert again(office) == [(1, False), (4, True)]
    assert [row[2] for row in ends(office, "2026-02", 4, "32.01.05.2007")] == [
        "duplicate_across_villages",
        "duplicate_across_villages",
        "in_process",
    ]
    assert [row[2] for row in ends(office, "2026-02", 4, VILLAGE)] == ["matched", "not_at_branch"]
    assert len(ends(office, "2026-02", 4, "32.01.05.2008")) == 1
    for undone in (entry, other):
        decide(office, "undo", undoes=undone)
    again(office)
    assert len(ends(office, "2026-02", 5, VILLAGE)) == 3
    assert len(ends(office, "2026-02", 5, "32.01.05.2008")) == 1


def test_a_layout_is_read_once_it_is_decided_and_remembered(office: Office) -> None:
    heads = "NO;KODE ORANG;SEBUTAN;KELAMIN"
    send(office, "2026-02", "32.01.05.2007.csv", heads, "1;3201054306780006;ENTIN SUHARTINI;P")
    assert again(office) == [(1, False), (2, True)]
    assert status(office, "2026-02", "32.01.05.2007") == ("refused", 1, 0, "unknown_layout")
    entry = decide(
        office,
        "column_mapping",
        period="2026-02",
        path="32.01.05.2007.csv",
        columns="KODE ORANG = nik\nSEBUTAN = name",
    )
    assert again(office) == [(1, False), (3, True)]
    assert ends(office, "2026-02", 3, "32.01.05.2007") == [("32.01.05.2007.csv", 2, "in_process")]
    assert again(office) == [(1, False), (3, False)], "read under it once"

    # Remembered: the next list of the same layout needs no decision, but is an input by it.
    send(
        office,
        "2026-02",
        "32.01.05.2007 lagi.csv",
        heads,
        "1;3201054306780006;ENTIN SUHARTINI;P",
        "2;-;SITI;P",
    )
    assert again(office) == [(1, False), (4, True)]
    assert len(ends(office, "2026-02", 4, "32.01.05.2007")) == 3
    assert again(office) == [(1, False), (4, False)]

    decide(office, "undo", undoes=entry)
    assert again(office) == [(1, False), (5, True)]
    assert status(office, "2026-02", "32.01.05.2007")[:2] == ("refused", 2)


def test_a_list_that_carries_our_keys_replaces_the_one_it_was_made_from(office: Office) -> None:
    """Nobody is shared: B's and C's NIKs are other ones, A is gone, F is new. What changed is kept row by row."""
    [sha256] = {row[3] for row in office.rows("2026-02", 1) if row[2] == LIST["path"] and row[1] == VILLAGE}
    wrong = send(
        office,
        "2026-02",
        f"{VILLAGE} koreksi.csv",
        f"{HEAD};KUNCI PADAN",
        f"3201050507750012;BUDI SANTOSA;05-07-1975;L;{key(office, sha256, 3)}",
        f"12345;ADE MULYADI;10-11-1990;L;{key(office, sha256, 4)}",
        "3201054306780006;ENTIN SUHARTINI;03-06-1978;P;",
    )
    assert again(office) == [(1, False), (2, True)]
    assert {row[2] for row in ends(office, "2026-02", 2, VILLAGE) if row[0] == LIST["path"]} == {"superseded"}
    assert attempts(office, 2) == [(1, 0, 0, 1, 1, 1, 1)]
    assert changes(office, wrong) == [
        ("added", None, None, 4),
        ("gone", None, 2, None),
        ("newly_wrong", "key", 4, 3),
        ("unchanged", "key", 3, 2),
    ]
    # Sent once more, by the key of the second attempt and without any; F is known by NIK.
    send(
        office,
        "2026-02",
        f"{VILLAGE} koreksi 2.csv",
        f"{HEAD};KUNCI PADAN",
        f"3201051011900003;ADE MULYADI;10-11-1990;L;{key(office, wrong, 3)}",
        "3201054306780006;ENTIN SUHARTINI;03-06-1978;P;",
        "99;TANPA NIK;03-06-1978;P;",
    )
    assert again(office) == [(1, False), (3, True)]
    assert attempts(office, 3) == [(1, 0, 0, 1, 1, 1, 1), (2, 1, 0, 0, 1, 1, 1)]


def test_a_zip_of_several_villages_replaces_only_those_it_holds(office: Office) -> None:
    """32.01.05.2005 carries on; B and C are told again, A is gone."""
    file = office.sources / "village_submissions" / "2026-02" / "kecamatan.zip"
    with zipfile.ZipFile(file, "w") as archive:
        mine = [
            HEAD,
            "3201050507750002;BUDI SANTOSO;05-07-1975;L",
            "3201051011900003;ADE MULYADI;10-11-1990;L",
        ]
        other = [HEAD, "3201054306780006;ENTIN SUHARTINI;03-06-1978;P"]
        archive.writestr(f"{VILLAGE}/daftar.csv", "\n".join(mine))
        archive.writestr("32.01.05.2007/daftar.csv", "\n".join(other))
    os.utime(file, (A_LATER_DAY, A_LATER_DAY))
    assert again(office) == [(1, False), (2, True)]
    assert ends(office, "2026-02", 2, VILLAGE) == [
        (f"{VILLAGE}.csv", 2, "superseded"),
        (f"{VILLAGE}.csv", 3, "superseded"),
        (f"{VILLAGE}.csv", 4, "superseded"),
        (f"kecamatan.zip!/{VILLAGE}/daftar.csv", 2, "not_at_branch"),
        (f"kecamatan.zip!/{VILLAGE}/daftar.csv", 3, "in_process"),
    ]
    assert ends(office, "2026-02", 2, "32.01.05.2007") == [
        ("kecamatan.zip!/32.01.05.2007/daftar.csv", 2, "in_process")
    ]
    assert status(office, "2026-02", "32.01.05.2005")[0] == "carried_forward"
    assert attempts(office, 2) == [(1, 0, 0, 0, 2, 1, 0)]


def test_bytes_that_come_back_to_a_path_replace_those_that_replaced_them(office: Office) -> None:
    path = office.sources / "village_submissions" / "2026-02" / f"{VILLAGE}.csv"
    first, received = path.read_bytes(), path.stat().st_mtime
    send(office, "2026-02", f"{VILLAGE}.csv", HEAD, "3201055203800001;SITI AMINAH;12-03-1980;P")
    assert again(office) == [(1, False), (2, True)]
    path.write_bytes(first)
    os.utime(path, (received, received))
    assert again(office) == [(1, False), (3, True)]
    mine = ends(office, "2026-02", 3, VILLAGE)
    assert sorted(row[1:] for row in mine) == [
        (2, "matched"),
        (2, "superseded"),
        (3, "not_at_branch"),
        (4, "in_process"),
    ]
    assert again(office) == [(1, False), (3, False)]


REFUSED_FORMS = [
    ({"kind": "withdraw_submission", "period": "2026-02", "path": "tidak ada.csv"}, "no file tidak ada.csv"),
    ({"kind": "withdraw_submission", "path": "x.csv"}, "no file x.csv"),
    ({"kind": "reassign_submission", **LIST}, "to_period, to_village or both"),
    ({"kind": "reassign_submission", **LIST, "undoes": "K-0001"}, "undoes: does not belong"),
    ({"kind": "undo", "undoes": "K-0001"}, "no earlier entry has the id K-0001"),
    ({"kind": "column_mapping", **LIST, "columns": "A = nik"}, "was not refused for its heads"),
    ({"kind": "column_mapping", "columns": "A nik"}, "no line of the form HEAD = field"),
    ({"kind": "withdraw_submission", **LIST, "reason": ""}, "reason"),
]


def test_a_form_that_cannot_be_taken_writes_nothing(office: Office) -> None:
    for form, said in REFUSED_FORMS:
        with pytest.raises(DecisionsError, match=said):
            steps.record_decision(office.ctx, {"reason": "uji", **form}, decided_by="petugas", decided_on=DAY)
    assert not office.ctx.settings.decisions.exists()


def key(office: Office, sha256: str, row_number: int) -> str:
    [(found,)] = rows(office, "SELECT core.row_key(:s, '', '', :n)", s=sha256, n=row_number)
    return str(found)


def attempts(office: Office, version: int) -> list[tuple[Any, ...]]:
    return rows(
        office,
        "SELECT attempt, fixed, still_wrong, newly_wrong, unchanged, gone, added FROM mart.attempt "
        "WHERE period = '2026-02' AND version = :n AND village_code = :v ORDER BY attempt",
        n=version,
        v=VILLAGE,
    )


def changes(office: Office, sha256: str) -> list[tuple[Any, ...]]:
    """Change, how it was matched, and the row numbers before and after."""
    return rows(
        office,
        "SELECT c.change, c.matched_by, o.row_number, n.row_number FROM core.attempt_change AS c "
        "INNER JOIN core.attempt AS a ON c.attempt_id = a.attempt_id "
        "INNER JOIN landing.file AS f ON a.file_id = f.file_id "
        "LEFT JOIN core.village_row AS o ON c.earlier_row_id = o.row_id "
        "LEFT JOIN core.village_row AS n ON c.row_id = n.row_id WHERE f.sha256 = :s ORDER BY 1, 3, 4",
        s=sha256,
    )
