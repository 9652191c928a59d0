"""Secrets, locks, sources: what lies on the disk."""

from __future__ import annotations

import multiprocessing
import stat
import time
from pathlib import Path

import pytest

from padan.local import credentials
from padan.local.errors import LocalError
from padan.local.locking import file_lock
from padan.local.sources import check_period, months_to_reconcile


def test_passwords_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    credentials.ensure_secrets_folder(folder)
    first = credentials.named_passwords(folder / "p.json", ("a", "b"))
    again = credentials.named_passwords(folder / "p.json", ("b", "c"))
    assert again["b"] == first["b"]
    assert len({*first.values(), *again.values()}) == 3
    assert stat.S_IMODE((folder / "p.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_token_key_is_as_long_as_its_algorithm_asks(tmp_path: Path) -> None:
    keys = credentials.airflow_keys(tmp_path / "airflow.json")
    assert len(keys["jwt"].encode()) >= 64
    assert credentials.airflow_keys(tmp_path / "airflow.json") == keys


def _hold(path: Path, ready: object, seconds: float) -> None:
    with file_lock(path, 5, "testing"):
        ready.set()  # type: ignore[attr-defined]
        time.sleep(seconds)


@pytest.mark.parametrize(("patience", "comes_through"), [(5.0, True), (0.0, False)])
def test_a_lock_is_waited_for_as_long_as_was_said(
    tmp_path: Path, patience: float, comes_through: bool
) -> None:
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    holder = context.Process(target=_hold, args=(tmp_path / "lock", ready, 0.5))
    holder.start()
    try:
        assert ready.wait(20)
        if comes_through:
            with file_lock(tmp_path / "lock", patience, "testing"):
                pass
        else:
            with (
                pytest.raises(LocalError, match="still testing"),
                file_lock(tmp_path / "lock", patience, "testing"),
            ):
                pass
    finally:
        holder.join()


def _source(root: Path, *files: str) -> str:
    for name in files:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"x")
    return str(root)


@pytest.mark.parametrize(
    ("files", "period", "months"),
    [
        (["village_submissions/2026-01/a.xlsx", "bpjs/2026-01/b.csv"], "2026-01", ["2026-01"]),
        (
            ["village_submissions/2025-12/x/a.csv", "bpjs/2025-12/b.csv"]
            + ["village_submissions/2026-01/a.csv", "bpjs/2026-01/b.csv", "bpjs/2026-02/b.csv"],
            "2026-01",
            ["2025-12", "2026-01"],
        ),
        (
            ["village_submissions/2025-12/a.csv", "village_submissions/2026-01/a.csv", "bpjs/2026-01/b.csv"],
            "2026-01",
            ["2026-01"],
        ),
    ],
    ids=["one month", "the earlier one too, the later one not", "a month without the branch's export is not"],
)
def test_the_months_that_a_source_holds(
    tmp_path: Path, files: list[str], period: str, months: list[str]
) -> None:
    assert months_to_reconcile(_source(tmp_path, *files), period) == months


def test_a_month_that_a_feed_lacks_is_told_before_anything_starts(tmp_path: Path) -> None:
    root = _source(tmp_path, "village_submissions/2026-01/a.csv")
    with pytest.raises(LocalError, match=r"bpjs/2026-01 holds no file"):
        months_to_reconcile(root, "2026-01")


@pytest.mark.parametrize("text", ["2026-13", "2026-1", "202601", "Januari 2026", ""])
def test_what_is_not_a_month(text: str) -> None:
    with pytest.raises(LocalError, match="write it as 2026-01"):
        check_period(text)
