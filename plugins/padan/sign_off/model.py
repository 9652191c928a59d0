"""What is proposed for signature, and what an office says to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from padan.errors import DataProblem

DISNAKER = "disnaker"
BRANCH = "branch"
OFFICES = (DISNAKER, BRANCH)
"""In the order in which they sign."""

APPROVED = "approved"
REJECTED = "rejected"


class SignOffError(DataProblem):
    """A version cannot be signed; the message says what to do next."""


@dataclass(frozen=True)
class Proposal:
    """A version that may be signed now.

    Attributes:
        period: 'YYYY-MM'.
        version: the month's newest.
        manifest_sha256: of the published manifest.json, in hexadecimal.
        amends_version: the final version it would replace; None for a month's first.
    """

    period: str
    version: int
    manifest_sha256: str
    amends_version: int | None


@dataclass(frozen=True)
class Verdict:
    """What one officer answered for one office.

    Attributes:
        office: 'disnaker' or 'branch'.
        approved: whether they approve.
        person: user id of the officer.
        at: aware instant of the answer.
        reason: why it is rejected, without personal data; '' for an approval.
        document_number: number in the office's register; '' where none is given.
    """

    office: str
    approved: bool
    person: str
    at: datetime
    reason: str = ""
    document_number: str = ""


@dataclass(frozen=True)
class Approval:
    """An approval in force.

    Attributes:
        office: 'disnaker' or 'branch'.
        person: user id of the officer.
        signed_at: aware instant.
        document_number: number in the office's register, or None.
        run_ref: the run that asked.
        manifest_sha256: of the manifest that was approved.
        event_sha256: the approval's own link in the chained log: stands for all that was noted up to it.
    """

    office: str
    person: str
    signed_at: datetime
    document_number: str | None
    run_ref: str
    manifest_sha256: str
    event_sha256: str
