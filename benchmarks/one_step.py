"""Run as a program: does one step as a task would, then prints its result, its peak memory and its seconds as JSON.

python -m benchmarks.one_step <step> <arguments as JSON>; settings come from the environment.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import psutil

from padan import steps
from padan.sources import FolderSource
from padan.steps import StepContext


def do(ctx: StepContext, step: str, arguments: list[Any]) -> Any:
    """Do the step; `nothing` only imports, which is what any task costs."""
    if step == "nothing":
        return None
    if step == "land":
        feed = str(arguments[0])
        return steps.land(ctx, feed, FolderSource(Path(ctx.settings.source_root)))
    return getattr(steps, step)(ctx, *arguments)


def peak_bytes() -> int:
    """Largest resident memory so far, of this process and of its workers added up.

    Not of getrusage: Linux lets a program inherit there what the process that started it had used. Workers live
    as long as this process, so that all are found here; their peaks need not have fallen together.
    """
    own = psutil.Process()
    return sum(_peak(process.pid) for process in (own, *own.children(recursive=True)))


def _peak(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError("/proc/<pid>/status has no VmHWM: the memory benchmark needs Linux")


def main() -> None:
    step, arguments = sys.argv[1], json.loads(sys.argv[2])
    ctx = steps.open_context("local/memory")
    started = time.perf_counter()
    result = do(ctx, step, arguments)
    told = {"result": result, "peak": peak_bytes(), "seconds": time.perf_counter() - started}
    print(json.dumps(told, default=str))


if __name__ == "__main__":
    main()
