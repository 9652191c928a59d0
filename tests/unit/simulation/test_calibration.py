from __future__ import annotations

import pytest
from tests.unit.simulation.worlds import SimulatedWorld

from padan.simulation.reference import data, villages
from padan.simulation.world import village_sizes


def test_full_size_is_the_published_size() -> None:
    sizes = village_sizes(seed=1, scale=1)
    assert len(sizes) == 435
    assert sum(size["pekerja_rentan"] for size in sizes) == 44_259
    assert sum(size["marbot"] for size in sizes) == 3_581


@pytest.mark.parametrize("scale", [0.001, 0.01, 0.05, 0.5, 2])
def test_every_village_has_somebody_at_any_scale(scale: float) -> None:
    assert min(size["pekerja_rentan"] for size in village_sizes(seed=1, scale=scale)) >= 1


def test_printed_totals_are_the_contract_in_the_first_month(regency: SimulatedWorld) -> None:
    printed = {
        (total["funding_source"], total["participant_group"]): (total["persons"], total["rupiah"])
        for total in regency.month("2026-01")["printed_totals"]
    }
    assert printed["apbd_provinsi", "pekerja_rentan"] == (2_213, 2_213 * 16_800)
    assert printed["apbd_kabupaten", "marbot"] == (179, 179 * 16_800)


def test_villages_list_about_as_many_as_are_enrolled(few_villages: SimulatedWorld) -> None:
    enrolled = sum(size["pekerja_rentan"] + size["marbot"] for size in village_sizes(3, 1)[:45])
    listed = [row for row in few_villages.truth("2026-01") if row["side"] == "village"]
    assert enrolled * 0.9 < len(listed) < enrolled * 1.1


def test_later_months_bring_other_groups_and_funders(few_villages: SimulatedWorld) -> None:
    rows = few_villages.truth("2026-03")
    assert {row["participant_group"] for row in rows} == {"pekerja_rentan", "marbot", "guru_ngaji"}
    assert {row["funding_source"] for row in rows} == {"apbd_provinsi", "apbd_kabupaten", "apbdes"}


def test_rates_leave_most_people_without_a_fault() -> None:
    assert sum(data("rates")["enrolled"].values()) < 0.1


def test_a_village_serial_is_never_shared() -> None:
    assert len(villages()) <= 435
