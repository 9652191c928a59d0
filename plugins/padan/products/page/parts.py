"""What the page's sections show: figures written out and places of what is drawn."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from datetime import date
from typing import Any

from padan.products.bridge import MONEY_ONLY, steps
from padan.products.labels import Labels
from padan.products.month import MATCHED, Lines, Month, amount, district_of
from padan.products.numbers import Numbers, numbers
from padan.products.page.geometry import waterfall as lay_out
from padan.products.places import UNKNOWN, names

Part = dict[str, Any]

BANDS = 4
ARRIVED = ("received", "late")
WAITING = ("missing", "refused", "carried_forward")


def waterfall(month: Month, labels: Labels, words: dict[str, str]) -> Part:
    """The bridge's bars in people."""
    figures = numbers(month.language)
    printed = "printed_total" in month.bridge
    drawing = lay_out(steps(month.bridge, labels, printed=printed))
    rows = []
    for number, bar in enumerate(drawing.bars):
        step = bar.step
        people = step.amount.persons
        change = people if step.sign == "+" else -people
        tone = "total" if step.kind == "total" or number == 0 else "plus" if change >= 0 else "minus"
        value = figures.integer(people) if tone == "total" else figures.signed(change)
        rows.append({"label": step.label, "value": value, "tone": tone, "bar": bar, "nothing": people == 0})
    return {"rows": rows, "axis": words["axis"].format(start=figures.integer(drawing.axis_start))}


def bridge_table(month: Month, labels: Labels) -> list[Part]:
    """The bridge line by line in people and rupiah."""
    figures = numbers(month.language)
    printed = "printed_total" in month.bridge
    return [
        {
            "kind": step.kind,
            "sign": "" if step.kind == "part" else step.sign.replace("-", figures.minus),
            "label": step.label,
            "persons": "–" if step.line == MONEY_ONLY else figures.integer(step.amount.persons),
            "rupiah": figures.rupiah(step.amount.rupiah),
        }
        for step in steps(month.bridge, labels, printed=printed)
    ]


