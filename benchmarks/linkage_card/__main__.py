"""Command line: ``python -m benchmarks.linkage_card [--part linkage|whole] [--scale 1] [--seed 11]``."""

from __future__ import annotations

import argparse
import sys
import time

from benchmarks.linkage_card.measure import run_trial
from benchmarks.linkage_card.page import PICTURE, card, picture
from benchmarks.linkage_card.results import keep, kept, linkage_figures, whole_figures
from benchmarks.linkage_card.whole import run_whole
from padan.paths import PROJECT

KEPT = PROJECT / "var" / "bench" / "model-card"
PARTS = ("linkage", "whole")


def main() -> int:
    """Run the parts asked for, and write docs/model-card.md from the newest figures of both."""
    parser = argparse.ArgumentParser(prog="benchmarks.linkage_card", description=__doc__)
    parser.add_argument("--part", choices=PARTS, action="append", help="run only this part again")
    parser.add_argument(
        "--scale", type=float, default=1.0, help="1 is the enrolled people of the whole regency"
    )
    parser.add_argument(
        "--seed", type=int, default=11, help="of people and errors; the model's own seed is another"
    )
    parser.add_argument(
        "--warehouse", help="URI of an empty migrated warehouse, instead of a server of its own"
    )
    chosen = parser.parse_args()
    for part in chosen.part or PARTS:
        _say(f"{part}: scale {chosen.scale:g}, seed {chosen.seed}")
        started = time.perf_counter()
        if part == "linkage":
            figures = linkage_figures(run_trial(chosen.seed, chosen.scale), chosen.seed, chosen.scale)
        else:
            tallies = run_whole(chosen.seed, chosen.scale, _say, chosen.warehouse)
            figures = whole_figures(tallies, chosen.seed, chosen.scale, time.perf_counter() - started)
        keep(KEPT, part, figures)
    linkage = kept(KEPT, "linkage")
    if linkage is None:
        _say("the model alone was never run: no page yet")
        return 1
    docs = PROJECT / "docs"
    (docs / PICTURE).write_text(picture(linkage), "utf-8")
    (docs / "model-card.md").write_text(card(linkage, kept(KEPT, "whole")), "utf-8")
    _say("docs/model-card.md")
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
