"""Command line: ``python -m padan.simulation --out DIR --months 2026-01,2026-02 --scale 1 --seed 1``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from padan.simulation.world import PROFILES, simulate


def main() -> int:
    """Write the sources; progress goes to stderr, the folder to stdout."""
    parser = argparse.ArgumentParser(prog="padan.simulation", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder to write the source root to")
    parser.add_argument("--months", required=True, help="consecutive months, e.g. 2026-01,2026-02")
    parser.add_argument("--scale", type=float, default=1.0, help="1 is the published size of Kabupaten Bogor")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--profile", choices=PROFILES, default=PROFILES[0])
    parser.add_argument("--villages", type=int, default=None, help="only the first so many villages")
    chosen = parser.parse_args()
    months = [month.strip() for month in chosen.months.split(",")]
    try:
        simulate(
            chosen.out, months, scale=chosen.scale, seed=chosen.seed, profile=chosen.profile,
            villages_limit=chosen.villages, progress=lambda text: print(text, file=sys.stderr, flush=True),
        )  # fmt: skip
    except ValueError as error:
        parser.error(str(error))
    print(chosen.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
