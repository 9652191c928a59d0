"""The sources a local run reads: simulated ones for the demo, and which months somebody's own files hold."""

from __future__ import annotations

import hashlib
import importlib
import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from padan.local.errors import LocalError
from padan.paths import INCLUDE

PLAIN = "plain"

_PERIOD = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_MONTHLY_FEEDS = ("village_submissions", "bpjs")


@dataclass(frozen=True)
class Simulated:
    """What simulated sources are made from, beside the code.

    Attributes:
        months: consecutive, as 2026-01.
        scale: 1 is Bogor's real size.
        seed: another seed, other people.
        profile: ``plain``, or ``messy`` with every shape a village may send.
    """

    months: Sequence[str]
    scale: float
    seed: int
    profile: str = PLAIN


def simulate(out: Path, made_from: Simulated) -> None:
    """Writes synthetic sources, with the truth beside them, into `out`."""
    for month in made_from.months:
        check_period(month)
    simulation = importlib.import_module("padan.simulation")
    try:
        simulation.simulate(
            out,
            months=list(made_from.months),
            scale=made_from.scale,
            seed=made_from.seed,
            profile=made_from.profile,
        )
    except ValueError as error:
        raise LocalError(f"cannot simulate: {error}") from error


def demo_sources(folder: Path, made_from: Simulated) -> Path:
    """The simulated sources of the demo, made anew only if what they are made from has changed.

    The record is written last: a simulation that was broken off is made again.
    """
    sources, record = folder / "sources", folder / "simulated.json"
    wanted = {**asdict(made_from), "months": list(made_from.months), "code": _simulation_hash()}
    if record.exists() and json.loads(record.read_text("utf-8")) == wanted and sources.is_dir():
        return sources
    record.unlink(missing_ok=True)
    shutil.rmtree(sources, ignore_errors=True)
    sources.mkdir(parents=True)
    simulate(sources, made_from)
    record.write_text(json.dumps(wanted), "utf-8")
    return sources


def check_period(period: str) -> str:
    """Returns `period` if it is a month as 2026-01.

    Raises:
        LocalError: it is not.
    """
    if not _PERIOD.fullmatch(period):
        raise LocalError(f"{period!r} is not a month; write it as 2026-01")
    return period


def months_to_reconcile(source_root: str, period: str) -> list[str]:
    """The months up to `period` for which both monthly feeds hold a folder with something in it, in order.

    Of a source that is not a folder of this machine only `period` is known; the earlier ones are still done
    first, as the DAGs find them.

    Raises:
        LocalError: `period` itself lacks one of the two feeds.
    """
    check_period(period)
    if "://" in source_root and not source_root.startswith("file://"):
        return [period]
    root = Path(source_root.removeprefix("file://"))
    held = [_months_of(root / feed) for feed in _MONTHLY_FEEDS]
    for feed, months in zip(_MONTHLY_FEEDS, held, strict=True):
        if period not in months:
            raise LocalError(
                f"{root / feed / period} holds no file: a month needs the villages' and the branch's"
            )
    return sorted(month for month in set.intersection(*held) if month <= period)


def _months_of(feed: Path) -> set[str]:
    if not feed.is_dir():
        return set()
    return {
        folder.name
        for folder in feed.iterdir()
        if _PERIOD.fullmatch(folder.name) and any(path.is_file() for path in folder.rglob("*"))
    }


def _simulation_hash() -> str:
    """Changes with the simulation's code and the reference data it is built from."""
    package: Any = importlib.import_module("padan.simulation")
    files = [*Path(package.__file__).parent.rglob("*"), *(INCLUDE / "reference").rglob("*")]
    digest = hashlib.sha256()
    for path in sorted(path for path in files if path.is_file() and path.suffix != ".pyc"):
        digest.update(path.name.encode("utf-8") + b"\0" + path.read_bytes())
    return digest.hexdigest()
