"""`make reproduce`: a version made again on an empty warehouse from landed bytes, and compared product by product."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

from padan.evidence.code import code_version
from padan.evidence.errors import EvidenceError
from padan.evidence.holdings import Holdings
from padan.evidence.rules import lay_out_rules
from padan.local import bootstrap
from padan.local.paths import HomePaths
from padan.local.postgres import ADMIN, EmbeddedPostgres
from padan.local.privileges import server_user
from padan.paths import PROJECT
from padan.texts import read_texts
from padan.verification.files import sha256_of
from padan.verification.report import expected_products

Say = Callable[[str], None]


def reproduce(kept: Holdings, language: str, out: Path | None, say: Say = print) -> bool:
    """Make a version again and say for each of its products whether its bytes are the same.

    Args:
        kept: what the version stands on, and its published manifest and seal.
        language: of what is said.
        out: folder that gets the products made; None keeps none of them.
        say: takes one line.

    Returns:
        Whether every product is the same, none is missing and none is too many.
    """
    words = read_texts(language, "evidence")["reproduce"]
    with tempfile.TemporaryDirectory(prefix="padan-reproduce-") as folder:
        work = Path(folder)
        made = _make(kept, work, words, say)
        if out is not None:
            shutil.copytree(made, out, dirs_exist_ok=True)
        return compare(made, kept, words, say)


def _make(kept: Holdings, work: Path, words: dict[str, str], say: Say) -> Path:
    """Replay the history in a warehouse below `work`; return the folder of the products."""
    manifest = kept.manifest()
    if code_version() != manifest["code_version"]:
        say(words["other_code"].format(then=manifest["code_version"], now=code_version()))
    say(words["server"])
    with _empty_warehouse(work / "server") as uris:
        events = _events(kept, words)
        groups = groupby(events, lambda event: event["rules_sha256"])
        for number, (rules_sha256, group) in enumerate(groups):
            code = _lay_out_code(kept, rules_sha256, work / f"code-{number}")
            plan = work / f"plan-{number}.json"
            plan.write_text(json.dumps({"events": list(group), "bytes_folder": str(kept.inputs)}), "utf-8")
            _run(code, plan, _environment(work, manifest, uris))
    return work / "home" / "reports" / kept.period / f"v{kept.version}"


def _events(kept: Holdings, words: dict[str, str]) -> list[dict[str, Any]]:
    """Loads and versions in the order in which they were, then the publishing of the last version."""
    history, manifest = kept.history, kept.manifest()
    events: list[dict[str, Any]] = []
    waiting = list(history["loads"])
    for version in history["versions"]:
        now = version["inputs"]["now"]
        due = [load for load in waiting if load["load"] <= version["loads_through"]]
        waiting = waiting[len(due) :]
        for load in due:
            said = words["load"].format(feed=load["feed"], files=len(load["files"]))
            taken = history["decisions"][: load["decisions_taken"]]
            events.append({"do": "load", "said": said, "now": now, "load": load, "decisions": taken})
            events[-1]["rules_sha256"] = load["rules_sha256"]
        said = words["version"].format(**version)
        events.append({"do": "version", "said": said, "now": now, "version": version})
        events[-1]["rules_sha256"] = version["rules_sha256"]
    last = {"do": "publish", "said": words["publish"], "now": manifest["inputs"]["now"]}
    last |= {"period": kept.period, "version": kept.version, "rules_sha256": kept.published_rules()}
    numbered = [*events, last]
    for number, event in enumerate(numbered, 1):
        event["said"] = f"[{number}/{len(numbered)}] {event['said']}"
    return numbered


@contextmanager
def _empty_warehouse(home: Path) -> Iterator[dict[str, str]]:
    """A server of its own with an empty, migrated warehouse; its URIs by role."""
    from padan.warehouse.migrations import migrate

    server = EmbeddedPostgres(HomePaths(home))
    roles = (bootstrap.OWNER, bootstrap.LOADER, bootstrap.READER)
    try:
        server.start()
        passwords = server.passwords(roles)
        bootstrap.prepare_warehouse(server.uri(ADMIN, server.admin_password(), "postgres"), passwords)
        uris = {role: server.uri(role, passwords[role], bootstrap.WAREHOUSE) for role in roles}
        migrate(uris[bootstrap.OWNER])
        yield uris
    finally:
        server.stop()
        _remove_as_server(home / "postgres")


def _remove_as_server(data: Path) -> None:
    """The data belongs to the server's own user, where root runs Padan."""
    if data.exists() and server_user().prefix:
        subprocess.run(["rm", "-rf", str(data)], check=True)


def _lay_out_code(kept: Holdings, rules_sha256: str, folder: Path) -> Path:
    """Today's code with the rules of then beside it: whatever reads include/ finds those."""
    ignored = shutil.ignore_patterns("__pycache__", ".*_cache")
    shutil.copytree(PROJECT / "plugins", folder / "plugins", ignore=ignored)
    shutil.copytree(PROJECT / "include" / "sql", folder / "include" / "sql")
    for name in ("requirements.lock",):
        shutil.copy(PROJECT / name, folder / name)
    lay_out_rules(kept.rule, rules_sha256, folder / "include")
    return folder


def _environment(work: Path, manifest: dict[str, Any], uris: dict[str, str]) -> dict[str, str]:
    """The caller's environment without its settings of Padan: those of the version stand in."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PADAN_")}
    home = work / "home"
    home.mkdir(mode=0o700, exist_ok=True)
    return kept | {
        "PADAN_HOME": str(home),
        "PADAN_WAREHOUSE_URI": uris[bootstrap.LOADER],
        "PADAN_DECISIONS": str(work / "decisions.yaml"),
        "PADAN_REGENCY": manifest["regency"],
        "PADAN_LANGUAGE": manifest["language"],
        "WAREHOUSE_OWNER_URI": uris[bootstrap.OWNER],
        # What is compiled of this copy would stay behind; what is compiled of the libraries is used.
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _run(code: Path, plan: Path, environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "padan.replay", str(plan)]
    paths = [str(code / "plugins"), *filter(None, [environment.get("PYTHONPATH")])]
    environment = environment | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONUNBUFFERED": "1"}
    done = subprocess.run(command, env=environment, cwd=code, check=False)
    if done.returncode != 0:
        raise EvidenceError("the version could not be made again; what stood in the way is told above")


def compare(made: Path, kept: Holdings, words: dict[str, str], say: Say) -> bool:
    """Say one line a product; return whether all are the same."""
    expected = expected_products(kept.report)
    found = {path.relative_to(made).as_posix(): path for path in sorted(made.rglob("*")) if path.is_file()}
    equal = True
    for name in sorted({*expected, *found}):
        wanted, got = expected.get(name), sha256_of(found[name]) if name in found else None
        told = (
            "same"
            if wanted == got
            else "missing"
            if got is None
            else "extra"
            if wanted is None
            else "different"
        )
        equal = equal and told == "same"
        say(words[told].format(name=name, wanted=wanted, found=got))
    say(
        words["all_same" if equal else "not_same"].format(
            count=len(expected), period=kept.period, version=kept.version
        )
    )
    return equal
