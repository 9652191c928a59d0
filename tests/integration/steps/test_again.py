"""Doing it again: the same bytes, a corrected list, a load that was killed."""

from __future__ import annotations

import csv
import io
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import Server, made_warehouse
from tests.integration.steps.conftest import PERIOD
from tests.support.months import FEEDS, Office, stamps

from padan import steps
from padan.contracts import load_contract
from padan.products.errors import ProductError

WORKBOOKS = {"rekonsiliasi.xlsx", "rekonsiliasi-lengkap.xlsx", "pengajuan-bpjs.xlsx"}
PRODUCTS = {"berita-acara.pdf", "rekonsiliasi.html", "manifest.json", "seal.json"} | WORKBOOKS

# Works until it is killed: a second process must be able to take over at whatever point that was.
WORK = """
import os, signal, sys, threading
from pathlib import Path
from padan import steps
from padan.contracts import load_contract
from padan.sources import FolderSource

stage, sources = sys.argv[1], Path(sys.argv[2])
ctx = steps.open_context("local/killed")
landed = steps.land(ctx, "village_submissions", FolderSource(sources))
load_id, ids = landed["load_id"], [file for batch in landed["batches"] for file in batch]
half = len(ids) // 2
def killed_soon():
    threading.Timer(0.1, lambda: os.kill(os.getpid(), signal.SIGKILL)).start()
if stage == "land":
    os.kill(os.getpid(), signal.SIGKILL)
steps.read(ctx, load_id, ids[:half])
if stage == "read":
    killed_soon()
steps.read(ctx, load_id, ids[half:])
steps.check(ctx, load_id)
killed_soon()
steps.load(ctx, load_id)
threading.Event().wait()
"""


@pytest.fixture(scope="module")
def unbroken(
    postgres_server: Server, small_world: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """The products of the small world, when nothing is in the way."""
    with made_warehouse(postgres_server) as made:
        office = Office(made.loader_uri, tmp_path_factory.mktemp("unbroken"), small_world)
        office.bring_in_all()
        return office.month(PERIOD)


def test_run_again_nothing_changes(office: Office, small_world: Path) -> None:
    before = stamps(office.sources)
    office.bring_in_all()
    products = office.month(PERIOD)
    assert {name for name in products if "/" not in name} == PRODUCTS
    assert {name.split("/")[0] for name in products if "/" in name} == {"formulir", "koreksi"}
    rows = office.outcomes(PERIOD, 1)

    again = office.bring_in_all()
    assert {feed: brought.load_id for feed, brought in again.items()} == dict.fromkeys(FEEDS)
    ctx = office.context("local/again")
    answer = steps.readiness(ctx, PERIOD, office.source)
    assert (answer["ready"], answer["reason"]) == (False, "the inputs are those of the newest version")
    assert steps.reconcile(ctx, PERIOD) == {"period": PERIOD, "version": 1, "changed": False}
    assert office.publish(PERIOD, 1) == products
    assert office.outcomes(PERIOD, 1) == rows
    assert office.rows("SELECT count(*) FROM reconciliation.version") == [(1,)]

    elsewhere = Office(office.uri, office.home.parent / "elsewhere", office.sources)
    with pytest.raises(ProductError, match="landed bytes"):
        elsewhere.publish(PERIOD, 1)
    shutil.copytree(office.home / "landing", elsewhere.home / "landing")
    assert elsewhere.publish(PERIOD, 1) == products
    assert stamps(office.sources) == before == stamps(small_world)


def test_another_warehouse_gives_the_same_products(office: Office, unbroken: dict[str, str]) -> None:
    """Another machine, another day: other numbers and times in the warehouse, the feeds in another order."""
    for feed in reversed(FEEDS):
        office.bring_in(feed)
    assert office.month(PERIOD) == unbroken


def test_a_touched_file_is_no_new_one(office: Office) -> None:
    office.bring_in_all()
    office.month(PERIOD)
    path = a_list(office)
    os.utime(path, (path.stat().st_atime, path.stat().st_mtime + 3600))
    files = office.rows("SELECT count(*) FROM landing.file")
    assert office.bring_in("village_submissions").load_id is None
    assert office.rows("SELECT count(*) FROM landing.file") == files


def test_a_corrected_list_changes_its_own_village_alone(office: Office) -> None:
    office.bring_in_all()
    first = office.month(PERIOD)
    path = a_list(office)
    relative = path.relative_to(office.sources / "village_submissions" / PERIOD).as_posix()
    before = office.outcomes(PERIOD, 1)
    [village] = {row["village_code"] for row in before if row["file_name"] == relative}
    fault = next(row for row in before if row["file_name"] == relative and row["outcome"] == "matched")
    rename(path, fault["row_number"], "ZULKARNAEN PRAWIRANEGARA")

    brought = office.bring_in("village_submissions")
    assert (brought.files, brought.periods) == (1, [PERIOD])
    assert office.reckon(PERIOD) == {"period": PERIOD, "version": 2, "changed": True}
    second = office.publish(PERIOD, 2)
    assert {name for name in PRODUCTS if first[name] != second[name]} >= {"manifest.json", "seal.json"}

    after = office.outcomes(PERIOD, 2)
    changed = {
        (row["side"], row["file_name"], row["row_number"], row["outcome"], row["village_code"])
        for row in [r for r in before if r not in after] + [r for r in after if r not in before]
    }
    assert {where[4] for where in changed} == {village}
    [new] = [
        row
        for row in after
        if (row["file_name"], row["row_number"], row["side"]) == (relative, fault["row_number"], "village")
        and row["outcome"] != "superseded"
    ]
    assert (new["outcome"], new["reason"]) == ("matched_different", "name")
    assert office.outcomes(PERIOD, 1) == before, "a past version must stay answerable"
    assert (office.home / "reports" / PERIOD / "v1").is_dir()


@pytest.mark.parametrize("stage", ["land", "read", "load"])
def test_a_killed_load_is_done_again(office: Office, unbroken: dict[str, str], stage: str) -> None:
    source = str(office.sources)
    killed = subprocess.run(
        [sys.executable, "-c", WORK, stage, source],
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("PADAN_")},
            "PADAN_HOME": str(office.home),
            "PADAN_WAREHOUSE_URI": office.uri,
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        },
        timeout=120,
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()[-2000:]
    office.bring_in_all()
    assert office.month(PERIOD) == unbroken
    assert office.rows("SELECT count(*) FROM staging.village_row") == [(0,)]
    assert office.rows("SELECT count(*) FROM audit.load WHERE state = 'running'") == [(0,)]


def a_list(office: Office) -> Path:
    """The first village's list that is a text file."""
    folder = office.sources / "village_submissions" / PERIOD
    return min(path for path in folder.rglob("*.csv") if path.stat().st_size)


def rename(path: Path, row_number: int, name: str) -> None:
    """Writes another name into one row, as a clerk who opens the file an hour later does."""
    modified = path.stat().st_mtime
    text = path.read_text("utf-8-sig")
    delimiter = ";" if text.count(";") > text.count(",") else ","
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    contract = load_contract("village_submissions")
    for row in rows:
        columns = [contract.column_for(cell) for cell in row]
        names = [column.name if column else "" for column in columns]
        if {"nik", "name"} <= set(names):
            break
    column = names.index("name")
    rows[row_number - 1][column] = name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    os.utime(path, (modified + 3600, modified + 3600))
