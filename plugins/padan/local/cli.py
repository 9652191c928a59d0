"""The command line of the local servers."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from padan.errors import DataProblem
from padan.local import background, commands, sources, warehouse
from padan.local.documents import write_documents
from padan.local.errors import LocalError
from padan.local.paths import HomePaths
from padan.local.postgres import program
from padan.local.warehouse import DatabaseUris, embedded_databases
from padan.settings import Settings, SettingsError


def main(arguments: list[str]) -> int:
    """Runs one command; a problem that has a remedy is told in one message, without a traceback."""
    parser = _parser()
    options, rest = parser.parse_known_args(arguments)
    if rest and options.run is not _psql:
        parser.error(f"there is no option {' '.join(rest)}")
    options.rest = rest
    try:
        settings = Settings.from_environ(os.environ)
        code: int = options.run(settings, options)
        return code
    except (SettingsError, LocalError, DataProblem) as error:
        print(f"padan: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("padan: stopped", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m padan.local", description=__doc__)
    subparsers = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, run: object, text: str) -> argparse.ArgumentParser:
        added = subparsers.add_parser(name, help=text, description=text)
        added.set_defaults(run=run)
        return added

    uri = command("warehouse-uri", _warehouse_uri, "print the warehouse's URI, and nothing else")
    uri.add_argument("--role", choices=("reader", "loader", "owner"), default="reader")
    command("psql", _psql, "open a prompt in the warehouse, for reading")
    command("prepare-warehouse", _prepare_warehouse, "make roles, database and tables on a server of yours")
    demo = command("demo", _demo, "run one simulated month from files to products")
    demo.add_argument("--scale", type=float, default=1.0, help="1 is the regency's real size")
    month = command("month", _month, "run a month of your own files, and the earlier ones before it")
    month.add_argument("--period", required=True, help="the month, as 2026-01")
    month.add_argument("--source", help="folder or URI of the files; else PADAN_SOURCE_ROOT")
    simulate = command("simulate", _simulate, "write synthetic sources with the truth beside them")
    simulate.add_argument("--out", required=True, type=Path)
    simulate.add_argument("--months", required=True, help="as 2026-01,2026-02")
    simulate.add_argument("--scale", type=float, default=1.0)
    simulate.add_argument("--seed", type=int, default=1)
    simulate.add_argument("--profile", default=sources.PLAIN, help="plain, or messy with every shape")
    person = command(
        "person", _person, "tell one person's history; asks for NIK, KPJ or name on a prompt or stdin"
    )
    person.add_argument(
        "--reason", default="", help="why you look, without NIK or KPJ: it is noted with your login"
    )
    person.add_argument("--out", type=Path, help="also write a page to print and hand out, as riwayat.html")
    command("up", _up, "start Airflow with its UI in the background")
    command("serve", _serve, "run Airflow until it is ended; what 'up' starts in the background")
    command("down", _down, "stop Airflow and the embedded PostgreSQL")
    command("docs", _docs, "write the reference pages made from contracts and warehouse")
    for name, run, text in (
        ("reproduce", _reproduce, "make a version again from landed bytes and compare every product"),
        ("evidence", _evidence, "write the evidence pack of a version"),
        ("verify", _verify, "name every file of a pack or a report folder that was touched"),
    ):
        audited = command(name, run, text)
        audited.add_argument("--period", default="", help="the month, as 2026-01")
        audited.add_argument("--version", default="", help="its version, as 1")
        audited.add_argument("--pack", type=Path, help="an evidence pack")
        audited.add_argument("--report", type=Path, help="a folder of products, v<version>")
        audited.add_argument("--pdf", type=Path, help="a Berita Acara")
        audited.add_argument("--out", type=Path, help="folder that what is made is written into")
    reset = command("reset", _reset, "remove everything in PADAN_HOME")
    reset.add_argument("--force", action="store_true", help="without asking")
    return parser


def _warehouse_uri(settings: Settings, options: argparse.Namespace) -> int:
    print(getattr(_embedded(settings), options.role))
    return 0


def _psql(settings: Settings, options: argparse.Namespace) -> int:
    command = [str(program("psql")), _embedded(settings).reader, *options.rest]
    return subprocess.run(command, check=False).returncode


def _prepare_warehouse(_: Settings, __: argparse.Namespace) -> int:
    warehouse.prepare_own_server(os.environ)
    return 0


def _demo(settings: Settings, options: argparse.Namespace) -> int:
    commands.demo(settings, options.scale)
    return 0


def _month(settings: Settings, options: argparse.Namespace) -> int:
    commands.month(settings, options.period, options.source)
    return 0


def _simulate(_: Settings, options: argparse.Namespace) -> int:
    made = sources.Simulated(options.months.split(","), options.scale, options.seed, options.profile)
    sources.simulate(options.out.absolute(), made)
    print(f"Sources: {options.out.absolute()}")
    return 0


def _docs(settings: Settings, _: argparse.Namespace) -> int:
    for path in write_documents(_embedded(settings)):
        print(path)
    return 0


def _reproduce(settings: Settings, options: argparse.Namespace) -> int:
    # Imported here: the other commands need none of it.
    from padan.local import audit

    which = audit.Which(options.period, options.version)
    return 0 if audit.reproduce_version(settings, which, options.pack, options.out) else 1


def _evidence(settings: Settings, options: argparse.Namespace) -> int:
    # Imported here: the other commands need none of it.
    from padan.local import audit

    print(audit.write_evidence(settings, audit.Which(options.period, options.version), options.out))
    return 0


def _verify(settings: Settings, options: argparse.Namespace) -> int:
    # Imported here: the other commands need none of it.
    from padan.local import audit

    which = audit.Which(options.period, options.version)
    return audit.verify_evidence(settings, which, options.pack or options.report, options.pdf)


def _person(settings: Settings, options: argparse.Namespace) -> int:
    # Imported here: the other commands need none of it.
    from padan.local import person

    return person.tell_history(settings, options.reason, options.out)


def _up(settings: Settings, _: argparse.Namespace) -> int:
    first, *signers = background.up(settings)
    print(f"Airflow   {first.url}\nUser      {first.user}\nPassword  {first.password}")
    for access in signers:
        print(f"Signer    {access.user}\nPassword  {access.password}")
    print("End it with 'make down'.")
    return 0


def _serve(settings: Settings, _: argparse.Namespace) -> int:
    background.serve(settings)
    return 0


def _down(settings: Settings, _: argparse.Namespace) -> int:
    background.down(settings)
    return 0


def _reset(settings: Settings, options: argparse.Namespace) -> int:
    commands.reset(settings, options.force)
    return 0


def _embedded(settings: Settings) -> DatabaseUris:
    if settings.warehouse_uri is not None:
        raise LocalError(
            "PADAN_WAREHOUSE_URI names a server of yours: connect to it with the reader's role that you "
            "gave it, or unset PADAN_WAREHOUSE_URI to use the embedded server"
        )
    return embedded_databases(HomePaths(settings.home))
