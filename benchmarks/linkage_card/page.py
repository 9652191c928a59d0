"""docs/model-card.md out of the figures of a run; no figure is typed."""

from __future__ import annotations

import textwrap
from typing import Any

from benchmarks.linkage_card.chart import AMBER, GREEN, RED, Line, Panel, draw
from benchmarks.linkage_card.damage import CLASSES, NAMESAKES, TWINS
from benchmarks.linkage_card.measure import Tally, total, wilson
from benchmarks.linkage_card.month import CLEAN, SHARES
from benchmarks.linkage_card.results import BAND, tallies_of

PICTURE = "images/model-card.svg"
FOUND, REVIEW = 0.995, 0.005


def card(linkage: dict[str, Any], whole: dict[str, Any] | None) -> str:
    """The page."""
    lines = [*_head(linkage), *_summary_id(linkage, whole)]
    if whole is not None:
        lines += _whole(whole)
    lines += [*_alone(linkage), *_thresholds(linkage), *_limits()]
    return "\n".join(lines).rstrip() + "\n"


def picture(linkage: dict[str, Any]) -> str:
    """The trade-off of thresholds, drawn."""
    tried = [(float(at), Tally(**one)) for at, one in linkage["trade_off"]]
    present = linkage["present"]
    rows = linkage["left"]
    same, other = (_every_weight(linkage["weights"][key]) for key in ("same", "other"))
    most = max(count for _, count in [*same, *other])
    panels = [
        Panel(
            "Pairs at each weight (logarithmic)",
            [Line("one person", GREEN, same), Line("two people", RED, other)],
            [(10**power, f"{10**power:,}") for power in range(len(str(most)) + 1)],
            logarithmic=True,
        ),
        Panel(
            "By automatic threshold, in % of rows",
            [
                Line("found without a person", GREEN, [(at, 100 * one.right / present) for at, one in tried]),
                Line("shown to a person", AMBER, [(at, 100 * one.review / rows) for at, one in tried]),
            ],
            [(value, f"{value}%") for value in range(0, 101, 20)],
        ),
        Panel(
            "By automatic threshold, wrong automatic pairs",
            [Line("wrong", RED, [(at, one.wrong) for at, one in tried])],
            [(value, str(value)) for value in _round_steps(max(one.wrong for _, one in tried))],
        ),
    ]
    marks = [(float(linkage["review"]), "review"), (float(linkage["automatic"]), "automatic")]
    return draw(panels, marks, 8, 52)


def _every_weight(counts: list[list[int]]) -> list[tuple[float, float]]:
    """Weights that no pair has stand at nought, not on a line between their neighbours."""
    known = {weight: count for weight, count in counts}
    return [(weight, known.get(weight, 0)) for weight in range(min(known), max(known) + 1)]


