"""The parts of a contract, as pydantic models: a misspelt key in a YAML file fails when it is loaded."""

from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from padan.contracts.headers import key, normalise

Severity = Literal["blocking", "correctable", "notice"]
Owner = Literal["village", "disnaker", "branch", "engineer"]
Kind = Literal[
    "text", "nik", "family_card", "kpj", "name", "date", "place_and_date", "integer", "money", "sex", "rt_rw",
    "village", "village_code", "district", "regency", "group", "funder", "action", "status", "month_span",
    "yes_no", "running_number",
]  # fmt: skip

MAIN_PART = "rows"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(_Part):
    """One text in both languages."""

    id: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def in_language(self, language: str) -> str:
        """Return the text in ``id`` or ``en``; Indonesian for any other language."""
        return self.en if language == "en" else self.id


class Column(_Part):
    """One canonical column and every header under which it arrives.

    ``part`` tells tables of one feed apart: ``rows`` is the list itself, ``totals`` the branch's
    recapitulation, ``families`` the second file of DTSEN. ``also`` names a field whose words this column may
    hold too (a note that says ``meninggal`` is an action). A ``dropped`` column is recognised, then neither
    read nor stored. A ``reconciled`` column is compared or counted by the reconciliation: a branch's export that
    loses it is told so. An ``ours`` column
    stands only in workbooks that Padan gave back: it is no part of the village's own layout.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    part: str = MAIN_PART
    title: Text
    description: Text
    kind: Kind
    required_header: bool = False
    sensitive: bool = False
    dropped: bool = False
    reconciled: bool = False
    ours: bool = False
    also: str | None = None
    aliases: tuple[str, ...] = Field(min_length=1)


class Message(_Part):
    """Why a file is refused, and what its sender does next. Placeholders: {file} {sheet} {row} and so on.

    ``why``: why that matters, and ``example``: what is right; both for the catalogue of messages.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    id: str = Field(min_length=1)
    en: str = Field(min_length=1)
    remedy_id: str = Field(min_length=1)
    remedy_en: str = Field(min_length=1)
    why_id: str = ""
    why_en: str = ""
    example: str = ""
    owner: Owner


class Rule(_Part):
    """One check of a row.

    ``fails_when`` is SQL on alias ``r``: a row of the load as include/sql/quality/rows/<feed>.sql shows it
    (the columns of staging, and what the month brings). True means that the row fails, NULL that it passes.
    What concerns several rows is a column there too. ``stops_load``: the whole file waits until it is mended.
    """

    id: str = Field(pattern=r"^[A-Z]{2,4}-\d{2}$")
    severity: Severity
    column: str | None = None
    owner: Owner
    title: Text
    message: Text
    why: Text
    remedy: Text
    example: str = Field(min_length=1)
    fails_when: str = Field(min_length=1)
    lifted_by: Literal["known_nik", "identified"] | None = None
    nik_fault: bool = False
    stops_load: bool = False
    position: int = 0


class Breaker(_Part):
    """A check of a whole file: a share of held rows, or a number of rows, measured against core.parameter.

    ``share``: trips when more than that share of the file's rows is held by blocking rules. The others are
    only noticed: ``minimum`` and ``maximum`` are rows of one village's list, against its own earlier months or,
    without any, against the parameter; ``copy`` is an earlier month's very bytes, ``repeated`` its very rows.
    """

    id: str = Field(pattern=r"^[A-Z]{2,4}-\d{2}$")
    severity: Severity
    owner: Owner
    title: Text
    message: Text
    why: Text
    remedy: Text
    measure: Literal["share", "minimum", "maximum", "copy", "repeated"]
    parameter: str | None = None
    minimum_rows_parameter: str | None = None
    position: int = 0

    @property
    def trips(self) -> bool:
        """Whether it holds the file back, rather than only noticing."""
        return self.measure == "share"


class Contract(_Part):
    """Everything agreed about one layout of a feed.

    ``name`` is the file's name (p3ke), ``feed`` the feed it belongs to (poverty_registry), ``table`` the
    staging table of its rows. Words: field → canonical word → spellings.
    """

    name: str
    feed: Literal[
        "village_submissions", "bpjs_branch_export", "poverty_registry", "exclusion_lists", "case_verdicts"
    ]
    table: str = Field(pattern=r"^staging\.[a-z_]+$")
    title: Text
    description: Text
    columns: tuple[Column, ...]
    words: dict[str, dict[str, tuple[str, ...]]] = Field(default_factory=dict)
    refusals: tuple[Message, ...] = ()
    rules: tuple[Rule, ...] = ()
    breakers: tuple[Breaker, ...] = ()

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))

    @property
    def parts(self) -> tuple[str, ...]:
        """Names of its tables, in order of appearance."""
        return tuple(dict.fromkeys(column.part for column in self.columns))

    def columns_of(self, part: str = MAIN_PART) -> tuple[Column, ...]:
        """Return the columns of one table."""
        return tuple(column for column in self.columns if column.part == part)

    def required(self, part: str = MAIN_PART) -> tuple[Column, ...]:
        """Return the columns without which a table is not that table."""
        return tuple(column for column in self.columns_of(part) if column.required_header)

    @cached_property
    def _by_header(self) -> dict[tuple[str, str], Column]:
        return {
            (column.part, key(alias)): column
            for column in self.columns
            for alias in (column.name, *column.aliases)
        }

    def column_for(self, header: str, part: str = MAIN_PART) -> Column | None:
        """Return the column that a header cell names, however spelt; None where nobody asked for it."""
        return self._by_header.get((part, key(header)))

    @cached_property
    def _by_word(self) -> dict[tuple[str, str], str]:
        return {
            (field, key(spelling)): canonical
            for field, canonicals in self.words.items()
            for canonical, spellings in canonicals.items()
            for spelling in (canonical, *spellings)
        }

    def word(self, field: str, text: str | None) -> str | None:
        """Return what a whole cell says, e.g. word('action', 'Meninggal dunia') is 'meninggal'."""
        return self._by_word.get((field, key(text))) if text else None

    @cached_property
    def _spellings(self) -> dict[str, tuple[tuple[str, str], ...]]:
        found: dict[str, tuple[tuple[str, str], ...]] = {}
        for field, canonicals in self.words.items():
            pairs = [(normalise(s), c) for c, spellings in canonicals.items() for s in (c, *spellings)]
            # The longest spelling first: APBD PROVINSI must not be taken for APBD.
            found[field] = tuple(sorted(set(pairs), key=lambda pair: (-len(pair[0]), pair)))
        return found

    def word_within(self, field: str, text: str | None) -> str | None:
        """Return the canonical word whose spelling stands in a text as whole words, the longest first."""
        if not text:
            return None
        padded = f" {normalise(text)} "
        return next((c for spelling, c in self._spellings.get(field, ()) if f" {spelling} " in padded), None)

    def word_at_start(self, field: str, text: str | None) -> str | None:
        """Return the canonical word with whose spelling a text begins: a label, a total, a signature."""
        if not text:
            return None
        padded = f"{normalise(text)} "
        return next(
            (c for spelling, c in self._spellings.get(field, ()) if padded.startswith(f"{spelling} ")), None
        )

    def refusal(self, code: str) -> Message:
        """Return the message of a refusal code; KeyError tells which codes there are."""
        for message in self.refusals:
            if message.code == code:
                return message
        known = ", ".join(message.code for message in self.refusals)
        raise KeyError(f"contract {self.name} has no refusal '{code}'; known: {known}")
