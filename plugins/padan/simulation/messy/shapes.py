"""The shapes met in a file, by name: a test asks that all of them occur."""

from __future__ import annotations

from padan.simulation.messy.habits import TEXT_FILES, Habits
from padan.simulation.reference import data

CARDS = (
    "container", "above", "header", "head_rows", "spelling", "group_by", "funder_by", "nik", "birth", "sexes",
    "told_by", "below", "body", "extras", "neighbourhood", "beside", "odd",
)  # fmt: skip


COUNTED_OTHERWISE = frozenset({"split", "carrier", "numbers", "dates", "merged", "quotes"})
CARRIERS = ("sheets", "files", "members")
OTHERS = frozenset({
    "nik:number", "birth:real", "group_by:sheet", "body:merged", "quotes:unbalanced", "zip:letter", "zip:macosx",
    "litter",
})  # fmt: skip
"""Shapes that follow from several cards, or from none."""


def shapes(habits: Habits, files: int) -> list[str]:
    """Tags 'dimension:card' of what the village's habits put into a file."""
    found = [f"{name}:{getattr(habits, name)}" for name in CARDS]
    if habits.split != "none":
        found.append(f"parts:{habits.split}_{'files' if files > 1 else habits.carrier}")
    if habits.merged:
        found.append("body:merged")
    if habits.container in TEXT_FILES or habits.container == "zip_csv":
        found += [f"delimiter:{habits.delimiter}", f"encoding:{habits.encoding}"]
        found += ["quotes:unbalanced"] if habits.unbalanced else []
    return found


def all_shapes() -> set[str]:
    """Every tag that a month must hold whose villages were dealt every card."""
    own = data("messy")
    wanted = {
        f"{name}:{card}"
        for decks in own["decks"].values()
        for name, cards in decks.items()
        for card in cards
        if name not in COUNTED_OTHERWISE
    }
    wanted |= {f"broken:{kind}" for kind in own["refusals"]}
    wanted |= {f"district:{kind}" for kind in own["district_files"]["kinds"].values()}
    wanted |= {f"parts:{split}_{how}" for split in ("hamlet", "group") for how in CARRIERS}
    return wanted | OTHERS
