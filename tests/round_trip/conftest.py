"""A messy month of some villages (ROUND_TRIP_VILLAGES, 40 by default), published with its workbooks."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.conftest import Server, made_warehouse
from tests.support.months import Office

from padan.feedback.gather import correction_jobs
from padan.feedback.model import CorrectionJob
from padan.simulation import simulate

PERIOD = "2026-01"
VILLAGES = int(os.environ.get("ROUND_TRIP_VILLAGES", "40"))
ROWS_SCALE = float(os.environ.get("ROUND_TRIP_SCALE", "0.1"))


@dataclass(frozen=True)
class Month:
    """The month after its first publication.

    Attributes:
        office: the Padan that did it.
        folder: the products.
        jobs: what each correction workbook was made from.
    """

    office: Office
    folder: Path
    jobs: list[CorrectionJob]

    def corrected(self, job: CorrectionJob) -> Path:
        return self.folder / "koreksi" / job.target.name


@pytest.fixture(scope="session")
def month(postgres_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Month]:
    root = tmp_path_factory.mktemp("round_trip")
    limit = None if VILLAGES >= 435 else VILLAGES
    simulate(root / "sources", [PERIOD], scale=ROWS_SCALE, seed=3, villages_limit=limit, profile="messy")
    # What is given back depends on the villages' files alone; a month needs the branch's beside them.
    for other in ("registry", "exclusions"):
        shutil.rmtree(root / "sources" / other)
    with made_warehouse(postgres_server) as warehouse:
        office = Office(warehouse.loader_uri, root / "home", root / "sources")
        for feed in ("village_submissions", "bpjs_branch_export"):
            office.bring_in(feed)
        version = office.reckon(PERIOD)["version"]
        office.publish(PERIOD, version)
        folder = office.home / "reports" / PERIOD / f"v{version}"
        with office.engine.connect() as connection:
            landing = office.home / "landing"
            jobs = list(correction_jobs(connection, PERIOD, version, landing, folder / "koreksi"))
        yield Month(office, folder, jobs)
