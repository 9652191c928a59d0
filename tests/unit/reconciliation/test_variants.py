"""People who share one NIK: records that contradict each other are of different people."""

import pytest

from padan.reconciliation.variants import Observation, assign_variants


@pytest.mark.parametrize(
    ("story", "known", "contradictions", "expected"),
    [
        ("one record", [None], [], [1]),
        ("three that agree", [None, None, None], [], [1, 1, 1]),
        ("two that contradict", [None, None], [(1, 2)], [1, 2]),
        ("the third agrees with the first", [None, None, None], [(1, 2), (2, 3)], [1, 2, 1]),
        ("the third agrees with both: the first", [None, None, None], [(1, 2)], [1, 2, 1]),
        ("three that all contradict", [None, None, None], [(1, 2), (1, 3), (2, 3)], [1, 2, 3]),
        ("the order of a contradiction says nothing", [None, None], [(2, 1)], [1, 2]),
        ("a person already known keeps the variant", [2, None], [], [2, 2]),
        ("a new one beside two known", [1, 2, None], [(1, 2), (1, 3), (2, 3)], [1, 2, 3]),
        ("known ones keep theirs even if they contradict", [1, 1], [(1, 2)], [1, 1]),
        ("who contradicts one member of a variant is not of it", [1, 1, None], [(2, 3)], [1, 1, 2]),
    ],
)
def test_variants(
    story: str, known: list[int | None], contradictions: list[tuple[int, int]], expected: list[int]
) -> None:
    observations = [Observation(number, variant) for number, variant in enumerate(known, 1)]
    assigned = assign_variants(observations, contradictions)
    assert [assigned[number] for number in range(1, len(known) + 1)] == expected
