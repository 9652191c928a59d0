"""Command line: ``python -m benchmarks [name ...] [--scale 1]``."""

from __future__ import annotations

import argparse
import platform
import sys

import psutil

from benchmarks import memory, million, parse, reconcile, registry, villages
from benchmarks.bench import open_bench, say
from benchmarks.figures import Figure, table

_WITH_SERVER = {
    "registry": registry.run,
    "villages": villages.run,
    "reconcile": reconcile.run,
    "memory": memory.run,
    "million": million.run,
}
NAMES = (*_WITH_SERVER, "parse")
LONG = ("million",)
"""Only where it is named."""


def main() -> int:
    """Run the benchmarks asked for; the table goes to stdout, progress to stderr."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument(
        "names",
        nargs="*",
        help=f"parts of names of: {', '.join(NAMES)}; by default all but {', '.join(LONG)}",
    )
    parser.add_argument("--scale", type=float, default=1.0, help="1 is the real size, the one of the targets")
    chosen = parser.parse_args()
    names = [name for name in NAMES if any(part in name for part in chosen.names)]
    if not chosen.names:
        names = [name for name in NAMES if name not in LONG]
    if not names:
        parser.error(f"no benchmark is called like that; there are {', '.join(NAMES)}")
    figures = measure(names, chosen.scale)
    cores, gigabytes = psutil.cpu_count(), psutil.virtual_memory().total / 2**30
    print(f"{cores} cores, {gigabytes:.0f} GB, Python {platform.python_version()}, scale {chosen.scale:g}\n")
    print(table(figures))
    missed = [figure.name for figure in figures if figure.met is False]
    if missed:
        say(f"missed: {'; '.join(missed)}")
    return 1 if missed else 0


def measure(names: list[str], scale: float) -> list[Figure]:
    """The figures of some benchmarks, in order."""
    figures: list[Figure] = []
    with_server = [name for name in names if name in _WITH_SERVER]
    if with_server:
        with open_bench(scale) as bench:
            for name in with_server:
                say(f"{name}:")
                figures += _WITH_SERVER[name](bench)
    if "parse" in names:
        say("parse:")
        figures += parse.run()
    return figures


if __name__ == "__main__":
    sys.exit(main())
