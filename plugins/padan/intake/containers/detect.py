"""What kind of file the bytes are, whatever the name says: a photo called .xlsx is a photo."""

from __future__ import annotations

import zipfile
import zlib
from enum import StrEnum
from pathlib import Path

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

_PASSWORD_MARK = "EncryptedPackage".encode("utf-16-le")
_OFFICE_ZIP_SIGNATURE = b"PK\x03\x04"
_TEXT_CONTROLS = frozenset(b"\t\n\r\x0b\x0c\x1a\x1b")


class Kind(StrEnum):
    """Kinds of files; the value is the name that a message shows."""

    EMPTY = "0 B"
    XLSX = "Excel .xlsx"
    TEXT = "CSV"
    TRUNCATED = "ZIP/Excel"
    PASSWORD = "Excel + password"
    MACRO = "Excel .xlsm + macro"
    XLSM = "Excel .xlsm"
    XLSB = "Excel .xlsb"
    XLS = "Excel 97-2003 .xls"
    ODS = "OpenDocument .ods"
    ZIP = "ZIP"
    HTML = "HTML"
    XML = "XML"
    UTF16 = "UTF-16"
    COMPRESSED = "RAR/7z/gzip"
    PDF = "PDF"
    IMAGE = "foto/gambar"
    WORD = "Word"
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
    (b"\xff\xfe", Kind.UTF16),
    (b"\xfe\xff", Kind.UTF16),
)


def detect(path: Path) -> Kind:
    """The kind of the file at `path`, from its bytes alone."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        return Kind.EMPTY
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head[4:8] == b"ftyp" or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return Kind.IMAGE
    if head.startswith(_OFFICE_ZIP_SIGNATURE):
        return _zip_kind(path)
    if head.startswith(b"PK\x05\x06"):
        return Kind.ZIP
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _compound_kind(path)
    return _text_kind(head)


def _zip_kind(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except BROKEN_ZIP:
        return Kind.TRUNCATED
    lowered = {name.lower() for name in names}
    if "xl/vbaproject.bin" in lowered:
        return Kind.MACRO
    if "xl/workbook.bin" in lowered:
        return Kind.XLSB
    if "xl/workbook.xml" in lowered:
        return Kind.XLSM if _says_macro(path) else Kind.XLSX
    if any(name.startswith("word/") for name in lowered):
        return Kind.WORD
    if "content.xml" in lowered and "mimetype" in lowered:
        return Kind.ODS
    return Kind.ZIP


def _says_macro(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        try:
            with archive.open("[Content_Types].xml") as file:
                return b"macroEnabled" in file.read(_HEAD)
        except (KeyError, *BROKEN_ZIP):
            # A damaged list of parts is the reader's to report: it says precisely what is missing.
            return False


def _compound_kind(path: Path) -> Kind:
    # An encrypted workbook is an OLE file whose directory names the encrypted package.
    return Kind.PASSWORD if _PASSWORD_MARK in path.read_bytes() else Kind.XLS


def _text_kind(head: bytes) -> Kind:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1024].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<body", b"<style")):
        return Kind.HTML
    if start.startswith(b"<?xml"):
        return Kind.HTML if b"<html" in start else Kind.XML
    if _looks_utf16(head):
        return Kind.UTF16
    controls = sum(1 for byte in head if byte < 32 and byte not in _TEXT_CONTROLS)
    if b"\x00" in head or controls * 100 > len(head):
        return Kind.BINARY
    return Kind.TEXT


def _looks_utf16(head: bytes) -> bool:
    """UTF-16 without its mark: every second byte of plain text is zero, and only those."""
    even, odd = head[0:1024:2], head[1:1024:2]
    zeros = (even.count(0), odd.count(0))
    return len(head) >= 8 and max(zeros) * 10 >= len(even) * 7 and min(zeros) == 0
