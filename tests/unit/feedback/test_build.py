"""A workbook that cannot be made with everything is made with less, and there is always one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from tests.support.returned import correction, sent_file
from tests.unit.feedback.conftest import Write

from padan.feedback.build import _with_less
from padan.feedback.model import Built, CorrectionJob
from padan.products.errors import ProductError
from padan.workers import Breach, Done, Failed, Result

BUILT = Built("0" * 64, 1, 1, 0)


def run_where(fits: Callable[[CorrectionJob], bool]) -> Callable[[Iterable[CorrectionJob]], Iterator[Result]]:
    def run(jobs: Iterable[CorrectionJob]) -> Iterator[Result]:
        return iter([Done(BUILT) if fits(job) else Breach("memory") for job in jobs])

    return run


@pytest.mark.parametrize(
    ("fits", "attempts"),
    [
        (lambda job: True, 1),
        (lambda job: job.from_cells, 2),
        (lambda job: not any(file.returned for file in job.files), 3),
    ],
)
def test_it_tries_with_less(
    workbook: Write, tmp_path: Path, fits: Callable[[CorrectionJob], bool], attempts: int
) -> None:
    job = correction(tmp_path, sent_file(workbook()))
    tried: list[CorrectionJob] = []

    def run(jobs: Iterable[CorrectionJob]) -> Iterator[Result]:
        made = list(jobs)
        tried.extend(made)
        return run_where(fits)(made)

    assert _with_less([job], run) == {job.place.code: BUILT}
    assert len(tried) == attempts


def test_what_cannot_be_made_at_all_stops_the_publication(workbook: Write, tmp_path: Path) -> None:
    job = correction(tmp_path, sent_file(workbook()))
    with pytest.raises(ProductError, match=job.place.code):
        _with_less([job], lambda jobs: iter([Failed("ValueError", "x:1") for _ in jobs]))
