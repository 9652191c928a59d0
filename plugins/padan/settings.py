"""Settings of Padan, read from the environment once, at the start of a process.

`docs/settings.md` describes the same variables for people; a test compares the two.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from padan.paths import PROJECT

T = TypeVar("T")

LANGUAGES = ("id", "en")
_MOST_READERS = 2
_SIGNERS = {
    "disnaker": ("PADAN_SIGNERS_DISNAKER", ("disnaker",)),
    "branch": ("PADAN_SIGNERS_BRANCH", ("cabang",)),
}


class SettingsError(ValueError):
    """One or more environment variables cannot be used; the message lists every one of them."""


@dataclass(frozen=True)
class Variable:
    """One environment variable: its name, what it holds by default, and what it is for."""

    name: str
    default: str
    meaning: str


VARIABLES = (
    Variable("PADAN_SOURCE_ROOT", "<PADAN_HOME>/sources", "where the feeds' files are: a folder or a URI"),
    Variable("PADAN_HOME", "<project>/var", "where Padan keeps everything it writes"),
    Variable("PADAN_WAREHOUSE_URI", "the embedded server", "the warehouse, with the role of the tasks"),
    Variable(
        "PADAN_DECISIONS", "<PADAN_HOME>/decisions.yaml", "what people decided about layouts and submissions"
    ),
    Variable("PADAN_REGENCY", "32.01", "the regency's Kemendagri code"),
    Variable("PADAN_LANGUAGE", "id", "language of products and alerts: id or en"),
    Variable("PADAN_READERS", "the machine's cores, at most 2", "processes that read files side by side"),
    Variable("PADAN_SIGNERS_DISNAKER", "disnaker", "ids of the users who sign a month for the Dinas"),
    Variable("PADAN_SIGNERS_BRANCH", "cabang", "ids of the users who sign a month for the branch"),
    Variable("PADAN_NOW", "unset", "an instant that stands in for every month's cut-off date"),
)


@dataclass(frozen=True)
class Settings:
    """What an operator may choose.

    Attributes:
        home: absolute folder for landing, reports, outbox, logs and the embedded servers.
        source_root: an absolute path or a URI (`file://`, `s3://conn@bucket/...`, `sftp://...`).
        warehouse_uri: SQLAlchemy URI of the warehouse for the tasks' role; None means the embedded server.
        decisions: the decisions file; it may be missing.
        regency: Kemendagri code of the regency, as '32.01'.
        language: 'id' or 'en'.
        readers: processes that read files side by side.
        signers: 'disnaker' and 'branch' → the ids of the users who may sign for it; nobody is in both.
        now: aware instant that overrides the cut-off date of the reference data; None for production.
    """

    home: Path
    source_root: str
    warehouse_uri: str | None
    decisions: Path
    regency: str
    language: str
    readers: int
    signers: Mapping[str, tuple[str, ...]]
    now: datetime | None

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """Reads the PADAN_ variables of `environ`; an empty value counts as not set.

        Raises:
            SettingsError: lists every problem, each with its variable and what would be right.
        """
        problems: list[str] = []

        def read(name: str, default: T, parse: Callable[[str], T]) -> T:
            text = environ.get(name, "").strip()
            if not text:
                return default
            try:
                return parse(text)
            except ValueError as error:
                problems.append(f"{name}: {error}")
                return default

        problems += _unknown_variables(environ)
        home = read("PADAN_HOME", PROJECT / "var", _folder)
        settings = cls(
            home=home,
            source_root=read("PADAN_SOURCE_ROOT", str(home / "sources"), parse_source_root),
            warehouse_uri=read("PADAN_WAREHOUSE_URI", None, _warehouse_uri),
            decisions=read("PADAN_DECISIONS", home / "decisions.yaml", _file),
            regency=read("PADAN_REGENCY", "32.01", _regency),
            language=read("PADAN_LANGUAGE", "id", _language),
            readers=read("PADAN_READERS", default_readers(), _readers),
            signers={office: read(name, default, _user_ids) for office, (name, default) in _SIGNERS.items()},
            now=read("PADAN_NOW", None, _instant),
        )
        if both := sorted(
            frozenset[str].intersection(*(frozenset(ids) for ids in settings.signers.values()))
        ):
            problems.append(
                f"PADAN_SIGNERS_BRANCH: {', '.join(both)} signs for Disnaker; two people sign a month"
            )
        if problems:
            raise SettingsError(
                "Padan's settings cannot be used:\n" + "\n".join(f"  - {p}" for p in problems)
            )
        return settings


def language_of(environ: Mapping[str, str]) -> str:
    """The language alone, for what is shown before the settings are checked as a whole.

    One that cannot be used is passed over here: the first step of any run says what is wrong with it.
    """
    language = environ.get("PADAN_LANGUAGE", "").strip()
    return language if language in LANGUAGES else LANGUAGES[0]


def signers_of(environ: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Office → who may sign for it, alone, for the DAG that asks them.

    A list that cannot be used is passed over here: the first step of any run says what is wrong with it.
    """
    found = {}
    for office, (name, default) in _SIGNERS.items():
        text = environ.get(name, "").strip()
        found[office] = tuple(one.strip() for one in text.split(",") if one.strip()) or default
    return found


