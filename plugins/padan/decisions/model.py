"""Entries of the decisions file: what a person may decide, and how it must be written."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from padan.contracts import load_contract
from padan.contracts.headers import key
from padan.errors import DataProblem

IGNORE = "ignore"
"""What a head is mapped to when its column is asked for by nobody."""
_PERIOD = r"^\d{4}-(0[1-9]|1[0-2])$"
_VILLAGE = r"^\d{2}\.\d{2}\.\d{2}\.\d{4}$"

Period = Annotated[str, StringConstraints(pattern=_PERIOD)]
Village = Annotated[str, StringConstraints(pattern=_VILLAGE)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._+<-]{0,119}$")]


class DecisionsError(DataProblem):
    """The decisions file, or an entry meant for it, cannot be taken; the message names entry and key."""


class _Entry(BaseModel):
    """What every entry tells beside its content."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Id
    decided_by: Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)]
    decided_on: date
    reason: Sentence

    @field_validator("reason", "decided_by")
    @classmethod
    def _no_person(cls, text: str) -> str:
        if re.search(r"\d{16}", re.sub(r"[\s.-]", "", text)):
            raise ValueError("holds 16 digits, which may be a NIK: tell it without naming a person")
        return text

    def content(self) -> dict[str, Any]:
        """What the entry says of its kind, as JSON."""
        own = self.model_dump(mode="json", exclude_none=True)
        return {
            name: own[name] for name in sorted(own) if name not in (*_Entry.model_fields, "kind", "undoes")
        }


class ColumnMappingEntry(_Entry):
    """Which head of a layout is which field; heads are told by their filled cells, in order."""

    kind: Literal["column_mapping"]
    village_code: Village | None = None
    heads: tuple[str, ...] = ()
    columns: dict[str, str] = {}

    @model_validator(mode="before")
    @classmethod
    def _heads_of_columns(cls, raw: Any) -> Any:
        """Without heads, they are those of the columns, as they stand."""
        if isinstance(raw, dict) and not raw.get("heads") and isinstance(raw.get("columns"), dict):
            return {**raw, "heads": list(raw["columns"])}
        return raw

    @field_validator("heads")
    @classmethod
    def _comparable_heads(cls, heads: tuple[str, ...]) -> tuple[str, ...]:
        keys = tuple(_keyed(head)[0] for head in heads)
        if not all(keys):
            raise ValueError("holds an empty head: list only the filled cells of the header row")
        return keys

    @field_validator("columns")
    @classmethod
    def _known_fields(cls, columns: dict[str, str]) -> dict[str, str]:
        known = {column.name for column in load_contract("village_submissions").columns} | {IGNORE}
        if unknown := sorted(set(columns.values()) - known):
            raise ValueError(f"{', '.join(unknown)}: no such field; there are {', '.join(sorted(known))}")
        fields = [field for field in columns.values() if field != IGNORE]
        if twice := sorted({field for field in fields if fields.count(field) > 1}):
            raise ValueError(f"{', '.join(twice)}: given to two heads; set one of them to {IGNORE}")
        keyed = {"".join(_keyed(head)): field for head, field in columns.items()}
        if len(keyed) < len(columns):
            raise ValueError("two of its heads are spelt alike but for signs and spaces: list each head once")
        return keyed

    @model_validator(mode="after")
    def _columns_are_heads(self) -> ColumnMappingEntry:
        if not self.heads:
            raise ValueError("needs heads: the filled cells of the header row, from left to right")
        if strange := sorted(head for head in self.columns if _keyed(head)[0] not in self.heads):
            raise ValueError(f"columns names {', '.join(strange)}, which is none of heads")
        return self


def _keyed(head: str) -> tuple[str, str]:
    """The key of a head, and '#2' where it is the second one of that key."""
    text, mark, number = head.rpartition("#")
    return (key(text), mark + number) if text and number.isdecimal() else (key(head), "")


class _SubmissionEntry(_Entry):
    """Names one submission: the folder and path it was found at, and its bytes if need be.

    Without sha256 it concerns whatever bytes were received at that path up to the day of the decision, so that a list
    sent later to the same path counts.
    """

    period: Period
    path: Annotated[str, StringConstraints(min_length=1)]
    sha256: Sha256 | None = None


class WithdrawEntry(_SubmissionEntry):
    """The submission counts for nothing."""

    kind: Literal["withdraw_submission"]


class ReassignEntry(_SubmissionEntry):
    """The submission counts for another month, another village, or both."""

    kind: Literal["reassign_submission"]
    to_period: Period | None = None
    to_village: Village | None = None

    @model_validator(mode="after")
    def _somewhere(self) -> ReassignEntry:
        if self.to_period is None and self.to_village is None:
            raise ValueError("needs to_period, to_village or both")
        return self


class UndoEntry(_Entry):
    """Another entry holds no longer."""

    kind: Literal["undo"]
    undoes: Id


Entry = Annotated[ColumnMappingEntry | WithdrawEntry | ReassignEntry | UndoEntry, Field(discriminator="kind")]
