"""A folder of products: manifest, seal, products, signed documents and a PDF held against each other."""

from __future__ import annotations

import io
import json
import logging
from functools import lru_cache
from pathlib import Path
from typing import Any

from padan.verification.files import Below, Check, Files, parsed, sha256_of

MANIFEST, SEAL, REPORT, APPROVALS = "manifest.json", "seal.json", "berita-acara.pdf", "pengesahan.json"
FINAL = "final/"
SIGNED = (REPORT, APPROVALS)
"""What both offices have in hand once a version is final; a pack holds it too, without the seal that names the pack."""
MANIFEST_BESIDE = "../manifest.json"
_DRAFT = ".final."
"""Signed documents on their way, or left behind when their writing was broken off."""


def expected_products(report: Path) -> dict[str, str]:
    """Every product of a report folder with the SHA-256 that manifest and seal give it."""
    expected = of_manifest(json.loads((report / MANIFEST).read_bytes()))
    expected |= json.loads((report / SEAL).read_bytes())
    return expected | {SEAL: sha256_of(report / SEAL)}


def of_manifest(manifest: dict[str, Any]) -> dict[str, str]:
    """Every product that a manifest lists, in folders or not, with its SHA-256."""
    expected = {name: told["sha256"] for name, told in manifest["products"].items()}
    for folder, told in manifest["returned"].items():
        expected.update({f"{folder}/{name}": sha256 for name, sha256 in told["sha256"].items()})
    return expected


def check_report(report: Path, pdf: Path | None) -> Check:
    """Verify a folder of products, v<version>, and a PDF that should belong to it."""
    files = Files(report)
    check = Check(len(files.names))
    check_products(files, check, "")
    if pdf is not None:
        check_pdf(pdf, files, check)
    return check


def check_products(files: Files, check: Check, prefix: str) -> None:
    """Hold manifest, seal, products and signed documents against each other.

    Args:
        files: of the report folder.
        check: takes what is found.
        prefix: before the names in it.
    """
    for name in (MANIFEST, SEAL):
        if name not in files.sha256:
            check.fault("missing", prefix + name)
        elif parsed(files, name) is None:
            check.fault("touched", prefix + name)
    printed = printed_text(files.read(REPORT))
    _check_seal(files, printed, check, prefix)
    manifest = None if check.is_faulty(prefix + MANIFEST) else parsed(files, MANIFEST)
    if manifest is None:
        check.notes.append(("unlisted", prefix + MANIFEST))
    else:
        listed = of_manifest(manifest)
        check.listed(files, listed, prefix)
        for name in sorted(set(files.names) - {*listed, MANIFEST, SEAL, REPORT}):
            if not name.startswith((FINAL, _DRAFT)):
                check.fault("extra", prefix + name)
        _check_printed(printed, prefix + REPORT, files.sha256[MANIFEST], check)
    if any(name.startswith(FINAL) for name in files.names):
        found = None if manifest is None else files.sha256[MANIFEST]
        _check_final(Below(files, FINAL), found, check, prefix + FINAL, packed=isinstance(files, Below))


def _check_seal(files: Files, printed: str | None, check: Check, prefix: str) -> None:
    """Manifest, seal and printed hash are three witnesses: the one that stands alone was touched."""
    if REPORT not in files.sha256:
        check.fault("missing", prefix + REPORT)
    if check.is_faulty(prefix + MANIFEST, prefix + SEAL):
        return
    seal = parsed(files, SEAL) or {}
    found, said = files.sha256[MANIFEST], seal.get(MANIFEST, "")
    if set(seal) != {MANIFEST, REPORT}:
        check.fault("touched", prefix + SEAL)
    elif found != said:
        if printed and found in printed:
            check.fault("touched", prefix + SEAL)
        elif printed and said in printed:
            check.fault("touched", prefix + MANIFEST)
        else:
            check.fault("either", prefix + MANIFEST, prefix + SEAL)
    elif files.sha256.get(REPORT, seal[REPORT]) != seal[REPORT]:
        check.fault("either", prefix + REPORT, prefix + SEAL)


