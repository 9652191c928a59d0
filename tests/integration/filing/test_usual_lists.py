"""A village's list against its own earlier months: shorter, longer, or the very same."""

from __future__ import annotations

import os
from pathlib import Path

from tests.conftest import Warehouse
from tests.support.months import Office

HEADS = "NIK;NAMA;TANGGAL LAHIR;JENIS KELAMIN"
FORTY = range(40)


def person(number: int) -> str:
    """A row of a list."""
    return f"320105{1 + number % 28:02}0180{number + 1:04};WARGA {chr(65 + number % 26)}{chr(65 + number // 26)};;L"


def write(
    office: Office, period: str, name: str, people: range | list[int], *, numbered: bool = False
) -> None:
    """A list; numbered ones have a running number before the NIK."""
    lines = [HEADS, *(person(number) for number in people)]
    if numbered:
        lines = [f"{number or 'NO'};{line}" for number, line in enumerate(lines)]
    path = office.sources / "village_submissions" / period / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    day = 1_768_000_000 + (30 * 86_400 if period == "2026-02" else 0)
    os.utime(path, (day, day))


def test_lists_are_noticed_by_what_is_usual_for_their_village(warehouse: Warehouse, tmp_path: Path) -> None:
    office = Office(warehouse.loader_uri, tmp_path / "home", tmp_path / "sources")
    for code in ("05.2003", "05.2005", "05.2006", "05.2008", "05.2009", "06.2003"):
        write(office, "2026-01", f"32.01.{code}.csv", FORTY if code != "05.2005" else range(14))
    office.bring_in("village_submissions")
    assert noticed(office, "2026-01") == []

    write(office, "2026-02", "32.01.05.2003.csv", range(20))  # half of the usual length
    write(office, "2026-02", "32.01.05.2005.csv", range(5))  # a third, but of few persons
    write(office, "2026-02", "32.01.05.2006.csv", range(60))  # half as much again
    write(office, "2026-02", "32.01.05.2007.csv", range(3))  # no earlier list: the limit for all
    write(office, "2026-02", "32.01.05.2008.csv", FORTY, numbered=True)  # another file, the same rows
    write(office, "2026-02", "32.01.05.2009.csv", FORTY)  # the same bytes
    write(office, "2026-02", "32.01.06.2003 dusun 1.csv", range(20))  # the usual length in two parts
    write(office, "2026-02", "32.01.06.2003 dusun 2.csv", range(20, 40))
    brought = office.bring_in("village_submissions")
    assert (brought.files, brought.refused, brought.held) == (8, 0, "")
    assert noticed(office, "2026-02") == [
        ("VOL-01", "32.01.05.2003"),
        ("VOL-01", "32.01.05.2007"),
        ("VOL-02", "32.01.05.2006"),
        ("VOL-03", "32.01.05.2009"),
        ("VOL-04", "32.01.05.2008"),
    ]
    told = "SELECT period, details ->> 'count', details -> 'places' FROM audit.alert WHERE cause = 'volume_unusual'"
    assert [tuple(row) for row in office.rows(told)] == [
        ("2026-02", "3", ["32.01.05.2003", "32.01.05.2006", "32.01.05.2007"])
    ]


def test_one_changed_cell_makes_another_list(warehouse: Warehouse, tmp_path: Path) -> None:
    office = Office(warehouse.loader_uri, tmp_path / "home", tmp_path / "sources")
    write(office, "2026-01", "32.01.05.2003.csv", range(10))
    office.bring_in("village_submissions")
    write(office, "2026-02", "32.01.05.2003.csv", [*range(9), 10])
    office.bring_in("village_submissions")
    assert noticed(office, "2026-02") == []


def test_earlier_months_that_arrive_with_the_list_are_what_is_usual(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    office = Office(warehouse.loader_uri, tmp_path / "home", tmp_path / "sources")
    for period in ("2026-01", "2026-02"):
        write(office, period, "32.01.05.2003.csv", range(4) if period == "2026-01" else range(1, 5))
        write(office, period, "32.01.05.2005.csv", FORTY if period == "2026-01" else range(20))
    office.bring_in("village_submissions")
    assert noticed(office, "2026-01") == [("VOL-01", "32.01.05.2003")], "a first list has the limit for all"
    assert noticed(office, "2026-02") == [("VOL-01", "32.01.05.2005")], "always four is usual; half is not"


def noticed(office: Office, period: str) -> list[tuple[str, str]]:
    """Rule and village of every list that a check of volume noticed."""
    found = office.rows(
        "SELECT r.rule_id, r.village_code FROM quality.rule_result AS r "
        "INNER JOIN landing.file AS f ON r.file_id = f.file_id "
        "WHERE r.rule_id LIKE 'VOL-%' AND r.failed > 0 AND f.period = :period ORDER BY 1, 2",
        period=period,
    )
    return [tuple(row) for row in found]
