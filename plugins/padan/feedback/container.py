"""A workbook as bytes that are the same on any machine and at any time, readable by nobody else."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl.packaging.core import DocumentProperties
from openpyxl.packaging.custom import CustomPropertyList
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import ARC_CORE
from openpyxl.xml.functions import tostring

from padan.feedback import words
from padan.feedback.model import Built

FILE_MODE = 0o600
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_ALWAYS = datetime(2000, 1, 1)
"""The time inside every workbook: when it was really made is none of its content."""


def write_book(book: Any, target: Path, rows: int, marked: int) -> Built:
    """Writes an openpyxl workbook without names of authors, times of saving and compression."""
    book.properties = DocumentProperties(creator=words.texts("koreksi")["author"], created=_ALWAYS)
    book.custom_doc_props = CustomPropertyList()
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        ExcelWriter(book, archive).save()
    # openpyxl notes the time of saving; the part is written once more without it.
    book.properties.modified = _ALWAYS
    return write_bytes(
        content.getvalue(), target, rows, marked, {ARC_CORE: tostring(book.properties.to_tree())}
    )


def write_bytes(
    content: bytes, target: Path, rows: int, marked: int, replaced: Mapping[str, bytes] | None = None
) -> Built:
    """Writes a workbook with fixed times and no compression in its container, for its owner alone.

    Compressed bytes depend on the zlib that a machine has; stored ones are the same everywhere.
    """
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_STORED) as archive,
    ):
        for name in source.namelist():
            member = zipfile.ZipInfo(name, _ZIP_EPOCH)
            member.create_system = 3
            member.external_attr = FILE_MODE << 16
            archive.writestr(member, (replaced or {}).get(name) or source.read(name))
    same = result.getvalue()
    target.touch(mode=FILE_MODE)
    target.write_bytes(same)
    return Built(hashlib.sha256(same).hexdigest(), len(same), rows, marked)
