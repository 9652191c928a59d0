"""What kind of file the bytes are, whatever the name says: a photo called .xlsx is a photo."""

from __future__ import annotations

import zipfile
import zlib
from enum import StrEnum
from typing import BinaryIO

from padan.intake.containers.content import Content, opened

_HEAD = 65536
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    OSError,
)
"""What Python's zip reader raises on a damaged archive."""

MACRO = "xl/vbaproject.bin"
"""The part of a workbook that holds a program, in small letters."""
_TEXT_CONTROLS = frozenset(b"\t\n\r\x0b\x0c\x1a\x1b")


class Kind(StrEnum):
    """Kinds of files; the value is the name that a message shows."""

    EMPTY = "0 B"
    XLSX = "Excel .xlsx"
    XLSM = "Excel .xlsm"
    XLS = "Excel 97-2003 .xls"
    ODS = "OpenDocument .ods"
    TEXT = "CSV"
    HTML = "HTML"
    ZIP = "ZIP"
    TRUNCATED = "ZIP/Excel"
    PASSWORD = "Excel + password"
    XLSB = "Excel .xlsb"
    XML = "XML"
    COMPRESSED = "RAR/7z/gzip"
    PDF = "PDF"
    IMAGE = "foto/gambar"
    WORD = "Word/PowerPoint"
    MAIL = "MHTML"
    BINARY = "biner"


_SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF", Kind.PDF),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"\x89PNG", Kind.IMAGE),
    (b"GIF8", Kind.IMAGE),
    (b"II*\x00", Kind.IMAGE),
    (b"MM\x00*", Kind.IMAGE),
    (b"Rar!", Kind.COMPRESSED),
    (b"7z\xbc\xaf\x27\x1c", Kind.COMPRESSED),
    (b"\x1f\x8b", Kind.COMPRESSED),
    (b"{\\rtf", Kind.WORD),
    (b"MIME-Version:", Kind.MAIL),
)
_HTML_STARTS = ("<!doctype html", "<html", "<table", "<head", "<meta", "<body", "<style", "<div", "<center")
_COMPOUND_STREAMS: tuple[tuple[str, Kind], ...] = (
    # An encrypted workbook is an OLE file whose directory names the encrypted package.
    ("EncryptedPackage", Kind.PASSWORD),
    ("Workbook", Kind.XLS),
    ("Book", Kind.XLS),
    ("WordDocument", Kind.WORD),
    ("PowerPoint Document", Kind.WORD),
)


def detect(content: Content) -> Kind:
    """The kind of a file, from its bytes alone."""
    with opened(content) as file:
        return _kind(file)


def _kind(file: BinaryIO) -> Kind:
    head = file.read(_HEAD)
    if not head:
        return Kind.EMPTY
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head[4:8] == b"ftyp" or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return Kind.IMAGE
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(file)
    if head.startswith(b"PK\x05\x06"):
        return Kind.ZIP
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _compound_kind(head + file.read())
    return _text_kind(head)


def _zip_kind(file: BinaryIO) -> Kind:
    try:
        with zipfile.ZipFile(file) as archive:
            names = {name.lower() for name in archive.namelist()}
    except BROKEN_ZIP:
        return Kind.TRUNCATED
    if "xl/workbook.bin" in names:
        return Kind.XLSB
    if "xl/workbook.xml" in names:
        return Kind.XLSM if MACRO in names else Kind.XLSX
    if any(name.startswith(("word/", "ppt/")) for name in names):
        return Kind.WORD
    if "content.xml" in names and "mimetype" in names:
        return Kind.ODS
    return Kind.ZIP


def _compound_kind(content: bytes) -> Kind:
    for name, kind in _COMPOUND_STREAMS:
        if name.encode("utf-16-le") in content:
            return kind
    return Kind.TRUNCATED


def _text_kind(head: bytes) -> Kind:
    encoding = utf16_of(head)
    if encoding is None:
        controls = sum(1 for byte in head if byte < 32 and byte not in _TEXT_CONTROLS)
        if b"\x00" in head or controls * 100 > len(head):
            return Kind.BINARY
    start = head[:4096].decode(encoding or "utf-8", "replace").lstrip("\ufeff \t\r\n").lower()
    if start.startswith("<?xml") or start.startswith("<workbook"):
        return Kind.HTML if "<html" in start else Kind.XML
    while start.startswith("<!--"):
        start = start.partition("-->")[2].lstrip()
    return Kind.HTML if start.startswith(_HTML_STARTS) else Kind.TEXT


def utf16_of(head: bytes) -> str | None:
    """The codec of a UTF-16 text, with its mark or without; None for any other text.

    Without its mark: every second byte of plain text is zero, and only those.
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    even, odd = head[0:1024:2], head[1:1024:2]
    zeros = (even.count(0), odd.count(0))
    if len(head) < 8 or max(zeros) * 10 < len(even) * 7 or min(zeros) > 0:
        return None
    return "utf-16-be" if zeros[0] else "utf-16-le"
