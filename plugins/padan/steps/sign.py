"""The month's sign-off as steps: propose it, note what each office says, write what is final."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from padan import sign_off
from padan.alerts.record import record
from padan.sign_off import BRANCH, DISNAKER, Proposal, Verdict
from padan.steps.context import StepContext, note
from padan.warehouse.sql import run

OPEN, SIGNED, ENDED = "open", "signed", "ended"
"""Whether an office's answer is awaited, is there, or is not wanted any more."""


def propose(ctx: StepContext, period: str) -> dict[str, Any]:
    """Return whether a month can be signed now: ready, reason; if it can, what is proposed and its figures.

    Raises:
        SignOffError: a published product was touched.

    """
    with ctx.warehouse.begin() as connection:
        reason = sign_off.why_not(connection, period, _signed_from(ctx))
        if reason:
            return {"ready": False, "reason": reason, "period": period}
        what = sign_off.proposal(connection, period, ctx.reports)
        figures = _figures(connection, what, ctx.settings.language)
        note(connection, ctx, "propose", period, "done", {"version": what.version})
        record(
            connection,
            ctx.run_ref,
            "signature_awaited",
            period,
            f"v{what.version}",
            {"count": 1, "next_step": "sign_amendment" if what.amends_version else "sign_month"},
        )
    return {
        "ready": True,
        "reason": f"version {what.version} of {period} awaits its signatures",
        "period": period,
        "version": what.version,
        "manifest_sha256": what.manifest_sha256,
        "amends_version": what.amends_version,
        "folder": str(ctx.reports / period / f"v{what.version}"),
        "figures": figures,
    }


def awaited(ctx: StepContext, proposed: Mapping[str, Any], office: str) -> str:
    """Return whether an office's answer is still awaited: 'open', 'signed', or 'ended' (outdated, or sent back)."""
    with ctx.warehouse.connect() as connection:
        return _awaited(ctx, connection, _proposal(proposed), office)[0]


def _awaited(ctx: StepContext, connection: Connection, what: Proposal, office: str) -> tuple[str, str]:
    """The same, with the reason in words."""
    if why := sign_off.not_any_more(connection, what.period, what.version, _signed_from(ctx)):
        return ENDED, why
    given = sign_off.approvals(connection, what.period, what.version)
    if office in given:
        return SIGNED, f"{office} approved it already"
    if office == DISNAKER or DISNAKER in given:
        return OPEN, ""
    return ENDED, "the version was sent back meanwhile; nothing was signed"


def sign(ctx: StepContext, proposed: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, Any]:
    """Note what an office answered; return outcome ('approved', 'rejected', 'already', 'ended') and whether to go on.

    Args:
        ctx: settings and warehouse.
        proposed: what `propose` returned.
        answer: office, approved, person (user id), at (ISO instant), reason, document_number.

    Raises:
        SignOffError: the person may not sign, or what is published is not what was proposed.

    """
    what = _proposal(proposed)
    office = str(answer["office"])
    verdict = Verdict(
        office,
        bool(answer["approved"]),
        str(answer["person"]),
        datetime.fromisoformat(str(answer["at"])),
        str(answer.get("reason") or ""),
        str(answer.get("document_number") or ""),
    )
    with ctx.warehouse.begin() as connection:
        _hold_versions(connection)
        state, why = _awaited(ctx, connection, what, office)
        if state == SIGNED:
            return {"outcome": "already", "go_on": True, "note": why}
        if state == ENDED:
            note(connection, ctx, "sign", what.period, "unchanged", {"version": what.version}, why)
            return {"outcome": "ended", "go_on": False, "note": why}
        current = sign_off.proposal(connection, what.period, ctx.reports)
        if current != what:
            raise sign_off.SignOffError(
                f"what is published as {what.period} v{what.version} is not what {office} was shown: trigger "
                "month_sign_off for the month again"
            )
        root = sign_off.sign(
            connection, what, verdict, signers=ctx.settings.signers[office], run_ref=ctx.run_ref
        )
        outcome = "approved" if verdict.approved else "rejected"
        counts = {"version": what.version, office: outcome}
        note(connection, ctx, "sign", what.period, "done", counts)
        if not verdict.approved:
            subject = f"v{what.version}: {verdict.reason}"
            record(connection, ctx.run_ref, "sign_off_rejected", what.period, subject, {"count": 1})
    return {"outcome": outcome, "go_on": verdict.approved, "event_sha256": root}