def _check_final(files: Files, manifest: str | None, check: Check, prefix: str, *, packed: bool) -> None:
    """Hold the signed documents against each other, their own seal, and the manifest that was signed.

    Args:
        files: of final/.
        manifest: its SHA-256; None where it was touched itself.
        check: takes what is found.
        prefix: before the names.
        packed: whether they travel in a pack: there the index stands for the seal, which names the pack itself.
    """
    sealed = SEAL in files.sha256 or not packed
    for name in (SEAL, APPROVALS) if sealed else (APPROVALS,):
        if name not in files.sha256:
            check.fault("missing", prefix + name)
        elif parsed(files, name) is None:
            check.fault("touched", prefix + name)
    seal, approvals = parsed(files, SEAL), parsed(files, APPROVALS)
    if approvals is None or (sealed and seal is None):
        return
    if seal is None:
        _check_unsealed(files, approvals, check, prefix)
    else:
        _check_final_seal(files, seal, approvals, manifest, check, prefix, packed=packed)
    if manifest is not None:
        if approvals.get("manifest_sha256") != manifest:
            check.fault("unlinked", prefix + APPROVALS)
        _check_printed(printed_text(files.read(REPORT)), prefix + REPORT, manifest, check)


def _check_unsealed(files: Files, approvals: dict[str, Any], check: Check, prefix: str) -> None:
    """Index and approvals hold the signed Berita Acara: the index has been asked already."""
    if REPORT not in files.sha256:
        check.fault("missing", prefix + REPORT)
    elif approvals.get("report_sha256") != files.sha256[REPORT]:
        check.fault("either", prefix + REPORT, prefix + APPROVALS)
    for name in sorted(set(files.names) - set(SIGNED)):
        check.fault("extra", prefix + name)


def _check_final_seal(
    files: Files,
    seal: dict[str, Any],
    approvals: dict[str, Any],
    manifest: str | None,
    check: Check,
    prefix: str,
    *,
    packed: bool,
) -> None:
    sealed = {name: sha for name, sha in seal.items() if not (packed and name.endswith(".zip"))}
    if {name for name in seal if not name.endswith(".zip")} != {*SIGNED, MANIFEST_BESIDE}:
        check.fault("touched", prefix + SEAL)
    beside = sealed.pop(MANIFEST_BESIDE, None)
    if manifest is not None and beside != manifest:
        check.fault("unlinked", prefix + SEAL)
    if approvals.get("report_sha256") == files.sha256.get(REPORT) != sealed.get(REPORT):
        check.fault("touched", prefix + SEAL)
    if check.is_faulty(prefix + SEAL):
        return
    for name, sha256 in sorted(sealed.items()):
        if name not in files.sha256:
            check.fault("missing", prefix + name)
        elif files.sha256[name] != sha256 and approvals.get("report_sha256") == sha256:
            check.fault("touched", prefix + name)
        elif files.sha256[name] != sha256 and not check.is_faulty(prefix + name):
            check.fault("either", prefix + name, prefix + SEAL)
    for name in sorted(set(files.names) - {*sealed, SEAL}):
        check.fault("extra", prefix + name)


def check_pdf(pdf: Path, files: Files, check: Check) -> None:
    """A PDF from wherever: one of those that were sealed, byte for byte, and printing this manifest's hash.

    Args:
        pdf: a Berita Acara, signed or not.
        files: of the report folder.
        check: takes what is found.
    """
    check.count += 1
    seals = [parsed(files, SEAL), parsed(files, FINAL + SEAL)]
    if approvals := parsed(files, FINAL + APPROVALS):
        told = {REPORT: approvals.get("report_sha256"), MANIFEST_BESIDE: approvals.get("manifest_sha256")}
        seals.append(told)
    beside = pdf.parent / SEAL
    if beside.is_file():
        # A pack of before its signatures: the signed PDF stands in final/, beside it, with a seal of its own.
        seals.append(json.loads(beside.read_bytes()))
    manifest = files.sha256.get(MANIFEST)
    of_this = [one for one in seals if one and manifest in (one.get(MANIFEST), one.get(MANIFEST_BESIDE))]
    if sha256_of(pdf) not in [one.get(REPORT) for one in of_this]:
        check.fault("unsealed", str(pdf))
    _check_printed(printed_text(pdf.read_bytes()), str(pdf), manifest or "-", check)


def _check_printed(printed: str | None, name: str, manifest_sha256: str, check: Check) -> None:
    if printed is None:
        check.notes.append(("unread", name))
    elif manifest_sha256 not in printed:
        check.fault("unprinted", name)


@lru_cache(maxsize=4)
def printed_text(pdf: bytes) -> str | None:
    """The text of a PDF without blanks; None where it cannot be read."""
    try:
        import pypdf
    except ImportError:
        return None
    # What it says of a damaged PDF on the way is no finding: the hash tells the damage.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    except Exception:  # noqa: BLE001 - a damaged PDF breaks its reader in any way
        return None
    return "".join("".join(pages).split())