def calendar(month: Month, words: dict[str, str]) -> Part:
    """The month's days with the lists received on each; `strength` 0 to 4 compares with the busiest day."""
    figures = numbers(month.language)
    received = Counter(row["received_on"] for row in month.submissions if row["status"] in ARRIVED)
    year, number = (int(part) for part in month.period.split("-"))
    first_weekday, length = monthrange(year, number)
    days = [date(year, number, day) for day in range(1, length + 1)]
    busiest = max((received[day] for day in days), default=0)
    outside = sum(received.values()) - sum(received[day] for day in days)
    return {
        "weekdays": figures.weekdays,
        "offset": first_weekday,
        "days": [
            {
                "day": day.day,
                "count": figures.integer(received[day]) if received[day] else "",
                "text": words["day"].format(date=figures.date(day), count=figures.integer(received[day])),
                "strength": -(-4 * received[day] // busiest) if busiest else 0,
                "deadline": day == month.deadline,
            }
            for day in days
        ],
        "deadline": words["deadline"].format(deadline=figures.date(month.deadline)),
        "outside": words["outside"].format(count=figures.integer(outside)) if outside else "",
    }


def submission_states(month: Month, labels: Labels, words: dict[str, str]) -> list[Part]:
    """Villages by what became of their list, with the share of all as a bar (0 to 100)."""
    figures = numbers(month.language)
    counts = month.submitted_by_status()
    total = sum(counts.values())
    return [
        {
            "state": state,
            "title": title,
            "count": figures.integer(counts.get(state, 0)),
            "share": figures.percent(counts.get(state, 0), total),
            "width": _share(counts.get(state, 0), total),
        }
        for state, title in labels.words["submission"].items()
    ]


def waiting(month: Month, labels: Labels, words: dict[str, str]) -> list[Part]:
    """Villages without a usable list of the month, by state and district."""
    figures = numbers(month.language)
    result = []
    for state in WAITING:
        rows = [row for row in month.submissions if row["status"] == state]
        places: dict[str, list[str]] = {}
        for row in rows:
            places.setdefault(row["district_name"], []).append(row["village_name"])
        if rows:
            count = words["count"].format(count=figures.integer(len(rows)))
            result.append(
                {
                    "state": state,
                    "title": labels.of("submission", state),
                    "count": count,
                    "places": [(district, ", ".join(own)) for district, own in sorted(places.items())],
                }
            )
    return result


def ageing(month: Month, labels: Labels) -> list[Part]:
    """One row an owner: open cases by band of age, and where each band's bar stands (0 to 100)."""
    figures = numbers(month.language)
    counts = {
        owner: [month.count_cases(owner=owner, band=band) for band in range(BANDS)]
        for owner in labels.words["owners"]
    }
    largest = max((sum(own) for own in counts.values()), default=0)
    rows = []
    for owner, own in counts.items():
        if not sum(own):
            continue
        places, left = [], 0.0
        for count in own:
            width = _share(count, largest)
            places.append((round(left, 3), width))
            left += width
        rows.append(
            {
                "owner": labels.of("owners", owner),
                "counts": [figures.integer(count) for count in own],
                "total": figures.integer(sum(own)),
                "bars": places,
            }
        )
    return rows


def ledger(month: Month, labels: Labels) -> list[Part]:
    """One row a cause: opening, movements, closing."""
    figures = numbers(month.language)
    found = {row["cause"]: row for row in month.ledger}
    rows = []
    for cause in labels.causes:
        if cause not in found:
            continue
        row = found[cause]
        moved = row["reclassified_in"] - row["reclassified_out"]
        values = (row["opening"], row["opened"], row["reopened"], -row["resolved"], moved, row["closing"])
        rows.append({"cause": labels.of("causes", cause), "values": [figures.integer(v) for v in values]})
    return rows


def quality(month: Month, labels: Labels, words: dict[str, str]) -> Part:
    """Rules that found something, the gravest first, with the share of rows as a bar (0 to 100)."""
    figures = numbers(month.language)
    order = list(labels.words["severity"])
    broken = [row for row in month.quality if row["rows_failed"]]
    broken.sort(
        key=lambda row: (order.index(row["severity"]), -row["rows_failed"], row["feed"], row["rule_id"])
    )
    worst = max((row["rows_failed"] / row["rows_checked"] for row in broken), default=1.0)
    clean = len(month.quality) - len(broken)
    return {
        "rows": [
            {
                "rule": row["rule_id"],
                "feed": labels.of("feeds", row["feed"]),
                "message": month.rules[row["rule_id"]],
                "severity": row["severity"],
                "severity_title": labels.of("severity", row["severity"]),
                "checked": figures.integer(row["rows_checked"]),
                "failed": figures.integer(row["rows_failed"]),
                "share": figures.percent(row["rows_failed"], row["rows_checked"], 2),
                "width": round(row["rows_failed"] / row["rows_checked"] / worst * 100, 2),
            }
            for row in broken
        ],
        "clean": words["clean"].format(count=figures.integer(clean)) if clean else "",
    }


def districts(month: Month, labels: Labels) -> Part:
    """One row a district, what cannot be placed, and the sum; each value with the number it is sorted by."""
    figures = numbers(month.language)
    arrived = Counter(row["district_code"] for row in month.submissions if row["status"] in (*ARRIVED, "nil"))
    cases = Counter[str]()
    for row in month.cases:
        cases[district_of(row["village_code"])] += row["cases"]

    def cells(
        lines: Lines, sent: int | None, villages: int | None, open_cases: int
    ) -> list[tuple[float, str]]:
        roster, paired = amount(lines, "roster").persons, amount(lines, *MATCHED).persons
        covered = amount(lines, "covered_at_branch").persons
        return [
            (sent or 0, "" if sent is None or villages is None else f"{sent}/{villages}"),
            _count(figures, amount(lines, "submitted", "carried_forward").persons),
            _count(figures, roster),
            _count(figures, paired),
            (_share(paired, roster), figures.percent(paired, roster)),
            _count(figures, roster - paired),
            _count(figures, covered),
            _count(figures, open_cases),
        ]

    rows = [
        (d.name, cells(month.lines("district", d.code), arrived[d.code], d.villages, cases[d.code]))
        for d in month.districts
    ]
    lost = f"{month.regency}.{UNKNOWN}"
    if ("district", lost) in month.totals or cases[lost]:
        rows.append(
            (names(month, labels).unknown, cells(month.lines("district", lost), None, None, cases[lost]))
        )
    villages = sum(d.villages for d in month.districts)
    return {"rows": rows, "total": cells(month.bridge, sum(arrived.values()), villages, sum(cases.values()))}


def _share(part: int, whole: int) -> float:
    """Per cent of a whole, for drawing."""
    return round(100 * part / whole, 3) if whole else 0.0


def _count(figures: Numbers, value: int) -> tuple[float, str]:
    return value, figures.integer(value)
