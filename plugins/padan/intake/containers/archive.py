"""A zip of lists: every member is a file of its own, read as if it had come alone, and keeps its path as its name.

Letters, pictures and the like beside the lists are counted and left alone. A broken list refuses the whole zip,
naming the member: half of a district read in silence would be a village lost.
"""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from io import BytesIO

from padan.intake.containers.content import Content, opened
from padan.intake.containers.detect import BROKEN_ZIP, Kind, detect
from padan.intake.containers.package import check_number_of_entries, too_much_unpacked
from padan.intake.containers.sheet import Sheets
from padan.intake.records import Refusal

OpenMember = Callable[[Content, Kind], AbstractContextManager[Sheets]]

_LIST_ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt", ".xlsb")
_LITTER = frozenset({"thumbs.db", "desktop.ini"})
_NO_LISTS = frozenset({Kind.PDF, Kind.IMAGE, Kind.WORD, Kind.BINARY, Kind.XML, Kind.MAIL, Kind.EMPTY})
_ARCHIVES = frozenset({Kind.ZIP, Kind.COMPRESSED})
_CHUNK = 1 << 20


@contextmanager
def archive_sheets(content: Content, limits: Mapping[str, int], open_member: OpenMember) -> Iterator[Sheets]:
    """The sheets of all members, in the order of the members' paths.

    Raises:
        Refusal: the zip is broken, locked or unsafe, holds no list at all, or a list in it cannot be read;
            its `member` names which.
    """
    with opened(content) as file, ExitStack() as stack:
        found = Sheets()
        kinds: set[Kind] = set()
        lists = 0
        with _whole():
            archive = stack.enter_context(zipfile.ZipFile(file))
        check_number_of_entries(archive, limits)
        members = _members(archive, found)
        unpacked = 0
        for path, entry in members:
            with _named(path):
                member = _unpack(archive, entry, limits["unpacked_bytes"] - unpacked, limits)
                unpacked += member.getbuffer().nbytes
                kind = detect(member)
                kinds.add(kind)
                if kind in _ARCHIVES:
                    raise Refusal("nested_archive", found=kind.value)
                if kind in _NO_LISTS and not path.lower().endswith(_LIST_ENDINGS):
                    found.notices["attachment"] += 1
                    continue
                sheets = stack.enter_context(open_member(member, kind))
                lists += 1
                found.notices += sheets.notices
                found.extend(replace(sheet, member=path) for sheet in sheets)
        if not lists:
            raise Refusal("no_list_in_archive", found=", ".join(sorted(kinds)) or "0")
        yield found


@contextmanager
def _named(path: str) -> Iterator[None]:
    """A refusal in the block names the member."""
    try:
        yield
    except Refusal as refusal:
        refusal.details.setdefault("member", path)
        raise


@contextmanager
def _whole() -> Iterator[None]:
    """What Python's zip reader raises in the block is a refusal."""
    try:
        yield
    except NotImplementedError:
        raise Refusal("unreadable", found="ZIP: compression") from None
    except BROKEN_ZIP as error:
        raise Refusal("truncated", found=type(error).__name__) from None


def _members(archive: zipfile.ZipFile, found: Sheets) -> list[tuple[str, zipfile.ZipInfo]]:
    """Path and entry of every file, without the litter of desktops; nothing is ever written to a disk."""
    members: dict[str, zipfile.ZipInfo] = {}
    for entry in archive.infolist():
        path = entry.filename.replace("\\", "/")
        parts = path.split("/")
        if ".." in parts or path.startswith("/") or ":" in parts[0]:
            raise Refusal("unsafe_content", found="ZIP: ../")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise Refusal("unsafe_content", found="ZIP: symlink")
        if entry.is_dir() or path.endswith("/"):
            continue
        if any(part.startswith((".", "~$", "__MACOSX")) for part in parts) or parts[-1].lower() in _LITTER:
            found.notices["litter"] += 1
            continue
        if path in members:
            raise Refusal("unsafe_content", found="ZIP: 2 x", member=path)
        members[path] = entry
    return sorted(members.items())


def _unpack(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int, limits: Mapping[str, int]
) -> BytesIO:
    """The member as it really unpacks: the zip's own directory may lie about its size."""
    if entry.flag_bits & 1:
        raise Refusal("password_protected", found="ZIP")
    member = BytesIO()
    with _whole(), archive.open(entry) as file:
        while chunk := file.read(_CHUNK):
            member.write(chunk)
            if member.tell() > most:
                raise too_much_unpacked(limits)
            if member.tell() > limits["member_bytes"]:
                raise Refusal(
                    "too_large", found=f"> {limits['member_bytes']} B", expected=f"{limits['member_bytes']} B"
                )
    return member
