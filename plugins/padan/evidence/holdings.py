"""Where the evidence of one version is: this Padan's own folders and warehouse, or an evidence pack unpacked."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from padan.evidence.errors import EvidenceError
from padan.evidence.history import History, file_keys, read_history
from padan.evidence.rules import rules_folder
from padan.verification.files import canonical


@dataclass(frozen=True)
class Holdings:
    """The evidence of one version.

    Attributes:
        period: 'YYYY-MM'.
        version: its version.
        history: what led to it.
        inputs: folder of the landed bytes by their SHA-256.
        rules: folder of the rules by their SHA-256.
        report: folder of the published products.
    """

    period: str
    version: int
    history: History
    inputs: Path
    rules: Path
    report: Path

    def rule(self, sha256: str) -> bytes:
        """Return the bytes of one rule, or of a set of rules.

        Raises:
            EvidenceError: they are gone or were touched.
        """
        path = self.rules / sha256
        content = path.read_bytes() if path.exists() else b""
        if hashlib.sha256(content).hexdigest() != sha256:
            raise EvidenceError(
                f"{path} is missing or was touched: put it back from a backup or an evidence pack"
            )
        return content

    def manifest(self) -> dict[str, Any]:
        """Return what manifest.json says."""
        path = self.report / "manifest.json"
        if not path.exists():
            raise EvidenceError(
                f"{path} is not there: version {self.version} of {self.period} was not published here. "
                "Name the folder with PADAN_HOME, or an evidence pack with PACK="
            )
        listed: dict[str, Any] = json.loads(path.read_bytes())
        return listed

    def published_rules(self) -> str:
        """Return the hash of the set of rules that the products were made with."""
        return hashlib.sha256(canonical(self.manifest()["rules"])).hexdigest()

    def require_inputs(self) -> None:
        """Raise unless the bytes of every input are there, with the hash they had.

        Raises:
            EvidenceError: names the first that is not.
        """
        for feed, collection, name, sha256, _ in sorted(file_keys(self.history)):
            path = self.inputs / sha256
            if not path.exists():
                raise EvidenceError(f"{feed} {collection} {name}: its bytes are gone from {path}")
            with path.open("rb") as content:
                if hashlib.file_digest(content, "sha256").hexdigest() != sha256:
                    raise EvidenceError(f"{feed} {collection} {name}: its bytes in {path} were touched")


def from_home(connection: Connection, home: Path, period: str, version: int) -> Holdings:
    """Return the evidence that this Padan holds of a version.

    Raises:
        EvidenceError: there is no such version, or its history was not kept.
    """
    history = read_history(connection, period, version)
    report = home / "reports" / period / f"v{version}"
    return Holdings(period, version, history, home / "landing", rules_folder(home), report)


def from_pack(pack: Path, folder: Path) -> Holdings:
    """Unpack an evidence pack into a folder and return what it holds.

    Raises:
        EvidenceError: it is no evidence pack, or a file in it was touched; the message names it.
    """
    try:
        with zipfile.ZipFile(pack) as archive:
            index = json.loads(archive.read("index.json"))
            for name, told in index["members"].items():
                content = archive.read(name)
                if hashlib.sha256(content).hexdigest() != told["sha256"]:
                    raise EvidenceError(
                        f"{pack}: {name} was touched; 'make verify PACK={pack}' names all that were"
                    )
                target = (folder / name).resolve()
                if not target.is_relative_to(folder.resolve()):
                    raise EvidenceError(f"{pack}: {name} leads out of the pack; Padan wrote no such name")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise EvidenceError(f"{pack} cannot be read as an evidence pack: {error}") from None
    return Holdings(
        index["period"],
        index["version"],
        index["history"],
        folder / "inputs",
        folder / "rules",
        folder / "products",
    )
