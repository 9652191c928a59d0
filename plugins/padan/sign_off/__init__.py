"""Two offices sign a month: what may be signed, who signed it, and (documents.py) what is written then."""

from padan.sign_off.ledger import OUTDATED, approvals, not_any_more, proposal, sign, why_not
from padan.sign_off.model import BRANCH, DISNAKER, OFFICES, Approval, Proposal, SignOffError, Verdict
from padan.sign_off.published import sha256_of

__all__ = [
    "BRANCH",
    "DISNAKER",
    "OFFICES",
    "OUTDATED",
    "Approval",
    "Proposal",
    "SignOffError",
    "Verdict",
    "approvals",
    "not_any_more",
    "proposal",
    "sha256_of",
    "sign",
    "why_not",
]
