"""The tables of a Berita Acara Perubahan: what the version changes against the final one."""

from __future__ import annotations

from typing import Any

from padan.products.bridge import MONEY_ONLY
from padan.products.labels import Labels
from padan.products.month import Amount, Month
from padan.products.numbers import Numbers, numbers

Table = dict[str, Any]
Words = dict[str, Any]


def amendment(month: Month, labels: Labels, words: Words) -> Table | None:
    """The bridge's lines that differ, persons and rupiah before, after and their difference; the rows that moved."""
    changed = month.amendment
    if changed is None:
        return None
    figures = numbers(month.language)
    facts = {"amends": changed.amends_version, "rows": figures.integer(changed.rows_changed)}
    rows = []
    for label in labels.bridge:
        before = Amount(*changed.before.get(label.line, (0, 0)))
        after = month.bridge.get(label.line, Amount())
        if before != after:
            rows.append([label.label, *_difference(label.line, before, after, figures)])
    moves = [
        [
            labels.of("sides", row["side"]),
            _outcome(row["outcome_before"], labels, words),
            _outcome(row["outcome_after"], labels, words),
            figures.integer(row["persons"]),
        ]
        for row in changed.moves
    ]
    return {
        "statement": words["statement"].format(**facts),
        "intro": words["intro"].format(**facts),
        "header": [words[key] for key in ("line", *("before", "after", "difference") * 2)],
        "groups": [words["people"], words["rupiah"]],
        "rows": rows,
        "unchanged": words["unchanged"] if not rows else words["others"],
        "moves_intro": words["moves_intro"].format(**facts),
        "moves_header": [words[key] for key in ("side", "outcome_before", "outcome_after", "rows")],
        "moves": moves,
    }


def _difference(line: str, before: Amount, after: Amount, figures: Numbers) -> list[str]:
    persons = ["–"] * 3
    if line != MONEY_ONLY:
        persons = [
            figures.integer(before.persons),
            figures.integer(after.persons),
            figures.signed(after.persons - before.persons),
        ]
    return [
        *persons,
        figures.integer(before.rupiah),
        figures.integer(after.rupiah),
        figures.signed(after.rupiah - before.rupiah),
    ]


def _outcome(outcome: str | None, labels: Labels, words: Words) -> str:
    return words["absent"] if outcome is None else labels.of("outcomes", outcome)
