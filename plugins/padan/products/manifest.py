"""What a month was made from and what was made: canonical JSON, so that its hash means something."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from padan.evidence.rules import rule_hashes
from padan.products.month import Month

FORMAT = "padan-manifest-1"


def canonical(value: Any) -> bytes:
    """JSON with sorted keys, no blanks, UTF-8: equal values give equal bytes."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


class File(Protocol):
    """A file that another room wrote."""

    @property
    def sha256(self) -> str:
        """Of its bytes, in hexadecimal."""

    @property
    def bytes(self) -> int:
        """Its size."""

    @property
    def rows(self) -> int:
        """Rows of people in it."""


def manifest(
    month: Month,
    products: Mapping[Path, Mapping[str, int]],
    returned: Mapping[str, Mapping[str, File]] | None = None,
) -> bytes:
    """The content of manifest.json.

    Args:
        month: the version.
        products: file → its counts of rows, for every product but the PDF, which prints this manifest's hash.
        returned: folder → name → file of what goes back to the villages.
    """
    lines = month.bridge
    return canonical(
        {
            "format": FORMAT,
            "period": month.period,
            "version": month.version,
            "regency": month.regency,
            "language": month.language,
            "cut_off": month.cut_off.isoformat(),
            "code_version": month.head["code_version"],
            "rules": rule_hashes(),
            "inputs": month.head["inputs"],
            "inputs_sha256": month.head["inputs_sha256"],
            "rows": {
                "submitted": lines["submitted"].persons if "submitted" in lines else 0,
                "rows_at_branch": lines["rows_at_branch"].persons if "rows_at_branch" in lines else 0,
                "open_cases": month.head["open_cases"],
            },
            "products": {
                path.name: {
                    "sha256": sha256_of(path),
                    "bytes": path.stat().st_size,
                    "rows": dict(counts),
                }
                for path, counts in products.items()
            },
            "returned": {folder: _folder(files) for folder, files in (returned or {}).items()},
        }
    )


def _folder(files: Mapping[str, File]) -> dict[str, Any]:
    """A folder of like files: its totals, and each file's hash by its name."""
    return {
        "files": len(files),
        "bytes": sum(file.bytes for file in files.values()),
        "rows": sum(file.rows for file in files.values()),
        "sha256": {name: file.sha256 for name, file in files.items()},
    }


def seal(files: list[Path]) -> bytes:
    """The content of seal.json: file → SHA-256 of the manifest and of the PDF that prints its hash."""
    return canonical({path.name: sha256_of(path) for path in files})
