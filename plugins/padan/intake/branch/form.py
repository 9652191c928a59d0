"""The form of a branch's export: columns, words, date style, number style, totals; and what changed in it.

No public layout exists, so a change is told before it misleads. A form holds no value of a person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from padan.contracts import Contract
from padan.contracts.headers import normalise
from padan.intake.branch.date_order import Order
from padan.intake.cells import is_number, squeeze
from padan.intake.header import Header
from padan.intake.records import Value

Form = dict[str, Any]
_DIGITS = re.compile(r"\d+")
_WORDS = re.compile(r"(?!RP\b)\b[^\W\d_]+")
_PLACES = {"village", "village_code"}
"""Either of them tells where a person lives."""

_LONGEST_STYLE = 20


@dataclass(frozen=True)
class Change:
    """One difference between two forms.

    Attributes:
        kind: column_lost (of a column that the reconciliation uses), column_gone, column_new, column_renamed,
            columns_moved, date_style, number_style, contribution_unit, totals, status_words.
        subject: canonical field, or the head of a column that the contract does not know.
        before: what it was.
        after: what it is.
        misleads: whether the file would be misread.
    """

    kind: str
    subject: str
    before: str = ""
    after: str = ""
    misleads: bool = False


def list_form(
    header: Header,
    orders: Mapping[str, Order],
    money: Sequence[str | None],
    contributions: Iterable[Value],
    status_words: Iterable[Value],
) -> Form:
    """The form of one by-name list: its heads, and the columns as they were typed."""
    amounts = Counter(amount for amount in contributions if amount)
    return {
        "heads": [normalise(text) for text in header.texts if normalise(text)],
        "fields": {name: normalise(header.texts[at]) for name, at in sorted(header.columns.items())},
        "status_words": sorted({str(word) for word in status_words if word}),
        "date_styles": {field: str(order) for field, order in sorted(orders.items())},
        "number_style": _commonest(Counter(_style(cell) for cell in money if cell)),
        "usual_contribution": _commonest(amounts),
        "totals": [],
    }


def _style(cell: str) -> str:
    """'Rp 16.800,00' → 'RP 9.9,9': how figures are written, not which, and no word that stands among them."""
    if is_number(cell):
        return "number"
    shape = _WORDS.sub("A", _DIGITS.sub("9", squeeze(cell).upper()))
    return shape[:_LONGEST_STYLE]


def _commonest(counted: Counter[Any]) -> Any:
    """The commonest; of several the smallest, so that the answer does not depend on the rows' order."""
    return min(counted, key=lambda one: (-counted[one], one)) if counted else None


def file_form(lists: Sequence[Form], totals: Iterable[str]) -> Form:
    """The form of a file: of its lists together, and how it prints totals (row, sheet, file)."""
    if not lists:
        return {"totals": sorted(set(totals))}
    first, others = lists[0], lists[1:]
    shared = set(first["fields"]).intersection(*(set(other["fields"]) for other in others))
    styles: dict[str, set[str]] = {}
    for form in lists:
        for field, style in form["date_styles"].items():
            styles.setdefault(field, set()).add(style)
    return {
        **first,
        "fields": {name: head for name, head in first["fields"].items() if name in shared},
        "status_words": sorted({word for form in lists for word in form["status_words"]}),
        "date_styles": {field: " ".join(sorted(found)) for field, found in sorted(styles.items())},
        "totals": sorted(set(totals)),
    }


def changes(before: Form, after: Form, contract: Contract, unit_ratio: float) -> list[Change]:
    """What is different in a file with a list, in a fixed order.

    Args:
        before: form of the last accepted month.
        after: form of the file.
        contract: tells which columns the reconciliation uses.
        unit_ratio: the usual contribution changing by this factor is another unit.
    """
    return [
        *_columns(before, after, contract),
        *_dates(before["date_styles"], after["date_styles"]),
        *_amounts(before, after, unit_ratio),
        *_words(before, after),
    ]


def _columns(before: Form, after: Form, contract: Contract) -> list[Change]:
    old, new = before["fields"], after["fields"]
    used = {column.name for column in contract.columns_of() if column.reconciled}
    found = []
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            lost = name in used and not (name in _PLACES and _PLACES & new.keys())
            found.append(Change("column_lost" if lost else "column_gone", name, old[name]))
        elif name not in old:
            found.append(Change("column_new", name, after=new[name]))
        elif old[name] != new[name]:
            found.append(Change("column_renamed", name, old[name], new[name]))
    heads, held = set(after["heads"]) - set(new.values()), set(before["heads"]) - set(old.values())
    found += [Change("column_gone", head, head) for head in sorted(held - set(after["heads"]))]
    found += [Change("column_new", head, after=head) for head in sorted(heads - set(before["heads"]))]
    if not found and before["heads"] != after["heads"]:
        found.append(Change("columns_moved", "", " | ".join(before["heads"]), " | ".join(after["heads"])))
    return found


def _dates(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    found = []
    for field in sorted(before.keys() & after.keys()):
        old, new = before[field], after[field]
        if old == new or old == Order.WORDS or new == Order.WORDS:
            continue
        if {old, new} == {Order.DAY_FIRST, Order.UNTOLD}:
            continue  # no cell told; read day first either way
        found.append(Change("date_style", field, old, new, misleads=Order.MONTH_FIRST in (old, new)))
    return found


def _amounts(before: Form, after: Form, unit_ratio: float) -> list[Change]:
    found = []
    old, new = before["usual_contribution"], after["usual_contribution"]
    if old and new and not 1 / unit_ratio < new / old < unit_ratio:
        found.append(Change("contribution_unit", "contribution", f"{old}", f"{new}", misleads=True))
    old, new = before["number_style"], after["number_style"]
    if old and new and old != new:
        found.append(Change("number_style", "contribution", old, new))
    return found


def _words(before: Form, after: Form) -> list[Change]:
    new = sorted(set(after["status_words"]) - set(before["status_words"]))
    return [Change("status_words", "status", after=", ".join(new))] if new else []


def new_totals(before: Iterable[str], after: Iterable[str]) -> list[Change]:
    """A way of printing totals that the month before did not have; totals that are still to come are none."""
    old, new = set(before), set(after)
    if not old or not new - old:
        return []
    return [Change("totals", "", ", ".join(sorted(old)), ", ".join(sorted(new)))]
