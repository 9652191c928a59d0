"""The sentence above a month: whether somebody is protected, and why (not)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from padan.history.look import Row
from padan.products.labels import Labels
from padan.products.numbers import Numbers

ANNULLED = ("superseded", "duplicate_in_file", "duplicate_across_villages", "duplicate_at_branch")
"""Outcomes of a row beside which another row of the person tells more."""


def exit_row(rows: Sequence[Row], period: str) -> Row | None:
    """The newest row, up to a month, by which the person is out: withdrawn or not eligible."""
    out = [
        row
        for row in rows
        if row["surely"] and row["period"] <= period and row["outcome"] in ("withdrawn", "ineligible")
    ]
    return max(out, key=lambda row: str(row["period"]), default=None)


class Headlines:
    """Sentences of one language; they agree with the lines told below them."""

    def __init__(self, labels: Labels, words: dict[str, Any], figures: Numbers) -> None:
        """Sentences in the language of the labels; words are those of riwayat.yaml."""
        self.labels = labels
        self.words = words
        self.figures = figures

    def of(self, villages: Sequence[Row], cards: Sequence[Row], left: Row | None) -> tuple[str, str]:
        """Covered by any card; else the village's row that tells most says why not. Then what may be the person's."""
        listed, held = ([row for row in rows if row["surely"]] for rows in (villages, cards))
        covered = [row for row in held if row["covered"]]
        telling = next((row for row in listed if row["outcome"] not in ANNULLED), None) or next(
            iter(listed), None
        )
        if covered:
            kept = next((row for row in covered if row["outcome"] not in ANNULLED), covered[0])
            state, told = "covered", [self.words["covered"], self._covered(kept, telling, villages, left)]
        else:
            state = "in_process" if telling and telling["outcome"] == "in_process" else "uncovered"
            told = [self.words["uncovered"], self._uncovered(telling, held, villages, cards)]
        return state, " ".join(part for part in told if part)

    def _covered(self, card: Row, telling: Row | None, villages: Sequence[Row], left: Row | None) -> str:
        """What is odd about a card that covers; '' where nothing is."""
        if card["outcome"] == "billed_after_exit" and left is not None:
            return self._why("covered_" + str(left["outcome"]), left)
        if card["outcome"] == "not_submitted" and telling is not None:
            return self._why("covered_row_" + str(telling["outcome"]), telling) or self._why(
                "covered_row", telling
            )
        if card["outcome"] == "not_submitted" and villages:
            return f"{self._why('covered_perhaps', card)} {self._perhaps(villages[0])}"
        return self._why("covered_" + str(card["outcome"]), card)

    def _uncovered(
        self, telling: Row | None, held: Sequence[Row], villages: Sequence[Row], cards: Sequence[Row]
    ) -> str:
        """Why no card covers: by the village's row, the card, or rows that may be the person's."""
        card = next(iter(held), None)
        if telling is not None and card is not None and telling["outcome"] == "inactive_at_branch":
            return self._why("inactive_at_branch", card)
        if telling is None and not villages and card is not None:
            return self._why("card_only", card)
        if telling is None and not villages:
            parts = [self._why("not_listed" if cards else "nowhere", {})]
        else:
            parts = [self._why(str(telling["outcome"]), telling) if telling else self._perhaps(villages[0])]
        if card is not None:
            parts.append(self._why("card_" + str(card["outcome"]), card))
        elif cards:
            parts.append(self._why("perhaps_card", cards[0]))
        elif telling is None and villages:
            parts.append(self._why("no_card", {}))
        return " ".join(part for part in parts if part)

    def _perhaps(self, row: Row) -> str:
        """A village's row that nobody was found for and that may be this person."""
        return self._why("perhaps_" + str(row["outcome"]), row) or self._why("perhaps", row)

    def _why(self, key: str, row: Row) -> str:
        sentence = self.words["why"].get(key, "")
        since = row.get("since")
        return str(sentence).format(
            reason=self.reason(row) if row else "",
            status=row.get("status_raw") or "–",
            since=self.figures.period(since) if since else "",
        )

    def reason(self, row: Row) -> str:
        """Why a row ended as it did, in words."""
        messages = {rule["rule_id"]: rule[self.labels.language] for rule in row["broken"] or ()}
        told = self.labels.reason(row["reason"], messages)
        return told.rstrip(".") or self.words["no_reason"]