def _unknown_variables(environ: Mapping[str, str]) -> list[str]:
    """A misspelt variable would be ignored in silence and its default used instead."""
    known = {variable.name for variable in VARIABLES}
    return [
        f"{name}: no such setting; there are {', '.join(sorted(known))}"
        for name in sorted(environ)
        if name.startswith("PADAN_") and name not in known
    ]


def _folder(text: str) -> Path:
    path = Path(text).expanduser().absolute()
    if path.exists() and not path.is_dir():
        raise ValueError(f"{path} is a file; name a folder")
    return path


def _file(text: str) -> Path:
    path = Path(text).expanduser().absolute()
    if path.is_dir():
        raise ValueError(f"{path} is a folder; name a file, which may not be there yet")
    return path


def parse_source_root(text: str) -> str:
    """The absolute path of an existing folder, or a URI as it is.

    Raises:
        ValueError: it is a path, but of no folder.
    """
    if "://" in text:
        return text.rstrip("/")
    path = Path(text).expanduser().absolute()
    if not path.is_dir():
        raise ValueError(
            f"{path} is not a folder; name an existing folder or a URI such as s3://conn@bucket/padan"
        )
    return str(path)


def _warehouse_uri(text: str) -> str:
    # The URI holds a password: say what is wrong with it without repeating it.
    if not re.match(r"postgresql(\+psycopg2)?://[^/@]+@?[^/]*/[^/?]+", text):
        raise ValueError("must look like postgresql://role:password@host:5432/database (PostgreSQL only)")
    return re.sub(r"^postgresql(\+psycopg2)?://", "postgresql+psycopg2://", text)


def _regency(text: str) -> str:
    if not re.fullmatch(r"\d\d\.\d\d", text):
        raise ValueError(f"{text!r} is not a regency's Kemendagri code; write it as 32.01")
    return text


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise ValueError(f"{text!r} is not a language Padan speaks; use one of {', '.join(LANGUAGES)}")
    return text


def default_readers() -> int:
    """A reader a core; a third one would only wait for the warehouse."""
    return min(os.cpu_count() or 1, _MOST_READERS)


def _user_ids(text: str) -> tuple[str, ...]:
    ids = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if not ids or any(re.search(r"\s", one) for one in ids):
        raise ValueError(f"{text!r} is no list of user ids; write them as budi,siti")
    return ids


def _readers(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d?", text):
        raise ValueError(f"{text!r} is not a number of processes; write 1 to 99")
    return int(text)


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not an ISO time; write it as 2026-02-10T06:00:00+07:00") from None
    if instant.tzinfo is None:
        raise ValueError(f"{text!r} names no time zone; write it as 2026-02-10T06:00:00+07:00")
    return instant
