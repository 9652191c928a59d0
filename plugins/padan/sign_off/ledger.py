"""Who may sign what now, and the signatures themselves: audit.sign_off through Padan's own rules.

The database holds the same rules once more, in the triggers of audit.sign_off and reconciliation.version.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from sqlalchemy import Connection

from padan.sign_off.model import APPROVED, BRANCH, REJECTED, Approval, Proposal, SignOffError, Verdict
from padan.sign_off.published import published_manifest
from padan.warehouse.sql import run

OUTDATED = "a newer version of the month was made while the signature was awaited; nothing was signed"


def why_not(connection: Connection, period: str, signed_from: str) -> str | None:
    """Return why a month cannot be signed now, in words; None if it can.

    Args:
        connection: to the warehouse.
        period: 'YYYY-MM'.
        signed_from: first month that the offices sign with Padan: earlier ones hold nothing back.

    """
    newest = run(connection, "sign_off/newest.sql", period=period).first()
    if newest is None:
        return f"{period} has no version yet"
    if period < signed_from:
        return f"{period} lies before {signed_from}, the first month that is signed"
    if newest.status == "final":
        return f"version {newest.version} of {period} is final already"
    if not newest.is_published:
        return f"version {newest.version} of {period} is not published yet"
    return _earlier_first(connection, period, signed_from)


def not_any_more(connection: Connection, period: str, version: int, signed_from: str) -> str | None:
    """Return why a version that was proposed is not signed any more, in words; None while it may be."""
    newest = run(connection, "sign_off/newest.sql", period=period).first()
    if newest is None or newest.version != version:
        return OUTDATED
    return _earlier_first(connection, period, signed_from)


def _earlier_first(connection: Connection, period: str, signed_from: str) -> str | None:
    earlier = run(connection, "sign_off/earlier_unsigned.sql", period=period, signed_from=signed_from)
    first = earlier.scalars().first()
    return None if first is None else f"{first} must be final first"


def proposal(connection: Connection, period: str, reports: Path) -> Proposal:
    """Return the month's newest version as it is published.

    Raises:
        SignOffError: its products were touched since they were published.

    """
    newest = run(connection, "sign_off/newest.sql", period=period).one()
    sha256 = published_manifest(reports / period / f"v{newest.version}")
    return Proposal(period, newest.version, sha256, newest.amends_version)


def approvals(connection: Connection, period: str, version: int) -> dict[str, Approval]:
    """Return the approvals in force by office, in the order in which they were given."""
    rows = run(connection, "sign_off/approvals.sql", period=period, version=version).all()
    return {
        row.office: Approval(
            row.office,
            row.person,
            row.signed_at,
            row.document_number,
            row.run_ref,
            row.manifest_sha256,
            row.event_sha256,
        )
        for row in rows
    }


def sign(
    connection: Connection,
    what: Proposal,
    verdict: Verdict,
    *,
    signers: Collection[str],
    run_ref: str,
) -> str:
    """Note an office's verdict on a version; return its link in the chained log.

    Args:
        connection: inside the caller's transaction.
        what: the version, as it was shown to the officer.
        verdict: what the officer answered.
        signers: user ids that may sign for the office.
        run_ref: the run that asked.

    Raises:
        SignOffError: this person may not sign for the office, signed for the other one, or gave no reason.

    """
    if verdict.person not in signers:
        raise SignOffError(
            f"{verdict.person} may not sign for {verdict.office}: add the id to the PADAN_SIGNERS_ setting, "
            "or let a signer answer"
        )
    if not verdict.approved and not verdict.reason.strip():
        raise SignOffError(f"{verdict.office} rejected {what.period} without a reason; a reason is needed")
    first = approvals(connection, what.period, what.version)
    if verdict.office == BRANCH and any(one.person == verdict.person for one in first.values()):
        raise SignOffError(
            f"{verdict.person} approved {what.period} for Disnaker already: another person must sign for the branch"
        )
    row = run(
        connection,
        "sign_off/sign.sql",
        period=what.period,
        version=what.version,
        office=verdict.office,
        verdict=APPROVED if verdict.approved else REJECTED,
        person=verdict.person,
        signed_at=verdict.at,
        reason=None if verdict.approved else verdict.reason.strip(),
        document_number=verdict.document_number.strip() or None,
        run_ref=run_ref,
        manifest_sha256=what.manifest_sha256,
    ).one()
    return str(row.event_sha256)
