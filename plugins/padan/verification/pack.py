"""An evidence pack: its index, its members, the chain from what was printed down to every landed byte."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

from padan.verification.files import Below, Check, Files, canonical, parsed
from padan.verification.report import MANIFEST, check_pdf, check_products
from padan.verification.zipped import check_container

INDEX, INDEX_HASH = "index.json", "index.sha256"
PRODUCTS, INPUTS, RULES = "products/", "inputs/", "rules/"


def check_pack(pack: Path, pdf: Path | None) -> Check:
    """Verify a pack, zipped or unpacked, and a PDF that should belong to it."""
    files = Files(pack)
    check = Check(len(files.names))
    for name in {name for name in files.names if files.names.count(name) > 1}:
        check.fault("extra", name)
    _check_index(files, check)
    index = None if check.is_faulty(INDEX, INDEX_HASH) else parsed(files, INDEX)
    if index is None:
        check.notes.append(("unlisted", INDEX))
    else:
        members = {name: told["sha256"] for name, told in index["members"].items()}
        check.listed(files, members)
        for name in sorted(set(files.names) - {*members, INDEX, INDEX_HASH}):
            check.fault("extra", name)
    for name in files.names:
        if name.startswith((INPUTS, RULES)) and name.rpartition("/")[2] != files.sha256[name]:
            check.fault("touched", name)
    if pack.is_file():
        check_container(pack, check)
    products = Below(files, PRODUCTS)
    check_products(products, check, PRODUCTS)
    manifest = None if check.is_faulty(PRODUCTS + MANIFEST) else parsed(products, MANIFEST)
    if index is not None and manifest is not None:
        _check_history(index["history"], manifest, files, check)
        _check_rules(index["history"], manifest, files, check)
    if pdf is not None:
        check_pdf(pdf, products, check)
    return check


def _check_index(files: Files, check: Check) -> None:
    """Index, its hash, and the hash in the zip's comment are three witnesses: the one that stands alone was touched."""
    for name in (INDEX, INDEX_HASH):
        if name not in files.names:
            check.fault("missing", name)
    if check.is_faulty(INDEX, INDEX_HASH):
        return
    found, said = files.sha256[INDEX], files.read(INDEX_HASH).decode("ascii", "replace")
    if said == f"{found}\n":
        if files.comment not in (None, found):
            check.fault("container", files.root.name)
    elif files.comment == found or not re.fullmatch(r"[0-9a-f]{64}\n", said):
        check.fault("touched", INDEX_HASH)
    elif said == f"{files.comment}\n" or parsed(files, INDEX) is None:
        check.fault("touched", INDEX)
    else:
        check.fault("either", INDEX, INDEX_HASH)


def _check_history(history: dict[str, Any], manifest: dict[str, Any], files: Files, check: Check) -> None:
    """Hold what led to the version against the manifest: each version's inputs name the hash of the month before."""
    versions = history["versions"]
    known = {(one["period"], one["inputs_sha256"]) for one in versions}
    told = ("period", "version", "inputs", "inputs_sha256")
    linked = bool(versions) and all(versions[-1][name] == manifest[name] for name in told)
    for one in versions:
        before = one["inputs"].get("month_before")
        linked &= hashlib.sha256(canonical(one["inputs"])).hexdigest() == one["inputs_sha256"]
        linked &= before is None or (before["period"], before["inputs_sha256"]) in known
        for file in one["inputs"]["files"]:
            if INPUTS + file["sha256"] not in files.sha256:
                check.fault("missing", INPUTS + file["sha256"])
    if not linked:
        check.fault("unlinked", INDEX)


def _check_rules(history: dict[str, Any], manifest: dict[str, Any], files: Files, check: Check) -> None:
    """Every rule that the manifest or a set names must be there; that it is what its name says was held before."""
    sets = {one["rules_sha256"] for one in [*history["versions"], *history["loads"]]}
    sets.add(hashlib.sha256(canonical(manifest["rules"])).hexdigest())
    wanted = {*sets, *manifest["rules"].values()}
    for one in sets:
        if not check.is_faulty(RULES + one):
            wanted.update((parsed(files, RULES + one) or {}).values())
    for sha256 in sorted(wanted):
        if RULES + sha256 not in files.sha256:
            check.fault("missing", RULES + sha256)
