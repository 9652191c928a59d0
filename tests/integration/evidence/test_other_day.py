"""Made again years later: every program that takes part is told another day, the database server as well."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.integration.evidence.conftest import FIRST, Archive
from tests.support.months import digests

from padan.paths import PROJECT

pytestmark = pytest.mark.timeout(1200)

DAYS = 1700
"""Another year, month and weekday, past a leap day."""
CLOCK = Path(__file__).parents[2] / "support" / "other_day.c"

# What each program takes for today is asked right before it does its part.
LATER = """
import json, subprocess, sys
from datetime import datetime
from pathlib import Path
import psycopg2
from padan.evidence.holdings import from_pack
from padan.local import reproduce

pack, folder = map(Path, sys.argv[1:])
days = {"caller": datetime.now().date().isoformat()}
replay = reproduce._run

def observed(code, plan, environment):
    with psycopg2.connect(environment["WAREHOUSE_OWNER_URI"]) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT now()::date::text, CURRENT_DATE::text, clock_timestamp()::date::text")
        days["now()"], days["CURRENT_DATE"], days["clock_timestamp()"] = cursor.fetchone()
    ask = "import datetime; print(datetime.date.today())"
    asked = [sys.executable, "-c", ask]
    days["replay"] = subprocess.check_output(asked, env=environment, text=True).strip()
    days["without an environment"] = subprocess.check_output(asked, env={}, text=True).strip()
    replay(code, plan, environment)

reproduce._run = observed
said = []
same = reproduce.reproduce(from_pack(pack, folder / "unpacked"), "id", folder / "out", said.append)
print(json.dumps({"same": same, "said": said, "days": days}))
"""


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that moves the clock."""
    compiler = shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("moving the clock of a database server needs a C compiler and Linux")
    library = tmp_path_factory.mktemp("clock") / "other_day.so"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o", library, CLOCK], check=True
    )
    return library


def test_every_product_is_the_same_years_later(archive: Archive, clock: Path, tmp_path: Path) -> None:
    pack = archive.pack(FIRST, 1, tmp_path / "bukti.zip")
    environment = os.environ | {
        "LD_PRELOAD": str(clock),
        "TEST_CLOCK_DAYS": str(DAYS),
        "PYTHONPATH": f"{PROJECT / 'plugins'}{os.pathsep}{PROJECT}",
        "TZ": "America/Anchorage",
    }
    before = datetime.now(UTC)
    command = [sys.executable, "-c", LATER, str(pack), str(tmp_path)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    told = json.loads(done.stdout.splitlines()[-1])
    # The database's day is UTC's, a program's that of its time zone.
    days = [before + timedelta(days=DAYS + more) for more in (-1, 0, 1)]
    assert set(told["days"].values()) <= {day.date().isoformat() for day in days}, told["days"]
    assert len(told["days"]) == 6
    assert told["same"], told["said"]
    assert digests(tmp_path / "out") == digests(archive.report(FIRST, 1))
