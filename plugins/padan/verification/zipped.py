"""The zip around a pack: stored, in order, without times, so that equal files give an equal pack, byte for byte."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

from padan.verification.files import Check

_MADE_BY, _VERSION = 3 << 8 | 20, 20
_UTF8_NAME, _STORED = 0x800, 0
_TIME, _DATE = 0, 1 << 5 | 1
"""1 January 1980, midnight: the first moment a zip can name."""
_OWNER_ONLY = 0o100600 << 16
Member = tuple[bytes, int, int, int]
"""Name, CRC-32, size, offset of its header."""


def local_header(name: bytes, crc: int, size: int) -> bytes:
    """What stands before a member's bytes."""
    fixed = (b"PK\3\4", _VERSION, _UTF8_NAME, _STORED, _TIME, _DATE, crc, size, size, len(name), 0)
    return struct.pack("<4s5H3L2H", *fixed) + name


def directory(members: list[Member], start: int, comment: bytes) -> bytes:
    """What stands after the last member.

    Args:
        members: in the order in which they stand.
        start: where the directory begins.
        comment: the zip's own.
    """
    entries = b"".join(_entry(*member) for member in members)
    count = len(members)
    return entries + struct.pack(
        "<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(entries), start, len(comment)
    ) + comment  # fmt: skip


def check_container(pack: Path, check: Check) -> None:
    """Hold every byte around the members against what Padan writes."""
    with zipfile.ZipFile(pack) as archive, pack.open("rb") as raw:
        members: list[Member] = []
        place = 0
        for info in archive.infolist():
            name, size = info.filename.encode(), info.file_size
            if raw.read(30 + len(name)) != local_header(name, info.CRC, size):
                check.fault("container", info.filename)
            if _crc(raw, size) != info.CRC:
                check.fault("touched", info.filename)
            members.append((name, info.CRC, size, place))
            place += 30 + len(name) + size
        if raw.read() != directory(members, place, archive.comment):
            check.fault("container", pack.name)


def _entry(name: bytes, crc: int, size: int, offset: int) -> bytes:
    fixed = (b"PK\1\2", _MADE_BY, _VERSION, _UTF8_NAME, _STORED, _TIME, _DATE, crc, size, size, len(name))
    return struct.pack("<4s6H3L5H2L", *fixed, 0, 0, 0, 0, _OWNER_ONLY, offset) + name


def _crc(raw: BinaryIO, size: int) -> int:
    crc = 0
    while size > 0 and (chunk := raw.read(min(size, 1 << 20))):
        crc = zlib.crc32(chunk, crc)
        size -= len(chunk)
    return crc
