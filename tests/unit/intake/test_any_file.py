"""Any bytes as any extension: never a crash, a hang, a limit passed, or a file left behind.

Some hundred files; FILES=10000 (make test-any-file) takes the long run, and prints what came of them.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.intake.mutated import ENDINGS, files, good

from padan.contracts import file_contract
from padan.intake import SourceRef
from padan.workers import Breach, Call, Done, WorkerPool
from padan.workers.reading import READ_ROWS, FileToRead, Read

FILES = int(os.environ.get("FILES", "300"))
FEEDS = ("village_submissions", "bpjs_branch_export", "exclusion_lists", "poverty_registry", "case_verdicts")
MEMORY = 1_500_000_000
SECONDS = 20.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("landing")


@pytest.fixture(scope="module")
def pool(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkerPool]:
    scratch = tmp_path_factory.mktemp("scratch")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(scratch))
        with WorkerPool(1, MEMORY, SECONDS, ["padan.workers.reading"]) as made:
            yield made
    assert list(scratch.iterdir()) == [], "a worker leaves no file behind"


@pytest.fixture(scope="module")
def seen() -> Iterator[Counter[str]]:
    counts: Counter[str] = Counter()
    yield counts
    print("\n" + "\n".join(f"{number:6} {what}" for what, number in counts.most_common()))


def read(pool: WorkerPool, folder: Path, content: bytes, name: str, feed: str) -> object:
    local = folder / "bytes"
    local.write_bytes(content)
    file = FileToRead(1, feed, local, SourceRef(name, "2026-01", "2026-01"), "32.01", date(2026, 1, 31))
    (result,) = pool.run([Call(READ_ROWS, (file,))])
    assert [path.name for path in folder.iterdir()] == ["bytes"]
    return result


@settings(max_examples=FILES, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=files(), ending=st.sampled_from(ENDINGS), feed=st.sampled_from(FEEDS))
def test_any_file(
    pool: WorkerPool, folder: Path, seen: Counter[str], content: bytes, ending: str, feed: str
) -> None:
    result = read(pool, folder, content, f"32.01.15.2001{ending}", feed)

    seen[repr(result) if not isinstance(result, Done) else _said(result.value)] += 1
    if isinstance(result, Breach) and result.kind == "memory":
        # A damaged .xls may tell the parser to lay out more than there is: the worker is lost, nothing else.
        assert content.startswith(b"\xd0\xcf\x11\xe0")
        return
    assert isinstance(result, Done), result
    assert isinstance(result.value, Read)
    if result.value.reading.outcome == "refused":
        code = str(result.value.reading.refusal_code)
        assert file_contract(feed).refusal(code)


def _said(read: Read) -> str:
    return f"{read.reading.outcome} {read.reading.refusal_code or ''}"


@pytest.mark.parametrize(
    "name", ["xlsx", "xlsm", "xls", "ods", "html", "html16", "csv", "csv16", "csv1252", "zip"]
)
def test_the_files_that_are_damaged_are_good_before(pool: WorkerPool, folder: Path, name: str) -> None:
    result = read(pool, folder, good(name), "32.01.15.2001", "village_submissions")

    assert isinstance(result, Done)
    assert (result.value.reading.outcome, result.value.reading.refusal_code) == ("read", None)
    assert result.value.reading.rows >= 1
