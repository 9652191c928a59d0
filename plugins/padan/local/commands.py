"""The commands that run months: demo, month, simulate; and reset."""

from __future__ import annotations

import shutil
import sys
import time
from dataclasses import replace
from pathlib import Path

from padan.local import background, sources
from padan.local.errors import LocalError
from padan.local.month_run import Job, databases, run_months, show_month
from padan.paths import PROJECT
from padan.settings import Settings, parse_source_root

DEMO_PERIOD = "2026-01"
DEMO_SEED = 1
DEMO_SECONDS = 15 * 60.0
MONTH_SECONDS = 4 * 3600.0


def demo(settings: Settings, scale: float) -> None:
    """A whole simulated month from files to products."""
    began = time.monotonic()
    with databases(settings) as where:
        print(f"Simulating the sources of {DEMO_PERIOD} at {scale:g} of real size ...", flush=True)
        made_from = sources.Simulated([DEMO_PERIOD], scale, DEMO_SEED)
        root = sources.demo_sources(settings.home / "demo", made_from)
        print(f"Sources: {root} ({time.monotonic() - began:.0f} s)", flush=True)
        settings = replace(settings, source_root=str(root))
        run_months(Job(settings, [DEMO_PERIOD], True, DEMO_SECONDS), where)
        show_month(settings, where, DEMO_PERIOD)
    print(
        f"\nDone in {time.monotonic() - began:.0f} s. Next: 'make up' shows the runs, 'make psql' the data."
    )


def month(settings: Settings, period: str, source: str | None) -> None:
    """The same for somebody's own files: every month that `source` holds up to `period`."""
    if source is not None:
        settings = replace(settings, source_root=_checked_source(source))
    periods = sources.months_to_reconcile(settings.source_root, period)
    with databases(settings) as where:
        run_months(Job(settings, periods, False, MONTH_SECONDS), where)
        show_month(settings, where, period)


def reset(settings: Settings, force: bool) -> None:
    """Stops the servers and removes everything in PADAN_HOME, after asking."""
    home = settings.home
    if not home.exists():
        print(f"There is nothing in {home}")
        return
    if home == Path.home() or PROJECT.is_relative_to(home):
        raise LocalError(
            f"PADAN_HOME is {home}, which holds more than Padan's own files: remove those by hand"
        )
    if not force:
        if not sys.stdin.isatty():
            raise LocalError("there is nobody to ask; in a script say FORCE=1")
        if input(f"Remove everything in {home}? Type yes: ").strip().lower() != "yes":
            print("Nothing was removed.")
            return
    background.down(settings)
    _remove_content(home)
    print(f"Removed everything in {home}")


def _remove_content(home: Path) -> None:
    for path in sorted(home.iterdir()):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _checked_source(source: str) -> str:
    try:
        return parse_source_root(source)
    except ValueError as error:
        raise LocalError(f"SOURCE: {error}") from None
