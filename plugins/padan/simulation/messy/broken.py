"""Files that cannot be read, each by its own fault. None holds anything harmful."""

from __future__ import annotations

import struct
import zlib
from functools import cache

from padan.simulation.messy.workbooks import with_parts, zipped

_SECTOR = 512
_FREE, _END, _FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_BOMB_BYTES = 1_600_000_000
"""Just above what a file may unpack to."""
_ENTITIES = "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 9))
_STRINGS = (
    f'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a0 "lol">{_ENTITIES}]>'
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&a8;</t></si></sst>'
)


def truncated(package: bytes) -> bytes:
    """The first half of a workbook."""
    return package[: len(package) // 2]


def with_entities(package: bytes) -> bytes:
    """A workbook whose texts expand a thousand million times."""
    return with_parts(package, add={"xl/sharedStrings.xml": _STRINGS.encode()})


def pdf() -> bytes:
    """A letter of one blank page."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )


def photo() -> bytes:
    """The beginning of a JPEG picture."""
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + bytes(range(256)) * 8


@cache
def zip_bomb() -> bytes:
    """A list that unpacks to more than any list may: one compressed block of noughts, written many times."""
    block = b"0" * (1 << 20)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    times = _BOMB_BYTES // len(block)
    check = 0
    for _ in range(times):
        check = zlib.crc32(block, check)
    body = packed * times + packer.flush()
    name = b"daftar.csv"
    facts = struct.pack("<HHHHHIII", 20, 0, 8, 0, 0x5C21, check, len(body), times * len(block))
    local = b"PK\x03\x04" + facts + struct.pack("<HH", len(name), 0) + name + body
    listed = b"PK\x01\x02" + struct.pack("<H", 20) + facts
    listed += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0) + name
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(listed), len(local), 0)
    return local + listed + end


def encrypted_zip(parts: dict[str, bytes]) -> bytes:
    """A zip whose directory says that a password is needed."""
    content = bytearray(zipped(parts))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(signature, at + 4)
    return bytes(content)


def password_protected() -> bytes:
    """An encrypted workbook: a compound file that names an encrypted package. It holds noughts only."""
    names = ("Root Entry", "EncryptionInfo", "EncryptedPackage")
    sizes = (0, 4096, 8192)
    starts = (_END, 2, 10)
    entries = b"".join(
        _directory_entry(name, 5 if index == 0 else 2, starts[index], sizes[index], index)
        for index, name in enumerate(names)
    )
    fat = [_FAT_SECTOR, _END, *range(3, 10), _END, *range(11, 26), _END]
    table = struct.pack(f"<{_SECTOR // 4}I", *fat, *[_FREE] * (_SECTOR // 4 - len(fat)))
    body = table + entries.ljust(_SECTOR, b"\x00") + b"\x04\x00\x04\x00".ljust(12288, b"\x00")
    return _compound_header() + body


def _compound_header() -> bytes:
    start = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16
    start += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\x00" * 6
    start += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    return start + struct.pack("<109I", 0, *[_FREE] * 108)


def _directory_entry(name: str, kind: int, start: int, size: int, index: int) -> bytes:
    text = name.encode("utf-16-le") + b"\x00\x00"
    left, right, child = _FREE, _FREE, _FREE
    if index == 0:
        child = 1
    elif index == 1:
        right = 2
    entry = text.ljust(64, b"\x00") + struct.pack("<HBB", len(text), kind, 1)
    entry += struct.pack("<III", left, right, child) + b"\x00" * 16 + b"\x00" * 4 + b"\x00" * 16
    return entry + struct.pack("<IQ", start, size)