def problem_of(ctx: StepContext, proposed: Mapping[str, Any], answer: Mapping[str, Any]) -> str | None:
    """Return why an answer must be asked for again, in words; None if it can be taken."""
    if not answer["approved"] and not str(answer.get("reason") or "").strip():
        return "it rejects without a reason"
    what = _proposal(proposed)
    with ctx.warehouse.connect() as connection:
        given = sign_off.approvals(connection, what.period, what.version)
    if answer["office"] == BRANCH and any(one.person == answer["person"] for one in given.values()):
        return "the same person signed for Disnaker"
    return None


def finalise(ctx: StepContext, proposed: Mapping[str, Any]) -> dict[str, Any]:
    """Write the signed documents of an approved version and make it final; run again it changes nothing.

    Returns:
        period, version and outcome: 'done' with the folder of the documents and their names; or 'ended' with a note,
        where a newer version came in between, or an earlier month must be final first.

    Raises:
        SignOffError: a signature is missing, or what is published is not what was approved.

    """
    from padan.evidence import write_pack
    from padan.sign_off.documents import FINAL, write_final

    what = _proposal(proposed)
    folder = ctx.reports / what.period / f"v{what.version}"
    with ctx.warehouse.begin() as connection:

        def make_pack(target: Path) -> Path:
            return write_pack(connection, ctx.settings, what.period, what.version, target, signed=target)

        _hold_versions(connection)
        if held := sign_off.not_any_more(connection, what.period, what.version, _signed_from(ctx)):
            note(connection, ctx, "finalise", what.period, "unchanged", {"version": what.version}, held)
            return {"period": what.period, "version": what.version, "outcome": "ended", "note": held}
        given = sign_off.approvals(connection, what.period, what.version)
        documents = write_final(
            connection,
            what,
            given,
            folder,
            language=ctx.settings.language,
            regency=ctx.settings.regency,
            make_pack=make_pack,
        )
        content = {
            "manifest_sha256": what.manifest_sha256,
            "documents": {
                path.name: sign_off.sha256_of(path) for path in documents if path.name == "berita-acara.pdf"
            },
        }
        which = {"period": what.period, "version": what.version}
        run(connection, "sign_off/finalise.sql", **which, content=json.dumps(content))
        run(connection, "sign_off/amend.sql", **which)
        note(connection, ctx, "finalise", what.period, "done", {"version": what.version})
    return {
        "period": what.period,
        "version": what.version,
        "outcome": "done",
        "folder": str(folder / FINAL),
        "documents": [path.name for path in documents],
    }


def next_to_sign(ctx: StepContext, period: str) -> str | None:
    """Return the first later month that waits for its signatures, if any."""
    with ctx.warehouse.connect() as connection:
        found = run(connection, "sign_off/next_unsigned.sql", period=period).scalar()
    return None if found is None else str(found)


def _signed_from(ctx: StepContext) -> str:
    from padan.products.texts import read_office

    return str(read_office(ctx.settings.regency)["signed_from"])


def _hold_versions(connection: Connection) -> None:
    """No new version of any month is made while this one is signed or becomes final: one under way is waited for."""
    connection.execute(text("LOCK TABLE reconciliation.version IN ROW EXCLUSIVE MODE"))


def _proposal(proposed: Mapping[str, Any]) -> Proposal:
    return Proposal(
        proposed["period"], proposed["version"], proposed["manifest_sha256"], proposed["amends_version"]
    )


def _figures(connection: Connection, what: Proposal, language: str) -> dict[str, str]:
    """The month in a few figures, written out."""
    row = connection.execute(
        text(
            "SELECT submitted, roster, matched + matched_different + matched_by_inference AS paired, "
            "rows_at_branch, covered_at_branch, expected_rupiah, billed_rupiah, open_cases "
            "FROM mart.month_summary WHERE period = :period AND version = :version"
        ),
        {"period": what.period, "version": what.version},
    ).one()
    from padan.products.numbers import numbers

    written = numbers(language)
    return {
        name: (written.rupiah if name.endswith("_rupiah") else written.integer)(value or 0)
        for name, value in row._mapping.items()
    }
