"""What the reader makes of a messy simulation, held against the truth beside it, class by class.

    python -m benchmarks.messy_truth --sources DIR --months 2026-01 [--differences 40]

Reads every file of the villages with `padan.intake.read_file`, without a database, and prints: files and rows
accounted for, each class of damaged NIK with rows, detected, missed and false alarms, each class of birth date,
and the first differences by kind. Exits with 1 unless every promise of `Proof.broken_promises` holds. Differences
name file, sheet, row and kind, never what a cell holds.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from padan.contracts.load import CONTRACTS
from padan.identity.names import read_name, same
from padan.intake.reading import read_file, tools_for
from padan.intake.records import FileReading, ReadingTools, SourceRef

FEED = "village_submissions"
TABLE = "staging.village_row"
REGENCY = "32.01"
DETECTED_AT_LEAST = 0.999
FALSE_ALARMS_AT_MOST = 0.001
TOLD_BIRTH_FAULTS = ("impossible", "in_future", "two_digit_year")
SAME_FIELDS = ("village_code", "sex", "participant_group", "funding_source", "action")
Place = tuple[str, str, int]


@dataclass
class Tally:
    """One class: rows that have it, rows of them where it was told, rows where it was told wrongly."""

    rows: int = 0
    detected: int = 0
    false_alarms: int = 0

    @property
    def missed(self) -> int:
        """Rows where it was not told."""
        return self.rows - self.detected


@dataclass
class Proof:
    """The outcome of a comparison.

    Attributes:
        files: files compared; by what the truth expects of them.
        rows: rows of the truth.
        good: rows whose NIK is whole.
        niks: class of damage → tally.
        births: class of birth date fault → tally.
        differences: kind → where: file, sheet, row and a word on it.
        seconds: time spent reading.
    """

    files: Counter[str] = field(default_factory=Counter)
    rows: int = 0
    good: int = 0
    niks: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    births: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    differences: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    seconds: float = 0.0

    def note(self, kind: str, place: Place | str, word: str = "") -> None:
        """Note one difference."""
        where = place if isinstance(place, str) else f"{place[0]} [{place[1]}] row {place[2]}"
        self.differences[kind].append(f"{where} {word}".rstrip())

    def broken_promises(self) -> list[str]:
        """What was promised of every messy month and does not hold."""
        found = [
            f"{kind}: {len(places)}, first {places[0]}"
            for kind, places in sorted(self.differences.items())
            if kind in PROMISED and places
        ]
        for kind, tally in sorted(self.niks.items()):
            if tally.detected < tally.rows * DETECTED_AT_LEAST:
                found.append(f"class {kind}: {tally.detected} of {tally.rows} detected")
        alarms = sum(tally.false_alarms for tally in self.niks.values())
        if alarms > self.good * FALSE_ALARMS_AT_MOST:
            found.append(f"false alarms: {alarms} of {self.good} good rows")
        return found


PROMISED = {
    "row lost", "row invented", "file read otherwise", "another refusal code", "code outside the catalogue",
    "rows counted otherwise", "NIK changed", "NIK invented", "NIK lost", "raw NIK changed", "villages otherwise",
}  # fmt: skip


def prove(sources: Path, period: str) -> Proof:
    """Read a month's files and compare them with cells.csv and files.csv."""
    proof = Proof()
    tools = tools_for(FEED, REGENCY, _last_day(period))
    truth = sources / "truth" / period
    expected: dict[str, dict[Place, dict[str, str]]] = defaultdict(dict)
    for row in _rows(truth / "cells.csv"):
        place = (row["file_name"], row["sheet"], int(row["row_number"]))
        expected[row["file_name"].split("!/")[0]][place] = row
    codes = refusal_codes()
    for file in _rows(truth / "files.csv"):
        if file["outcome"] == "ignored":
            continue
        proof.files[file["outcome"]] += 1
        local = sources / FEED / period / file["file_name"]
        began = time.perf_counter()
        try:
            reading, read = _read(local, file["file_name"], period, tools)
        except Exception as error:  # noqa: BLE001 - the proof goes on, and tells which file broke the reader
            proof.note("file read otherwise", file["file_name"], f"{type(error).__name__} raised")
            continue
        finally:
            proof.seconds += time.perf_counter() - began
        _compare_file(proof, file, reading, codes)
        if file["outcome"] != "refused" or expected[file["file_name"]]:
            _compare_rows(proof, expected[file["file_name"]], read)
    return proof


def _read(
    local: Path, path: str, period: str, tools: ReadingTools
) -> tuple[FileReading, dict[Place, dict[str, Any]]]:
    reading = read_file(FEED, local, SourceRef(path, period, period), tools)
    found: dict[Place, dict[str, Any]] = {}
    if TABLE in reading.tables:
        columns = reading.tables[TABLE].columns
        for values in reading.tables[TABLE].rows:
            row = dict(zip(columns, values, strict=True))
            member = row.get("member") or ""
            found[f"{path}!/{member}" if member else path, row["sheet"], row["row_number"]] = row
    return reading, found


