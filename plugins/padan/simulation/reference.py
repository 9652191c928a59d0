"""What the simulation takes from include/reference and from its own data files."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

REFERENCE = Path(__file__).resolve().parents[3] / "include" / "reference"
DATA = Path(__file__).resolve().parent / "data"
ENROLLED = {("apbd_provinsi", "pekerja_rentan"): 44_259, ("apbd_kabupaten", "marbot"): 3_581}
"""People enrolled in December 2025 by funder and group, as both offices published (metropolitan.id)."""


@dataclass(frozen=True)
class Village:
    """One village: official code and name, kind, its district, and the district's BPS spelling."""

    code: str
    name: str
    kind: str
    district_code: str
    district_name: str
    bps_district_name: str
    index: int


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of one reference file."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def villages() -> tuple[Village, ...]:
    """Every village of the regency, in order of code."""
    rows = sorted(read_rows("villages.csv"), key=lambda row: row["village_code"])
    return tuple(
        Village(
            row["village_code"], row["village_name"], row["village_type"], row["district_code"],
            row["district_name"], row["bps_district_name"], index,
        )
        for index, row in enumerate(rows)
    )  # fmt: skip


@cache
def district_prefixes() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """NIK prefixes of the regency's districts, and of districts elsewhere."""
    codes = sorted(row["district_code"].replace(".", "") for row in read_rows("districts.csv"))
    regency = villages()[0].code.replace(".", "")[:4]
    inside = tuple(code for code in codes if code.startswith(regency))
    return inside, tuple(code for code in codes if not code.startswith(regency))


@cache
def parameter(name: str) -> float:
    """The value of a parameter; dated changes of parameters are not simulated."""
    for row in read_rows("parameters.csv"):
        if row["name"] == name:
            return float(row["value"])
    raise KeyError(f"include/reference/parameters.csv has no {name}: add it, the simulation needs it")


@cache
def tariff(funding_source: str, on: date) -> int:
    """Rupiah a month that a funder owes for one person on a day."""
    for row in read_rows("tariffs.csv"):
        begun = row["valid_from"] <= on.isoformat()
        if row["funding_source"] == funding_source and begun and on.isoformat() <= (row["valid_to"] or "9"):
            return int(row["jkk"]) + int(row["jkm"])
    raise KeyError(f"include/reference/tariffs.csv has no tariff of {funding_source} on {on}")


@cache
def default_funder(group: str) -> str:
    """The funder of a group where a list names none."""
    for row in read_rows("programmes.csv"):
        if row["participant_group"] == group:
            return row["default_funding_source"]
    raise KeyError(f"include/reference/programmes.csv has no group {group}")


@cache
def status_words() -> dict[str, tuple[str, ...]]:
    """Status -> the branch's words for it."""
    words: dict[str, tuple[str, ...]] = {}
    for row in read_rows("status_words.csv"):
        words[row["status"]] = (*words.get(row["status"], ()), row["word"])
    return words


@cache
def data(name: str) -> Any:
    """One of the simulation's own data files: vocabulary, rates or names."""
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))


def month_start(period: str, offset: int = 0) -> date:
    """First day of a month 'YYYY-MM', some months later or earlier."""
    count = int(period[:4]) * 12 + int(period[5:]) - 1 + offset
    return date(count // 12, count % 12 + 1, 1)


def months_between(earlier: str, later: str) -> int:
    """Whole months from one 'YYYY-MM' to another."""
    return (int(later[:4]) - int(earlier[:4])) * 12 + int(later[5:7]) - int(earlier[5:7])


def years_at(born: date, day: date) -> int:
    """Completed years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def period_of(day: date) -> str:
    """'YYYY-MM' of a day."""
    return f"{day:%Y-%m}"