def _round_steps(most: int) -> list[int]:
    step = max(1, -(-most // 4))
    return [step * number for number in range(5)]


def _paragraph(*sentences: str) -> list[str]:
    return [*textwrap.wrap(" ".join(sentences), 118, break_long_words=False, break_on_hyphens=False), ""]


def _head(linkage: dict[str, Any]) -> list[str]:
    model = linkage["model"]
    trained = (
        f"{model['trained_from']}: {model['village_rows']:,} village rows, {model['branch_rows']:,} branch rows, "
        f"{model['registry_rows']:,} registry rows; {model['pairs_with_same_nik']:,} pairs with the same NIK; "
        f"seed {model['seed']}"
    )
    return [
        "# Model card: who is whom where the NIK does not say",
        "",
        *_paragraph(
            "Written by `make model-card`; every figure comes from the run. What the model is and why:",
            "[decision 0012](decisions/0012-who-is-whom.md).",
        ),
        "| | |",
        "|---|---|",
        f"| model | `include/models/linkage.json`, Splink {model['splink']} on DuckDB {model['duckdb']} |",
        f"| trained from | {trained} |",
        f"| used for | rows whose NIK is damaged, missing or unknown to the other side; {_in_force(linkage)} |",
        "| never used for | deciding alone that two rows with the same good NIK are two people |",
        "",
    ]


def _in_force(linkage: dict[str, Any]) -> str:
    return f"automatic from weight {linkage['automatic']}, shown to a person from {linkage['review']}"


def _summary_id(linkage: dict[str, Any], whole: dict[str, Any] | None) -> list[str]:
    lines = [
        "## Ringkasan untuk petugas",
        "",
        *_paragraph(
            "Bila NIK rusak, kosong, atau salah ketik, Padan membandingkan nama, tanggal lahir, jenis kelamin, desa,",
            "dan sisa angka NIK, lalu memberi bobot. Bobot besar berarti orang yang sama; bobot sedang diperlihatkan",
            "kepada petugas; selebihnya tidak dipasangkan.",
        ),
    ]
    if whole is None:
        return lines
    every = total(tallies_of(whole).values())
    there = every.rows - every.rightly_none
    return [
        *lines,
        *_paragraph(
            f"Pada data tiruan {_id(every.rows)} orang: {_id(every.right)} dari {_id(there)} orang yang ada di kedua",
            f"daftar ({_percent_id(every.right, there)}) ditemukan tanpa bantuan petugas, {_id(every.review)} orang",
            f"({_percent_id(every.review, every.rows)}) perlu diperiksa petugas, dan {_id(every.wrong)} pasangan",
            "otomatis keliru.",
        ),
    ]


def _id(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _percent_id(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}%".replace(".", ",")


def _whole(whole: dict[str, Any]) -> list[str]:
    tallies = tallies_of(whole)
    every = total(tallies.values())
    there = every.rows - every.rightly_none
    hidden = there - tallies[CLEAN].right
    found, shown = every.right / there, every.review / every.rows
    return [
        "## Step 1 as a whole",
        "",
        *_paragraph(
            f"A month of {every.rows:,} village rows (seed {whole['seed']}, scale {whole['scale']:g}) through landing,",
            "reading, checks and the reckoning in the warehouse: same NIK, NIK repair, then this model.",
            f"{tallies[CLEAN].rows:,} rows are clean; the others have one class of errors each, and a NIK that cannot",
            "be used, in assumed shares. Found: paired with one's own row at the branch.",
        ),
        "| target | measured | met |",
        "|---|---|---|",
        f"| no wrong automatic pair | {every.wrong:,} of {every.rows:,} | {_yes(every.wrong == 0)} |",
        f"| 99.5% of true pairs found without a person | {_interval(every.right, there)} of {there:,} "
        f"| {_yes(found >= FOUND)} |",
        f"| review band under 0.5% of people | {_interval(every.review, every.rows)} | {_yes(shown < REVIEW)} |",
        "",
        *_paragraph(
            f"Of the {hidden:,} people among them whose own row has no NIK that can be used,",
            f"{_interval(every.right - tallies[CLEAN].right, hidden)} were found without a person. Step 1 takes nobody",
            "whose birth dates differ, however heavy the rest: those rows go to a person from the review band up, and",
            "stay out below it. Where the day cannot be a month, swapping them is one wrong digit of the date instead.",
        ),
        *_table(tallies, [CLEAN, *SHARES, TWINS, NAMESAKES]),
    ]


def _yes(met: bool) -> str:
    return "yes" if met else "**no**"


def _alone(linkage: dict[str, Any]) -> list[str]:
    return [
        "## The model alone, at its hardest",
        "",
        *_paragraph(
            f"All {linkage['left']:,} people with a NIK that cannot be used and one class of errors each, against",
            f"{linkage['right']:,} rows of branch and registry; {linkage['left'] - linkage['present']:,} of them",
            "are on no other list, among them three in ten of the twins and homonyms. Serials of NIKs are as low as",
            "real ones. Neither NIK repair nor the rule that name and birth date must agree helps, and nobody was",
            f"taken out by a good NIK before. Scoring took {linkage['seconds']:g} s on a busy machine.",
        ),
        *_table(tallies_of(linkage), [*(kind.name for kind in CLASSES), TWINS, NAMESAKES]),
    ]


def _table(tallies: dict[str, Tally], order: list[str]) -> list[str]:
    return [
        "| error class | rows | found | recall (95%) | wrong | precision (95%) | to a person | missed | nobody |",
        "|---|--:|--:|---|--:|---|--:|--:|--:|",
        *(_row(name, tallies[name]) for name in order if name in tallies),
        _row("**all**", total(tallies.values())),
        "",
    ]


def _row(name: str, one: Tally) -> str:
    # Nobody of a class that is on no other list can be found.
    there = one.right + one.review + one.missed if one.right + one.missed else 0
    recall, precision = _interval(one.right, there), _interval(one.right, one.right + one.wrong)
    return (
        f"| {name} | {one.rows:,} | {one.right:,} | {recall} | {one.wrong:,} | {precision} "
        f"| {one.review:,} | {one.missed:,} | {one.rightly_none:,} |"
    )


def _interval(part: int, whole: int) -> str:
    if not whole:
        return "–"
    low, high = wilson(part, whole)
    return f"{part / whole:.2%} ({low:.2%}–{high:.2%})"


def _thresholds(linkage: dict[str, Any]) -> list[str]:
    tried = [(at, Tally(**one)) for at, one in linkage["trade_off"] if at % 2 == 0]
    return [
        "## Thresholds",
        "",
        *_paragraph(
            f"In force: {_in_force(linkage)}. Below, each automatic threshold with a review band {BAND} weights wide",
            "under it, for the model alone as above.",
        ),
        f"![Pairs of one person and of two by weight; what each threshold finds, shows and mistakes]({PICTURE})",
        "",
        "| automatic from | found | wrong | to a person | missed |",
        "|--:|--:|--:|--:|--:|",
        *(f"| {at} | {one.right:,} | {one.wrong:,} | {one.review:,} | {one.missed:,} |" for at, one in tried),
        "",
    ]


def _limits() -> list[str]:
    return [
        "## What the card does not say",
        "",
        *_paragraph(
            "- People, names and errors are simulated, and the shares of errors are assumed. Real lists decide: the",
            "card is run again once verdicts of both offices on real pairs are at hand.",
        )[:-1],
        *_paragraph(
            "- A row that is shown to a person counts as not found, also where its person is on no other list.",
        )[:-1],
        *_paragraph(
            "- Twins whose names sound the same are told apart by the serial of the NIK alone. Where both lists have",
            "one of them, and not the same one, no rule can know.",
        ),
    ]
