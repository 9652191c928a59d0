"""The signatures under a Berita Acara, as audit.sign_off holds them: input data of the signed form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Signature:
    """One office's approval.

    Attributes:
        office: 'disnaker' or 'branch'.
        person: user id of the officer.
        signed_at: aware instant of the answer.
    """

    office: str
    person: str
    signed_at: datetime


@dataclass(frozen=True)
class Signed:
    """What the signed form says beyond the draft.

    Attributes:
        signatures: in the order in which they were given.
        document_number: number in the office's register, or None.
        root: root of the chained log right after the last signature, in hexadecimal.
    """

    signatures: tuple[Signature, ...]
    document_number: str | None
    root: str
