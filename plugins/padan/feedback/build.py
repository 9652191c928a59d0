"""All workbooks of a month, written by worker processes: the worst file of a village costs its formatting, no more."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection

from padan.feedback.gather import correction_jobs, form_jobs
from padan.feedback.model import Built, CorrectionJob, FormJob
from padan.intake.limits import load_limits
from padan.products.errors import ProductError
from padan.workers import Call, Done, Result, shared_pool

log = logging.getLogger(__name__)

CORRECTIONS, FORMS = "koreksi", "formulir"
FOLDER_MODE = 0o700
_CORRECT = "padan.feedback.correction:build_correction"
_FORM = "padan.feedback.form:build_form"
_PRELOAD = ("padan.feedback.correction", "padan.feedback.form")


_Run = Callable[[Iterable[CorrectionJob]], Iterator[Result]]


@dataclass(frozen=True)
class Returned:
    """The workbooks of one kind: folder below the month's, and what was written for each village by its code."""

    folder: str
    built: dict[str, Built]


def build_returned(
    connection: Connection, period: str, version: int, landing: Path, folder: Path, processes: int
) -> list[Returned]:
    """Writes koreksi/ and formulir/ into a folder; the same content gives the same bytes.

    Args:
        connection: reads the warehouse, writes nothing.
        period: 'YYYY-MM'.
        version: a version of the month.
        landing: folder of the landed bytes.
        folder: where the two folders go.
        processes: how many workbooks are written side by side.

    Raises:
        ProductError: a workbook could not be written in any way.
    """
    for name in (CORRECTIONS, FORMS):
        (folder / name).mkdir(mode=FOLDER_MODE)
    corrections = list(correction_jobs(connection, period, version, landing, folder / CORRECTIONS))
    _check_landed(corrections)
    forms = list(form_jobs(connection, period, version, folder / FORMS))
    limits = load_limits()
    with shared_pool(processes, limits["file_memory_bytes"], limits["file_seconds"], _PRELOAD) as pool:
        corrected = _with_less(corrections, lambda jobs: pool.run(Call(_CORRECT, (job,)) for job in jobs))
        filled = _all_done(forms, pool.run(Call(_FORM, (job,)) for job in forms))
    return [Returned(CORRECTIONS, corrected), Returned(FORMS, filled)]


def _check_landed(jobs: Sequence[CorrectionJob]) -> None:
    """Bytes that are gone are our loss, not a village's: no workbook may hide that."""
    gone = sorted({file.path for job in jobs for file in job.files if not file.stored.is_file()})
    if gone:
        raise ProductError(
            f"the landed bytes of {len(gone)} file(s) are gone, the first is {gone[0]}: "
            "restore landing/ below PADAN_HOME from the backup, then publish again"
        )


def _with_less(
    jobs: Sequence[CorrectionJob], run: Callable[[Iterable[CorrectionJob]], Iterator[Result]]
) -> dict[str, Built]:
    """Tries again what failed: first without formatting, then without the sheets; the summary is always there."""
    built: dict[str, Built] = {}
    left = list(jobs)
    for attempt in (_as_it_is, _from_cells, _summary_alone):
        tried = [attempt(job) for job in left]
        results = list(zip(left, run(tried), strict=True))
        built |= {job.place.code: result.value for job, result in results if isinstance(result, Done)}
        left = [job for job, result in results if not isinstance(result, Done)]
        for job, result in results:
            if not isinstance(result, Done):
                log.warning("koreksi %s: %s (%s)", job.place.code, attempt.__name__, _said(result))
    if left:
        codes = ", ".join(job.place.code for job in left)
        raise ProductError(f"no correction workbook could be written for {codes}; the log says why")
    return {code: built[code] for code in sorted(built)}


def _all_done(jobs: Sequence[FormJob], results: Iterable[Result]) -> dict[str, Built]:
    built: dict[str, Built] = {}
    for job, result in zip(jobs, results, strict=True):
        if not isinstance(result, Done):
            raise ProductError(f"the workbook for next month of {job.place.code} failed: {_said(result)}")
        built[job.place.code] = result.value
    return built


def _as_it_is(job: CorrectionJob) -> CorrectionJob:
    return job


def _from_cells(job: CorrectionJob) -> CorrectionJob:
    return replace(job, from_cells=True)


def _summary_alone(job: CorrectionJob) -> CorrectionJob:
    return replace(job, files=tuple(replace(file, returned=False) for file in job.files))


def _said(result: Result) -> str:
    """What a worker said: classes and places only, since a text might quote a cell."""
    return str(result)
