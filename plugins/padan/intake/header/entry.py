"""The entry that a person adds to the decisions, so that a layout is read: ready to be pasted."""

from __future__ import annotations

from hashlib import sha256

import yaml

from padan.contracts import Contract
from padan.contracts.model import MAIN_PART
from padan.intake.header.model import Header, numbered_keys
from padan.intake.records import IGNORE

_KIND = "column_mapping"


def decision_entry(
    header: Header, village_code: str | None, contract: Contract, part: str = MAIN_PART
) -> str:
    """One YAML entry: the layout's heads, and a proposal for each head that nothing names.

    A head is proposed as a required column that it resembles most, else as one to be ignored. Where several
    heads name one column, each is proposed to be ignored: which one is right is not ours to say.
    """
    missing = [column.name for column in contract.required(part) if column.name not in header.columns]
    names = dict(zip(header.texts, numbered_keys(header.texts), strict=True))
    proposed: dict[str, str] = {names[head]: IGNORE for head in header.unknown}
    twice = [text for texts in header.duplicates.values() for text in texts]
    proposed |= {
        name: IGNORE
        for text, name in zip(header.texts, numbered_keys(header.texts), strict=True)
        if text in twice
    }
    for field in missing:
        alike = [(guess.confidence, head) for head, guess in header.guesses.items() if guess.field == field]
        if alike:
            proposed[names[max(alike)[1]]] = field
    heads = header.keys
    digest = sha256("|".join(heads).encode()).hexdigest()[:8]
    identity = "-".join(part for part in (_KIND, village_code, digest) if part)
    entry = {
        "id": identity,
        "kind": _KIND,
        "village_code": village_code,
        "heads": list(heads),
        "columns": proposed,
        "decided_by": "",
        "decided_on": "",
        "reason": "",
    }
    return yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=100)
