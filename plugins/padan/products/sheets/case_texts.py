"""What the cells of a case say, in the words of a language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping

from padan.linkage.words import explain
from padan.products.labels import Labels
from padan.products.masking import masked_nik
from padan.products.month import Month
from padan.products.numbers import Numbers, numbers
from padan.products.places import Names, names
from padan.products.sheets.differences import Marked, changed
from padan.products.sheets.table import Cell
from padan.products.sheets.verdict_choices import VerdictChoices


@dataclass(frozen=True)
class CaseTexts:
    """Words for the cells of cases, requests and verdicts; `texts` are those of workbook.yaml."""

    month: Month
    labels: Labels
    texts: dict[str, Any]
    names: Names
    numbers: Numbers
    choices: VerdictChoices

    def place(self, village_code: str) -> dict[str, Cell]:
        """District, village and code of an area."""
        return {
            "district": self.names.district_of(village_code),
            "village": self.names.village(village_code),
            "village_code": village_code,
        }

    def village(self, code: str | None) -> str:
        """'Wanaherang, Gunungputri'; '' where none is told."""
        return f"{self.names.village(code)}, {self.names.district_of(code)}" if code else ""

    def reason(self, reason: str | None) -> str:
        """A reason in words."""
        return self.labels.reason(reason, self.month.rules)

    def day(self, day: date | None) -> str:
        """12-05-1980; '' where none is told."""
        return f"{day:%d-%m-%Y}" if day else ""

    def given(self, case: RowMapping, office: str) -> str:
        """The last verdict of an office, with its day; one on what the case was before says so."""
        said = self.choices.said(office, case[f"{office}_verdict"], case[f"{office}_candidate"])
        if not said:
            return ""
        told = f"{said} ({self.day(case[f'{office}_decided_on'])})"
        if case.get(f"{office}_governs", True):
            return told
        about = case[f"{office}_about"]
        if about is None:
            return str(self.texts["given_before_closed"].format(said=told))
        return str(self.texts["given_before"].format(said=told, cause=self.labels.of("causes", about)))

    def why_out(self, case: RowMapping) -> str:
        """How somebody is out whom the branch still bills, and since when; '' where nobody is."""
        if case["exit_outcome"] is None:
            return ""
        why = self.labels.of("outcomes", case["exit_outcome"])
        if case["exit_reason"]:
            why = f"{why}: {self.reason(case['exit_reason'])}"
        return str(self.texts["out_since"].format(why=why, since=case["exit_since"]))

    def partner_record(self, case: RowMapping) -> str:
        """What the other side has otherwise: village, group, funder, contribution."""
        if case["partner_side"] is None:
            return ""
        parts = []
        if case["partner_village_code"] != case["village_code"]:
            parts.append(self.village(case["partner_village_code"]))
        if case["partner_group"] != case["participant_group"]:
            parts.append(self.names.group(case["partner_group"]))
        if case["partner_funder"] != case["funding_source"]:
            parts.append(self.names.funder(case["partner_funder"]))
        if case["partner_rupiah"] != case["rupiah"]:
            parts.append(self.numbers.rupiah(case["partner_rupiah"]))
        return "; ".join(parts)

    def partner_address(self, case: RowMapping) -> str:
        """Where the partner's row stands."""
        if case["partner_side"] is None:
            return ""
        pattern = self.texts["address" if case["partner_sheet"] else "address_text_file"]
        return str(
            pattern.format(
                file=case["partner_path"], sheet=case["partner_sheet"], row=case["partner_row_number"]
            )
        )

    def differences(self, case: RowMapping) -> Marked:
        """What the branch has → what the village has, in every field that the outcome names."""
        if case["partner_side"] is None or case["row_side"] != "village":
            return ()
        fields = {
            "nik": (case["partner_nik_raw"], case["nik_raw"]),
            "name": (case["partner_name"], case["written_name"]),
            "birth_date": (self.day(case["partner_birth_date"]), self.day(case["birth_date"])),
            "sex": (case["partner_sex"], case["sex"]),
            "village": (self.village(case["partner_village_code"]), self.village(case["village_code"])),
            "group": (self.names.group(case["partner_group"]), self.names.group(case["participant_group"])),
            "funder": (self.names.funder(case["partner_funder"]), self.names.funder(case["funding_source"])),
            "contribution": (
                self.numbers.rupiah(case["partner_rupiah"]),
                self.numbers.rupiah(case["rupiah"]),
            ),
        }
        wanted = self._differing(case)
        return changed(
            [
                (self.texts["fields"][field], fields[field][0] or "", fields[field][1] or "")
                for field in wanted
            ]
        )

    def _differing(self, case: RowMapping) -> Sequence[str]:
        if case["cause"] == "matched_different":
            return str(case["reason"] or "").split(",")
        if case["cause"] == "matched_by_inference":
            different = {
                "nik": case["nik"] != case["partner_nik"] or case["nik"] is None,
                "name": _words(case["written_name"]) != _words(case["partner_name"]),
                "birth_date": case["birth_date"] != case["partner_birth_date"],
                "sex": case["sex"] != case["partner_sex"],
            }
            return [field for field, differs in different.items() if differs]
        return ()

    def evidence(self, case: RowMapping, candidates: Sequence[RowMapping]) -> str:
        """Why the two are held to be one person: how the pair was found, what each field adds, and the weight."""
        if case["match_method"] is None:
            return ""
        method = self.texts["methods"][case["match_method"]]
        used = next((one for one in candidates if one["decision"] == "used"), None)
        if used is None:
            return str(method)
        if used["of_partner"]:
            method = self.texts["methods_at_branch"].get(case["match_method"], method)
        return self._weighed(method, used)

    def candidate(self, candidate: RowMapping) -> str:
        """One candidate: who it is, then what speaks for it."""
        who = [
            str(candidate["name"] or "–"),
            f"NIK {candidate['nik']}" if candidate["nik"] else "",
            f"KPJ {candidate['kpj']}" if candidate["kpj"] else "",
            self.day(candidate["birth_date"]),
            self.village(candidate["village_code"]),
            self.texts["candidate_kinds"][candidate["candidate_kind"]],
        ]
        return (
            " · ".join(filter(None, who))
            + "\n"
            + self._weighed(self.texts["methods"][candidate["method"]], candidate)
        )

    def _weighed(self, method: str, candidate: RowMapping) -> str:
        words = explain(candidate["contributions"], self.month.language)
        told = f"{method}: {words}" if words else method
        if candidate["weight"] is None:
            return told
        weight = f"{candidate['weight']:.2f}".replace(".", self.numbers.decimal)
        return str(self.texts["weighed"].format(evidence=told, weight=weight))

    def masked(self, nik: str | None) -> str:
        """A NIK with digits 7 to 16 hidden."""
        return masked_nik(nik)


def case_texts(month: Month, labels: Labels, texts: dict[str, Any], choices: VerdictChoices) -> CaseTexts:
    """The words for a month's cases."""
    return CaseTexts(month, labels, texts, names(month, labels), numbers(month.language), choices)


def _words(name: str | None) -> list[str]:
    """A name's words, whatever their order and case."""
    return sorted((name or "").casefold().split())
