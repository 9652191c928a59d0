"""Where a village puts its file and what it calls it: the evidence that its habits promise, and no other."""

from __future__ import annotations

from padan.simulation.messy.habits import Habits
from padan.simulation.randomness import draws, share
from padan.simulation.reference import Village, data, month_start


def stem(seed: int, village: Village, habits: Habits, period: str, coded: bool = False) -> str:
    """Path without ending, below the month's folder."""
    words = data("vocabulary")
    draw = draws(seed, village.code, "messy path")
    flat = share(seed, village.district_code, "folder") < data("rates")["layouts"]["flat_folder"]
    named = not coded and habits.told_by != "path"
    day = month_start(period)
    facts = {
        "code": village.code, "digits": village.code.replace(".", ""), "name": village.name,
        "upper": village.name.upper(), "under": village.name.replace(" ", "_"),
        "kind": words["kinds"][village.kind].capitalize(), "ext": "",
        "month": words["months"][day.month - 1].capitalize(), "year": day.year,
    }  # fmt: skip
    name: str = draw.choice(words["file_names"]["named" if named else "coded"])
    text = name.format(**facts).rstrip(".")
    if habits.told_by == "folder" and not coded:
        own = draw.choice(data("messy")["village_folders"]).format(**facts)
        text = f"{own}/{data('messy')['bare_file']}"
    return text if flat else f"{folder(seed, village)}/{text}"


def folder(seed: int, village: Village) -> str:
    """The district's folder, each district in its own style."""
    style = data("vocabulary")["district_folders"][int(share(seed, village.district_code, "style") * 4)]
    upper = village.district_name.upper()
    return str(style.format(code=village.district_code, name=village.district_name, upper=upper))
