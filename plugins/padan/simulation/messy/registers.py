"""The poverty registry as it really comes: P3KE under a title, and DTSEN's two files, with bad bytes and quotes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

import numpy as np

from padan.simulation.containers import stamp
from padan.simulation.people import Person
from padan.simulation.randomness import number_for
from padan.simulation.reference import Village, data, month_start
from padan.simulation.registry import Record, strangers, village_lines
from padan.simulation.submissions import WIB

BAD_BYTE = b"\xe9"
"""A letter of an older encoding: no UTF-8."""
ADULT = 17
Parts = Iterator[tuple[Village, list[Person], int]]


@dataclass
class RegisterTruth:
    """What the files hold.

    Attributes:
        header_row: row of P3KE's heads.
        p3ke_rows: people in P3KE, of whom `p3ke_adults` may be kept.
        dtsen_rows: members in DTSEN, of whom `dtsen_adults` may be kept.
        dtsen_families: families; `dtsen_without_family` members have none.
        bad_bytes, unbalanced, suffixed: rows of either version with a bad byte, a stray quote, a '.0'.
    """

    header_row: int = 0
    p3ke_rows: int = 0
    p3ke_adults: int = 0
    dtsen_rows: int = 0
    dtsen_adults: int = 0
    dtsen_families: int = 0
    dtsen_without_family: int = 0
    bad_bytes: int = 0
    unbalanced: int = 0
    suffixed: int = 0


@dataclass
class _Files:
    """The files being written."""

    p3ke: BinaryIO
    members: BinaryIO
    families: BinaryIO
    truth: RegisterTruth = field(default_factory=RegisterTruth)


def write_registers(root: Path, seed: int, first: str, parts: Parts) -> int:
    """Write registry/p3ke/2025-1 and registry/dtsen/<version>, and truth/registers.json; the number of P3KE's rows."""
    own = data("messy")["registers"]
    today = month_start(first)
    regency = "32.01"
    old = root / "registry" / "p3ke" / "2025-1"
    new = root / "registry" / "dtsen" / own["dtsen_version"]
    year = own["dtsen_version"][:4]
    paths = (
        old / "individu_p3ke_3201.csv",
        new / f"anggota_keluarga_dtsen_v3_{year}_{regency}.csv",
        new / f"keluarga_dtsen_v3_{year}_{regency}.csv",
    )
    for folder in (old, new):
        folder.mkdir(parents=True, exist_ok=True)
    with paths[0].open("wb") as p3ke, paths[1].open("wb") as members, paths[2].open("wb") as families:
        files = _Files(p3ke, members, families)
        _write_heads(files, seed)
        for village, people, size in parts:
            _village(files, seed, village, people[:size], size, today)
    for path in paths:
        stamp(path, datetime.combine(today, datetime.min.time(), WIB).replace(day=2, hour=8))
    folder = root / "truth"
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(vars(files.truth), indent=1) + "\n"
    (folder / "registers.json").write_text(text, encoding="utf-8")
    return files.truth.p3ke_rows


def _write_heads(files: _Files, seed: int) -> None:
    words, own = data("vocabulary")["registry"], data("messy")["registers"]
    above = (3, 11)[number_for(seed, "messy registry header") % 2]
    for index in range(above):
        title = words["titles"][index] if index < len(words["titles"]) else ""
        files.p3ke.write(f"{title}{',' * (len(words['columns']) - 1)}\r\n".encode())
    files.truth.header_row = above + 1
    files.p3ke.write((",".join(words["columns"]) + "\r\n").encode())
    files.members.write(_quoted(own["member_columns"]))
    files.families.write(_quoted(own["family_columns"]))


def _quoted(cells: list[str]) -> bytes:
    return ("|".join(f'"{cell}"' for cell in cells) + "\n").encode()


