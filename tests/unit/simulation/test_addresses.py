from __future__ import annotations

import pytest
from tests.unit.simulation.worlds import MONTHS, SimulatedWorld, address, list_rows

WITHOUT_OWN_ROWS = {"missing", "carried_forward", "refused"}


def digits(row: list[str]) -> set[str]:
    """The 16-digit numbers of a row, however they are punctuated."""
    plain = (cell.translate({ord(sign): None for sign in " .'"}) for cell in row)
    return {cell for cell in plain if len(cell) == 16 and cell.isdigit()}


@pytest.mark.parametrize("period", MONTHS)
def test_truth_has_exactly_one_row_for_every_written_row(regency: SimulatedWorld, period: str) -> None:
    month = regency.month(period)
    truth = regency.truth(period)
    statuses = month["submission_status"]
    sent = [
        address(row)
        for row in truth
        if row["side"] == "village" and statuses[row["village_code"]] not in WITHOUT_OWN_ROWS
    ]
    written = list_rows(regency.root / "village_submissions" / period, set(month["refused_files"]))
    assert sorted(sent) == sorted(written)
    branch = [address(row) for row in truth if row["side"] == "branch"]
    listed = list_rows(regency.root / "bpjs" / period, {f"rekap_{period}.csv"})
    assert sorted(branch) == sorted(listed)


def test_a_pair_by_same_nik_shows_the_same_nik(few_villages: SimulatedWorld) -> None:
    period = MONTHS[0]
    month = few_villages.month(period)
    villages = list_rows(few_villages.root / "village_submissions" / period, set(month["refused_files"]))
    branch = list_rows(few_villages.root / "bpjs" / period, {f"rekap_{period}.csv"})
    pairs: dict[str, list[set[str]]] = {}
    for row in few_villages.truth(period):
        if row["outcome"] in {"matched", "matched_different"}:
            found = (villages if row["side"] == "village" else branch).get(address(row))
            if found is not None:
                pairs.setdefault(row["pair"], []).append(digits(found))
    checked = [numbers for numbers in pairs.values() if len(numbers) == 2]
    assert len(checked) > 1_000
    assert all(village & card for village, card in checked)


def test_carried_rows_keep_their_address(regency: SimulatedWorld) -> None:
    earlier: set[tuple[str, str, int]] = set()
    carried = 0
    for period in MONTHS:
        statuses = regency.month(period)["submission_status"]
        rows = [row for row in regency.truth(period) if row["side"] == "village"]
        for row in rows:
            if statuses[row["village_code"]] in WITHOUT_OWN_ROWS:
                assert address(row) in earlier
                carried += 1
        earlier |= {address(row) for row in rows}
    assert carried
