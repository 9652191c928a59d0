"""Which version an auditor asks for, as typed after make."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

import pytest

from padan.evidence.errors import EvidenceError
from padan.evidence.holdings import from_pack
from padan.local.audit import Which
from padan.local.errors import LocalError
from padan.verification.files import canonical
from padan.verification.zipped import directory, local_header

PACK = Path("bukti.zip")


def test_month_and_version() -> None:
    assert Which("2026-01", "2").told() == ("2026-01", 2)


@pytest.mark.parametrize(
    ("period", "version", "told"),
    [
        ("2026-1", "1", "PERIOD=2026-1"),
        ("2026-13", "1", "PERIOD=2026-13"),
        ("2026-01", "v1", "VERSION=v1"),
        ("2026-01", "0", "VERSION=0"),
        ("2026-01", "", "say which version"),
        ("", "1", "say which version"),
    ],
)
def test_what_is_no_version_is_told(period: str, version: str, told: str) -> None:
    with pytest.raises(LocalError, match=told):
        Which(period, version).told()


@pytest.mark.parametrize("asked", [("", ""), ("2026-01", ""), ("2026-01", "2")])
def test_a_pack_says_itself_what_it_holds(asked: tuple[str, str]) -> None:
    Which(*asked).require("2026-01", 2, PACK)


@pytest.mark.parametrize("asked", [("2026-02", ""), ("2026-01", "1")])
def test_a_pack_of_another_version_is_refused(asked: tuple[str, str]) -> None:
    with pytest.raises(LocalError, match="holds 2026-01 version 2"):
        Which(*asked).require("2026-01", 2, PACK)


@pytest.mark.parametrize("name", ["../di-luar", "/di-luar"])
def test_a_pack_writes_nothing_outside_its_folder(tmp_path: Path, name: str) -> None:
    content = b"lain"
    index = canonical({"members": {name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": 4}}})
    raw, members = b"", []
    for member, data in ((name.encode(), content), (b"index.json", index)):
        crc = zlib.crc32(data)
        members.append((member, crc, len(data), len(raw)))
        raw += local_header(member, crc, len(data)) + data
    pack = tmp_path / "bukti.zip"
    pack.write_bytes(raw + directory(members, len(raw), b""))
    with pytest.raises(EvidenceError, match="leads out of the pack"):
        from_pack(pack, tmp_path / "unpacked")
    assert not (tmp_path / "di-luar").exists()
