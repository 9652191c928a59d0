from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from tests.unit.simulation.worlds import MONTHS, SimulatedWorld

VILLAGE = (
    "superseded", "rejected", "duplicate_in_file", "withdrawn", "duplicate_across_villages", "ineligible",
    "matched", "matched_different", "matched_by_inference", "inactive_at_branch", "ambiguous", "in_process",
    "not_at_branch",
)  # fmt: skip
BRANCH = (
    "rejected", "inactive_at_branch", "duplicate_at_branch", "matched", "matched_different",
    "matched_by_inference", "billed_after_exit", "ambiguous", "not_submitted",
)  # fmt: skip
INELIGIBLE = ("under_age", "over_age", "formal_worker", "deceased", "double_funded", "public_servant")
DIFFERENCES = ("name", "birth_date", "sex", "village", "group", "funder", "contribution")
PAIRED = ("matched", "matched_different", "matched_by_inference")


def all_rows(*worlds: SimulatedWorld) -> list[dict[str, str]]:
    return [row for world in worlds for period in MONTHS for row in world.truth(period)]


@pytest.mark.parametrize(
    ("side", "outcome"),
    [*(("village", name) for name in VILLAGE), *(("branch", name) for name in BRANCH)],
)
def test_every_outcome_occurs_and_no_other(
    few_villages: SimulatedWorld, regency: SimulatedWorld, side: str, outcome: str
) -> None:
    rows = all_rows(few_villages, regency)
    assert any((row["side"], row["outcome"]) == (side, outcome) for row in rows)
    known = {"village": VILLAGE, "branch": BRANCH}
    assert all(row["outcome"] in known[row["side"]] for row in rows)


@pytest.mark.parametrize("reason", INELIGIBLE)
def test_every_reason_of_ineligible_occurs(few_villages: SimulatedWorld, reason: str) -> None:
    assert any(row["outcome"] == "ineligible" and row["reason"] == reason for row in all_rows(few_villages))


@pytest.mark.parametrize("reason", DIFFERENCES)
def test_every_difference_occurs(few_villages: SimulatedWorld, reason: str) -> None:
    different = [row for row in all_rows(few_villages) if row["outcome"] == "matched_different"]
    assert any(reason in row["reason"].split(",") for row in different)


def test_exits_are_in_process_first_and_plain_later(few_villages: SimulatedWorld) -> None:
    reasons = {row["reason"] for row in all_rows(few_villages) if row["outcome"] == "billed_after_exit"}
    assert reasons == {"exit_in_process", ""}


def test_a_pair_is_one_row_of_each_side(few_villages: SimulatedWorld) -> None:
    for period in MONTHS:
        pairs = defaultdict(list)
        for row in few_villages.truth(period):
            assert bool(row["pair"]) or row["outcome"] not in PAIRED
            if row["pair"]:
                pairs[row["pair"]].append(row)
        assert pairs
        for village, branch in pairs.values():
            assert (village["side"], branch["side"]) == ("village", "branch")
            assert village["person"] == branch["person"]
            same = village["outcome"] == branch["outcome"]
            exit_pair = village["outcome"] in {"withdrawn", "ineligible"}
            assert same or (exit_pair and branch["outcome"] == "billed_after_exit")


def test_both_sides_count_the_same_matches(regency: SimulatedWorld) -> None:
    for period in MONTHS:
        outcomes = regency.month(period)["outcomes"]
        for name in PAIRED:
            assert outcomes["village"].get(name, 0) == outcomes["branch"].get(name, 0)


def test_whole_numbers_need_no_inference(few_villages: SimulatedWorld) -> None:
    rows = all_rows(few_villages)
    inferred = [row for row in rows if row["outcome"] == "matched_by_inference"]
    assert {row["needs"] for row in inferred} == {"inference"}
    assert not any(row["also"] for row in rows if row["needs"] == "same_nik")


def test_a_careful_rule_leaves_more_to_people_and_never_guesses(few_villages: SimulatedWorld) -> None:
    """What it decides otherwise is asked of a person, not found, or follows from it at the branch."""
    rows = [row for row in all_rows(few_villages) if row["also"]]
    assert len(rows) < 0.005 * len(all_rows(few_villages))
    assert {row["also"] for row in rows} <= {
        "ambiguous", "rejected", "-", "not_submitted", "billed_after_exit", "not_at_branch", "in_process",
    }  # fmt: skip


def test_a_person_has_one_covered_partner_at_most(few_villages: SimulatedWorld) -> None:
    for period in MONTHS:
        partners = Counter(
            row["person"] for row in few_villages.truth(period)
            if row["side"] == "village" and row["outcome"] in PAIRED
        )  # fmt: skip
        assert max(partners.values()) == 1


def test_submission_statuses_occur(regency: SimulatedWorld) -> None:
    seen = Counter(
        status for period in MONTHS for status in regency.month(period)["submission_status"].values()
    )
    assert set(seen) == {"received", "late", "missing", "nil", "refused", "carried_forward"}
    for period in MONTHS:
        assert len(regency.month(period)["refused_files"]) == 2
