"""Workers obey, answer in order, and cost no more than one call when they fall."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from padan.workers import Breach, Call, Done, Failed, WorkerPool, shared_pool

MEMORY = 1 << 30
SECONDS = 30.0


def call(name: str, *args: object, memory: int | None = None, seconds: float | None = None) -> Call:
    return Call(f"tests.unit.workers.jobs:{name}", args, memory, seconds)


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(2, MEMORY, SECONDS) as made:
        yield made


def test_results_come_in_the_order_of_the_calls(pool: WorkerPool) -> None:
    calls = [call("sleep", 0.3), *(call("double", number) for number in range(100))]
    assert list(pool.run(calls)) == [Done("rested"), *(Done(2 * number) for number in range(100))]


def test_workers_are_reused(pool: WorkerPool) -> None:
    before = pool.started
    pids = {result.value for result in pool.run([call("pid")] * 50) if isinstance(result, Done)}
    assert len(pids) <= 2
    assert pool.started <= max(before, 2)


@pytest.mark.parametrize(
    ("bad", "breach"),
    [
        pytest.param(call("sleep", 60, seconds=0.3), "time", id="sleeps"),
        pytest.param(call("spin_in_c", 60, seconds=0.3), "time", id="computes"),
        pytest.param(call("eat", 3 << 30), "memory", id="memory"),
        pytest.param(call("eat", 300 << 20, memory=200 << 20), "memory", id="memory of the call's own"),
        pytest.param(call("fall", signal.SIGSEGV), "died", id="crashes"),
        pytest.param(call("count_then_fall", 3), "died", id="crashes in the middle"),
    ],
)
def test_a_breach_costs_one_call(pool: WorkerPool, bad: Call, breach: str) -> None:
    calls = [call("double", 1), bad, *(call("double", number) for number in range(2, 30))]
    results = list(pool.run(calls))
    assert results == [Done(2), Breach(breach), *(Done(2 * number) for number in range(2, 30))]  # type: ignore[arg-type]


def test_after_a_breach_of_memory_the_next_call_may_use_as_much_as_before(pool: WorkerPool) -> None:
    calls = [call("eat", 3 << 30), call("eat", 100 << 20), call("eat", 3 << 30), call("eat", 100 << 20)]
    assert [type(result) for result in pool.run(calls)] == [Breach, Done, Breach, Done]


def test_a_worker_killed_by_somebody_else_costs_nothing(pool: WorkerPool, tmp_path: Path) -> None:
    assert list(pool.run([call("fall_once", str(tmp_path / "mark"))])) == [Done("second time")]


def test_an_idle_worker_that_was_killed_is_replaced(pool: WorkerPool) -> None:
    (result,) = pool.run([call("pid")])
    assert isinstance(result, Done)
    os.kill(result.value, signal.SIGKILL)
    assert list(pool.run([call("double", 4)] * 3)) == [Done(8)] * 3


def test_an_error_tells_its_class_and_place_but_never_its_text(pool: WorkerPool) -> None:
    (result,) = pool.run([call("fail", "3201052708800001 SITI")])
    assert isinstance(result, Failed)
    assert result.error == "ValueError"
    assert result.where.startswith("jobs.py:")
    assert "SITI" not in repr(result)


def test_a_function_that_leaves_is_a_failure_of_its_own(pool: WorkerPool) -> None:
    (result,) = pool.run([call("leave")])
    assert isinstance(result, Failed)
    assert result.error == "SystemExit"


def test_parts_stream_and_are_not_held_by_the_parent(pool: WorkerPool) -> None:
    process = psutil.Process()
    before = process.memory_info().rss
    replies = pool.stream([call("count", 300, 1 << 20)])
    reply = next(replies)
    most = 0
    parts = 0
    for part in reply.parts():
        parts += 1
        assert len(part) == 1 << 20
        most = max(most, process.memory_info().rss - before)
    assert parts == 300
    assert reply.result() == Done(300)
    assert most < 60 << 20


def test_a_large_reply_waits_for_its_turn_outside_of_the_parent(pool: WorkerPool) -> None:
    before = psutil.Process().memory_info().rss
    replies = pool.stream([call("sleep", 0.5), call("count", 200, 1 << 20), call("double", 3)])
    assert next(replies).result() == Done("rested")
    assert psutil.Process().memory_info().rss - before < 40 << 20
    assert sum(1 for _ in next(replies).parts()) == 200
    assert next(replies).result() == Done(6)


def test_the_clock_of_a_call_stands_while_nobody_waits(pool: WorkerPool) -> None:
    replies = pool.stream([call("double", 1), call("count", 4, 3 << 20, seconds=0.8)])
    assert next(replies).result() == Done(2)
    reply = next(replies)
    got = 0
    for _ in reply.parts():
        got += 1
        time.sleep(0.4)  # a slow database
    assert (got, reply.result()) == (4, Done(4))


def test_long_arguments_go_through(pool: WorkerPool) -> None:
    long = ["x" * 1000] * 500
    assert list(pool.run([call("send", long)] * 10)) == [Done(long)] * 10


def test_what_a_library_prints_disturbs_nothing(pool: WorkerPool) -> None:
    assert list(pool.run([call("chatter")] * 3)) == [Done("quiet")] * 3


def test_a_worker_cannot_make_the_parent_call_anything(pool: WorkerPool, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    assert list(pool.run([call("evil", str(mark)), call("double", 2)])) == [Breach("died"), Done(4)]
    assert not mark.exists()


def test_a_worker_knows_no_secret_of_ours(pool: WorkerPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PADAN_WAREHOUSE_URI", "postgresql://padan_loader:secret@127.0.0.1/padan")
    monkeypatch.setenv("AIRFLOW_CONN_PADAN_SMTP", "smtp://user:secret@mail")
    with WorkerPool(1, MEMORY, SECONDS) as own:
        (result,) = own.run([call("environment")])
    assert isinstance(result, Done)
    assert "secret" not in repr(result.value)
    assert list(pool.run([call("core_limit")])) == [Done((0, 0))]


def test_starting_is_cheap() -> None:
    """Half a second on an idle machine; what costs seconds must not creep in."""
    with WorkerPool(1, MEMORY, SECONDS, ("padan.workers.reading",)) as own:
        (result,) = own.run([call("modules")])
    assert isinstance(result, Done)
    heavy = {"pandas", "numpy", "sqlalchemy", "psycopg2", "airflow", "great_expectations", "openpyxl"}
    assert heavy & set(result.value) == set()


def test_leaving_in_the_middle_leaves_no_process() -> None:
    with WorkerPool(2, MEMORY, SECONDS) as own:
        replies = own.stream([call("pid"), call("sleep", 60), call("sleep", 60)])
        next(replies).result()
        replies.close()
        assert children_of(os.getpid(), "padan.workers.child", own) == []


def test_a_process_shares_one_pool(pool: WorkerPool) -> None:
    with shared_pool(1, MEMORY, SECONDS, ()) as first:
        (one,) = first.run([call("pid")])
        with shared_pool(1, MEMORY, SECONDS, ()) as nested:
            assert nested is not first
    with shared_pool(1, MEMORY, 0.5, ()) as second:
        assert second is first
        assert list(second.run([call("pid")])) == [one]
        assert list(second.run([call("sleep", 60)])) == [Breach("time")]
    first.close()


PARENT = """
import os, signal, sys, time
sys.path[:0] = {path!r}
from padan.workers import Call, WorkerPool
pool = WorkerPool(2, 1 << 30, 60.0)
calls = [Call("tests.unit.workers.jobs:pid"), Call("tests.unit.workers.jobs:spin_in_c", (60.0,))]
replies = pool.stream(calls)
print(next(replies).result().value, flush=True)
if sys.argv[1] == "fork":
    if os.fork() == 0:
        sys.exit()
    os.wait()
    print("still there", flush=True)
next(replies).result()
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("forks", ["fork", "plain"])
def test_no_child_outlives_its_parent(how: signal.Signals, forks: str) -> None:
    """Whoever ends the parent, also Ctrl-C in a terminal, and also where the parent has forked meanwhile."""
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT.format(path=sys.path), forks],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    with parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        if forks == "fork":
            assert parent.stdout.readline() == b"still there\n"
        time.sleep(0.2)
        workers = psutil.Process(parent.pid).children()
        assert workers
        parent.send_signal(how)
        parent.wait(10)
    gone, alive = psutil.wait_procs(workers, timeout=5)
    assert alive == []


def children_of(parent: int, words: str, pool: WorkerPool) -> list[psutil.Process]:
    mine = {worker.pid for worker in pool._workers}
    return [
        child for child in psutil.Process(parent).children() if child.pid in mine and words in child.cmdline()
    ]