def _village(
    files: _Files, seed: int, village: Village, people: list[Person], size: int, today: date
) -> None:
    """One village in both versions: the newer one lacks some people of the older one."""
    generator = np.random.Generator(np.random.PCG64(number_for(seed, village.code, "registry")))
    records: list[Record] = [(p.nik, p.name, p.sex, p.birth_date, p.occupation, p.address) for p in people]
    records += strangers(generator, village, size - len(people))
    truth = files.truth
    spoil = np.random.Generator(np.random.PCG64(number_for(seed, village.code, "spoilt registry")))
    lines = village_lines(seed, village, people, size, truth.p3ke_rows, today)
    files.p3ke.write(b"".join(_spoilt(line, spoil.random(), truth) for line in lines))
    truth.p3ke_rows += size
    truth.p3ke_adults += sum(_years(record[3], today) >= ADULT for record in records)
    left = spoil.random(size)
    kept = [
        record for index, record in enumerate(records)
        if index < len(people) or left[index] >= data("messy")["registers"]["dropped"]
    ]  # fmt: skip
    _dtsen(files, village, kept, spoil, today)


def _spoilt(line: str, draw: float, truth: RegisterTruth) -> bytes:
    """A line of P3KE, at times with a bad byte or a quote that nobody closes in its address."""
    own = data("messy")["registers"]
    content = line.encode()
    if draw < own["bad_bytes"]:
        truth.bad_bytes += 1
        return content.replace(b"Kp. ", b"Kp. " + BAD_BYTE, 1)
    if draw < own["bad_bytes"] + own["unbalanced"]:
        truth.unbalanced += 1
        return content.replace(b"Kp. ", b'"Kp. ', 1)
    return content


def _dtsen(
    files: _Files, village: Village, records: list[Record], spoil: np.random.Generator, today: date
) -> None:
    own, truth = data("messy")["registers"], files.truth
    draws = spoil.random((len(records), 2)).tolist()
    codes = village.code.split(".")
    province, regency, district = codes[0], "".join(codes[:2]), "".join(codes[:3])
    whole = "".join(codes)
    members, families = [], []
    alone = False
    for index, (nik, name, sex, born, occupation, address) in enumerate(records):
        number = f"{district}{_card(village, index // 3)}"
        draw, other = draws[index]
        if index % 3 == 0:
            alone = other > 1 - own["family_missing"]
        truth.dtsen_without_family += alone
        if index % 3 == 0 and not alone:
            truth.dtsen_families += 1
            desil = str(1 + int(other * 10))
            families.append(_line(
                [province, "JAWA BARAT", regency, "BOGOR", district, village.district_name.upper(), whole,
                 village.name.upper(), address, f"{number}.0" if other < own["decimal_suffix"] else number,
                 f"{desil}.0" if 0.5 < other < 0.5 + own["decimal_suffix"] else desil, desil, desil, "1500000"],
                other, truth,
            ))  # fmt: skip
        shown = nik
        if draw > 1 - own["decimal_suffix"]:
            shown, truth.suffixed = f"{nik}.0", truth.suffixed + 1
        members.append(_line(
            [shown, number, name, born.isoformat(), "1" if sex == "L" else "2", own["relations"][index % 3],
             own["marital"][index % 3], "1", "Pertanian", province, regency, district, whole, address, "001", "002",
             occupation, "Tidak", "Tidak"],
            draw, truth,
        ))  # fmt: skip
        truth.dtsen_adults += _years(born, today) >= ADULT
    truth.dtsen_rows += len(records)
    files.members.write(b"".join(members))
    files.families.write(b"".join(families))


def _card(village: Village, family: int) -> str:
    """The last ten digits of a family's number: a day of issue and a serial, no two alike in a district."""
    number = family * 20 + village.index % 20
    day, serial = divmod(number, 9999)
    return f"{1 + day % 28:02d}{1 + day // 28:02d}15{1 + serial:04d}"


def _line(cells: list[str], draw: float, truth: RegisterTruth) -> bytes:
    """A line of DTSEN, at times with a bad byte or a quote nobody closes in its address."""
    own = data("messy")["registers"]
    content = _quoted(cells)
    if draw < own["bad_bytes"]:
        truth.bad_bytes += 1
        return content.replace(b'"Kp. ', b'"Kp. ' + BAD_BYTE, 1)
    if draw < own["bad_bytes"] + own["unbalanced"]:
        truth.unbalanced += 1
        return content.replace(b'"Kp. ', b'"Kp. "', 1)
    return content


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
