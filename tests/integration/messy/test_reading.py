"""A messy month through the reader, against the truth of every file, row and cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.messy_truth import Proof, prove
from tests.integration.messy.conftest import MONTHS


@pytest.fixture(scope="module", params=MONTHS)
def proof(request: pytest.FixtureRequest, messy: Path) -> Proof:
    return prove(messy, request.param)


def test_every_promise_holds(proof: Proof) -> None:
    assert proof.broken_promises() == []


def test_every_value_is_read_as_written(proof: Proof) -> None:
    others = {kind: places[:5] for kind, places in proof.differences.items()}
    assert others == {}


def test_something_was_compared(proof: Proof) -> None:
    assert proof.rows > 1_500
    assert proof.files["refused"] >= 20
    assert len(proof.niks) >= 12