def _compare_file(proof: Proof, file: dict[str, str], reading: FileReading, codes: set[str]) -> None:
    name = file["file_name"]
    kinds = " ".join(tag for tag in file["shapes"].split() if tag.startswith(("broken:", "container:")))
    told = f"{reading.outcome} {reading.refusal_code or ''}".strip()
    if reading.outcome != file["outcome"]:
        proof.note(
            "file read otherwise", name, f"({kinds}): {told}, not {file['outcome']} {file['refusal_code']}"
        )
    elif (reading.refusal_code or "") != file["refusal_code"]:
        proof.note("another refusal code", name, f"({kinds}): {told}, not {file['refusal_code']}")
    if reading.refusal_code and reading.refusal_code not in codes:
        proof.note("code outside the catalogue", name, reading.refusal_code)
    if reading.outcome == "read" == file["outcome"] and reading.rows != int(file["rows"]):
        proof.note("rows counted otherwise", name, f"({kinds}): {reading.rows}, not {file['rows']}")
    if reading.outcome == file["outcome"] and sorted(reading.village_codes) != file["village_codes"].split():
        proof.note("villages otherwise", name, f"({kinds}): {' '.join(reading.village_codes)}")


def _compare_rows(
    proof: Proof, expected: dict[Place, dict[str, str]], read: dict[Place, dict[str, Any]]
) -> None:
    for place in read.keys() - expected.keys():
        proof.note("row invented", place)
    for place, truth in expected.items():
        proof.rows += 1
        row = read.get(place)
        if row is None:
            proof.note("row lost", place)
            if truth["nik_fault"]:
                proof.niks[truth["nik_fault"]].rows += 1
            continue
        _compare_nik(proof, place, truth, row)
        _compare_birth(proof, place, truth, row)
        for name in SAME_FIELDS:
            if (row[name] or "") != truth[name]:
                proof.note(f"{name} otherwise", place, f"{row[name]}, not {truth[name]}")
        if bool(row["name"]) != bool(truth["name_true"]) or (
            row["name"] and not same(read_name(row["name_raw"]), read_name(truth["name_true"]))
        ):
            proof.note("name otherwise", place)


def _compare_nik(proof: Proof, place: Place, truth: dict[str, str], row: dict[str, Any]) -> None:
    wanted, found = truth["nik_fault"], row["nik_fault"] or ""
    proof.good += not wanted
    if wanted:
        tally = proof.niks[wanted]
        tally.rows += 1
        tally.detected += found == wanted
    if found and found != wanted:
        proof.niks[found].false_alarms += not wanted
    if found != wanted:
        proof.note(f"NIK class {wanted or 'none'}", place, f"read as {found or 'none'}")
    digits = row["nik"] or ""
    if digits != truth["nik"]:
        kind = "lost" if not digits else "changed" if truth["nik"] else "invented"
        proof.note(f"NIK {kind}", place)
    if (row["nik_raw"] or "").strip() != truth["nik_written"].strip():
        proof.note("raw NIK changed", place)


def _compare_birth(proof: Proof, place: Place, truth: dict[str, str], row: dict[str, Any]) -> None:
    read = row["birth_date"].isoformat() if row["birth_date"] else ""
    if read != truth["birth_date"]:
        proof.note("birth date otherwise", place, truth["birth_fault"])
    fault = row["birth_date_fault"] or ""
    wanted = truth["birth_fault"]
    if wanted in TOLD_BIRTH_FAULTS:
        proof.births[wanted].rows += 1
        proof.births[wanted].detected += fault == wanted
    if fault in TOLD_BIRTH_FAULTS and fault != wanted:
        proof.births[fault].false_alarms += 1
    if fault != wanted and (fault in TOLD_BIRTH_FAULTS or wanted in TOLD_BIRTH_FAULTS):
        proof.note(f"birth fault {wanted or 'none'}", place, f"read as {fault or 'none'}")


def refusal_codes() -> set[str]:
    """Every code of the contracts' catalogue."""
    found: set[str] = set()
    for path in sorted(CONTRACTS.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        found |= {refusal["code"] for refusal in content.get("refusals", ())}
    return found


def _last_day(period: str) -> date:
    year, month = int(period[:4]), int(period[5:])
    return date(year, month, monthrange(year, month)[1])


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def report(proof: Proof, differences: int) -> Iterator[str]:
    """The comparison as lines of text."""
    files = ", ".join(f"{count} {outcome}" for outcome, count in sorted(proof.files.items()))
    yield f"files: {files}; rows: {proof.rows}, good NIKs: {proof.good}; read in {proof.seconds:.1f} s"
    yield f"{'class':24}{'rows':>8}{'detected':>10}{'missed':>8}{'false alarms':>14}"
    for tallies in (proof.niks, proof.births):
        for kind, tally in sorted(tallies.items()):
            yield f"{kind:24}{tally.rows:>8}{tally.detected:>10}{tally.missed:>8}{tally.false_alarms:>14}"
    for kind, places in sorted(proof.differences.items()):
        yield f"-- {kind}: {len(places)}"
        yield from (f"     {place}" for place in places[:differences])


def main() -> int:
    """Compare and print; 1 where a promise does not hold."""
    parser = argparse.ArgumentParser(prog="benchmarks.messy_truth", description=__doc__)
    parser.add_argument("--sources", type=Path, required=True)
    parser.add_argument("--months", required=True, help="as 2026-01,2026-02")
    parser.add_argument("--differences", type=int, default=5, help="so many of each kind")
    chosen = parser.parse_args()
    broken: list[str] = []
    for period in chosen.months.split(","):
        proof = prove(chosen.sources, period)
        print(period, *report(proof, chosen.differences), sep="\n")
        broken += proof.broken_promises()
    print(*(f"BROKEN {promise}" for promise in broken), sep="\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
