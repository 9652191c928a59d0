"""What a look found, told month by month in words: pure functions on its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from padan.history.headline import Headlines, exit_row
from padan.history.look import Answer, Row
from padan.linkage.words import explain
from padan.products.labels import Labels
from padan.products.numbers import Numbers, numbers
from padan.texts import read_texts


@dataclass(frozen=True)
class MonthStory:
    """One month of one person.

    Attributes:
        period: the month in words.
        version: version and status of the month in words.
        state: 'covered', 'in_process' or 'uncovered'.
        headline: whether the person is protected, and why (not).
        lines: (what, told): submitted, checked, identified, outcome, branch, card, arrears, case.
    """

    period: str
    version: str
    state: str
    headline: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PersonStory:
    """One person: who it is (facts, the NIK masked) and their months, the newest first."""

    facts: tuple[tuple[str, str], ...]
    months: tuple[MonthStory, ...]


def tell(answer: Answer, labels: Labels) -> list[PersonStory]:
    """Tell every person a look found; the months since the first with data, also those without a row of theirs."""
    teller = _Teller(labels)
    return [teller.person(person, answer) for person in answer.people]


class _Teller:
    """Words and figures of one language."""

    def __init__(self, labels: Labels) -> None:
        self.labels = labels
        self.language = labels.language
        self.words: dict[str, Any] = read_texts(labels.language, "riwayat")
        self.figures: Numbers = numbers(labels.language)
        self.headlines = Headlines(labels, self.words, self.figures)

    def person(self, person: Row, answer: Answer) -> PersonStory:
        """One person's facts and months."""
        words = self.words["facts"]
        village = self._place(person["village"], person["district"])
        registry = words["no_registry"]
        if person["registry"]:
            registry = words["registry"].format(
                registry=str(person["registry"]).upper(), desil=person["desil"] or words["unknown"]
            )
        elif not person["registry_in_force"]:
            registry = words["no_registry_yet"]
        born = person["birth_date"]
        facts = (
            (words["name"], person["name"] or words["unknown"]),
            (words["nik"], person["nik_shown"] or words["unknown"]),
            (words["birth_date"], self.figures.date(born) if born else words["unknown"]),
            (words["village"], village),
            (words["poverty"], registry),
        )
        place = person["place"]
        rows = [row for row in answer.rows if row["place"] == place]
        cases = [case for case in answer.cases if case["place"] == place]
        months = [
            self._month(
                month,
                [row for row in rows if row["period"] == month["period"]],
                exit_row(rows, month["period"]),
                [case for case in cases if case["period"] == month["period"]],
            )
            for month in answer.months
        ]
        return PersonStory(facts, tuple(reversed(months)))

    def _month(self, month: Row, rows: Sequence[Row], left: Row | None, cases: Sequence[Row]) -> MonthStory:
        villages = [row for row in rows if row["side"] == "village"]
        cards = [row for row in rows if row["side"] == "branch"]
        state, headline = self.headlines.of(villages, cards, left)
        lines = [line for row in villages for line in self._village_lines(row)]
        lines += [line for row in cards for line in self._branch_lines(row)]
        lines += [self._case_line(case) for case in cases]
        status = self.labels.of("version_status", month["status"])
        return MonthStory(
            self.figures.period(month["period"]),
            self.words["version"].format(version=month["version"], status=status.lower()),
            state,
            headline,
            tuple(lines),
        )

    def _village_lines(self, row: Row) -> list[tuple[str, str]]:
        words = self.words["lines"]
        kind = words["carried"] if row["carried"] else words["sent"]
        submitted = kind.format(
            place=self._place(row["village"], row["district"]),
            address=self._address(row),
            day=self.figures.date(row["received_on"]),
        )
        label = words["submitted" if row["surely"] else "perhaps_submitted"]
        lines = [(label, submitted), (words["checked"], self._checked(row))]
        if row["match_method"]:
            lines.append((words["identified"], self._identified(row)))
        outcome = self.labels.of("outcomes", row["outcome"])
        if row["reason"]:
            outcome += f" ({self.headlines.reason(row)})"
        return [*lines, (words["outcome"], outcome)]

    def _checked(self, row: Row) -> str:
        severities = self.labels.words["severity"]
        found = [
            f"{severities[rule['severity']]} {rule['rule_id']}: {rule[self.language]}"
            for rule in row["broken"] or ()
        ]
        return " ".join(found) or str(self.words["lines"]["no_finding"])

    def _identified(self, row: Row) -> str:
        text = str(self.words["methods"][row["match_method"]])
        if row["match_weight"] is not None:
            weight = f"{row['match_weight']:.2f}".replace(".", self.figures.decimal)
            text += self.words["weight"].format(weight=weight)
        if row["contributions"]:
            text += f" ({explain(row['contributions'], self.language)})"
        return text

    def _branch_lines(self, row: Row) -> list[tuple[str, str]]:
        words = self.words["lines"]
        parts = [
            words["kpj"].format(kpj=row["kpj_shown"] or "–"),
            words["status"].format(status=row["status_raw"] or "–"),
            words["contribution"].format(months=self._span(row), rupiah=self.figures.rupiah(row["rupiah"])),
        ]
        if row["paid_on"]:
            parts.append(words["paid_on"].format(day=self.figures.date(row["paid_on"])))
        if row["member_since"]:
            parts.append(words["member_since"].format(day=self.figures.date(row["member_since"])))
        parts.append(f"{self._address(row)}")
        outcome = self.labels.of("outcomes", row["outcome"])
        label = words["branch" if row["surely"] else "perhaps_card"]
        lines = [(label, "; ".join(parts)), (words["branch_outcome"], outcome)]
        if row["card_raw"]:
            lines.append((words["card"], row["card_raw"]))
        if row["months_unpaid"]:
            text = words["unpaid"].format(months=row["months_unpaid"])
            lines.append((words["arrears"], text + (" " + words["lapses"] if row["lapses_next"] else "")))
        return lines

    def _span(self, row: Row) -> str:
        if not row["paid_to"]:
            return str(self.words["lines"]["no_months"])
        first, last = row["paid_from"] or row["paid_to"], row["paid_to"]
        return (
            self.figures.period(last)
            if first == last
            else f"{self.figures.period(first)}–{self.figures.period(last)}"
        )

    def _case_line(self, case: Row) -> tuple[str, str]:
        words = self.words["case"]
        parts = [
            case["case_code"],
            self.labels.of("causes", case["cause"]),
            words["status"][case["status"]],
        ]
        if case["status"] == "open":
            parts.append(words["owner"].format(owner=self.labels.of("owners", case["owner"])))
        for key, office in (("disnaker_said", "disnaker"), ("branch_said", "branch")):
            if case[key]:
                said = "said" if case[key]["governs"] else "said_before"
                parts.append(
                    words[said].format(
                        office=self.labels.of("owners", office), verdict=case[key][self.language]
                    )
                )
        if case["asked_of_branch"]:
            parts.append(words["asked"].format(what=words["kinds"][case["asked_of_branch"]]))
        if case["branch_did"]:
            parts.append(words["did"].format(what=words["results"][case["branch_did"]]))
        return words["title"], "; ".join(parts)

    def _place(self, village: str | None, district: str | None) -> str:
        if not village:
            return str(self.words["facts"]["unknown"])
        return str(self.words["place"]).format(village=village, district=district)

    def _address(self, row: Row) -> str:
        words = self.words["lines"]
        sheet = words["sheet"].format(sheet=row["sheet"]) if row["sheet"] else ""
        return str(words["address"]).format(file=row["file_name"], sheet=sheet, row=row["row_number"])
